/** Generators of every message, at and around the boundaries of its units; for tests only. */
import fc from 'fast-check';
import type { Command, CommandBatch, Event, EventBatch, EventBody } from '../messages.ts';
import * as range from '../ranges.ts';
import { marketDefinition } from './market-arbitraries.ts';
import { replacement } from './replacement-arbitraries.ts';
import {
  absentOr,
  choice,
  hash,
  id,
  int64,
  integer,
  nullable,
  plain,
  price,
  rate,
  session,
  text,
  uint32,
  uint53,
  withoutAbsent,
} from './unit-arbitraries.ts';

type Fields<Message> = {
  [Field in Exclude<keyof Message, 'kind' | 'commandIndex'>]-?: fc.Arbitrary<
    Message[Field] | (undefined extends Message[Field] ? undefined : never)
  >;
};
type Arbitraries<Union extends { readonly kind: string }> = {
  [Kind in Union['kind']]: Fields<Extract<Union, { readonly kind: Kind }>>;
};

const order = { orderId: id<never>(), accountId: uint32<never>() };
/** undefined: the field is left out. */
const orderTrigger = fc.option(
  fc.record({ kind: choice<never>(range.TRIGGER_KIND_MAX), priceTicks: price<never>() }, plain),
  { nil: undefined },
);
const node = { epoch: uint32<never>(), node: text };
const moved = {
  transactionId: text,
  accountId: uint32<never>(),
  asset: text,
  amount: int64<never>(),
};

const commandFields: Arbitraries<Command> = {
  PlaceOrder: {
    ...order,
    side: choice(range.SIDE_MAX),
    type: choice(range.ORDER_TYPE_MAX),
    timeInForce: choice(range.TIME_IN_FORCE_MAX),
    postOnly: fc.boolean(),
    priceTicks: price(),
    quantityLots: uint53(),
    makerFeePpm: rate(),
    takerFeePpm: rate(),
    quoteBudgetMinor: uint53(),
    clientOrderId: text,
    trigger: orderTrigger,
    selfTradePrevention: absentOr(choice(range.SELF_TRADE_PREVENTION_MAX)),
    quoteTargetMinor: absentOr(id()),
    goodTillUs: absentOr(id()),
    displayLots: absentOr(id()),
    replaces: replacement,
  },
  CancelOrder: order,
  CancelAllOrders: { accountId: uint32(), side: nullable(choice(range.SIDE_MAX)) },
  AmendOrder: {
    ...order,
    priceTicks: nullable(price()),
    quantityLots: nullable(id()),
    makerFeePpm: rate(),
    takerFeePpm: rate(),
    selfTradePrevention: absentOr(choice(range.SELF_TRADE_PREVENTION_MAX)),
  },
  DefineMarket: { definition: marketDefinition },
  ChangeMarket: { definition: marketDefinition },
  ChangeMarketStatus: { status: choice(range.MARKET_STATUS_MAX), reason: text },
  ChangeAccountStatus: {
    accountId: uint32(),
    status: choice(range.ACCOUNT_STATUS_MAX),
    reason: text,
  },
  SessionStarted: { sessionId: session(), ...node },
  LeadershipClaimed: node,
  ClockTicked: {},
  RulesActivated: { version: uint32() },
  SnapshotMarked: { markId: uint53() },
  CommandQuarantined: { offset: uint53(), reason: text },
  DefineAsset: { asset: text, scale: integer(0, range.SCALE_MAX) },
  OpenAccount: {
    accountId: uint32(),
    name: text,
    makerFeePpm: nullable(rate()),
    takerFeePpm: nullable(rate()),
    feeTier: absentOr(text),
  },
  DefineFeeTier: { tier: text, market: text, makerFeePpm: rate(), takerFeePpm: rate() },
  CreateApiKey: {
    apiKey: text,
    accountId: uint32(),
    sealedSecret: fc.uint8Array({ maxLength: 200 }),
    scopes: fc.array(choice(range.SCOPE_MAX), { maxLength: 6 }),
    ipAllowList: fc.array(text, { maxLength: 4 }),
    expiresAtUs: uint53(),
  },
  RevokeApiKey: { apiKey: text },
  Deposit: moved,
  Withdraw: moved,
};

const eventFields: Arbitraries<EventBody> = {
  OrderAccepted: {
    ...order,
    side: choice(range.SIDE_MAX),
    type: choice(range.ORDER_TYPE_MAX),
    timeInForce: choice(range.TIME_IN_FORCE_MAX),
    postOnly: fc.boolean(),
    priceTicks: price(),
    quantityLots: uint53(),
    quoteBudgetMinor: uint53(),
    clientOrderId: text,
    trigger: orderTrigger,
    selfTradePrevention: absentOr(choice(range.SELF_TRADE_PREVENTION_MAX)),
    goodTillUs: absentOr(id()),
    displayLots: absentOr(id()),
  },
  OrderRejected: { ...order, reason: choice(range.REJECT_REASON_MAX), clientOrderId: text },
  OrderRested: {
    ...order,
    side: choice(range.SIDE_MAX),
    priceTicks: price(),
    remainingLots: uint53(),
    displayLots: absentOr(id()),
  },
  OrderReplenished: {
    ...order,
    side: choice(range.SIDE_MAX),
    priceTicks: price(),
    remainingLots: uint53(),
    shownLots: uint53(),
  },
  TradeExecuted: {
    tradeId: uint53(),
    makerOrderId: id(),
    takerOrderId: id(),
    makerAccountId: uint32(),
    takerAccountId: uint32(),
    takerSide: choice(range.SIDE_MAX),
    priceTicks: price(),
    quantityLots: uint53(),
    makerFeeMinor: uint53(),
    takerFeeMinor: uint53(),
    makerRemainingLots: uint53(),
    takerRemainingLots: uint53(),
    takerLimitTicks: nullable(price()),
  },
  OrderAmended: {
    ...order,
    side: choice(range.SIDE_MAX),
    priceTicks: price(),
    quantityLots: uint53(),
    remainingLots: uint53(),
    keptPriority: fc.boolean(),
    shownLots: absentOr(id()),
  },
  OrderDone: {
    ...order,
    side: choice(range.SIDE_MAX),
    reason: choice(range.DONE_REASON_MAX),
    wasResting: fc.boolean(),
    priceTicks: price(),
    remainingLots: uint53(),
    remainingQuoteMinor: uint53(),
    shownLots: absentOr(id()),
  },
  CancelRejected: { ...order, reason: choice(range.REJECT_REASON_MAX) },
  AmendRejected: {
    ...order,
    reason: choice(range.REJECT_REASON_MAX),
    priceTicks: nullable(price()),
    remainingLots: uint53(),
  },
  OrdersCanceled: { accountId: uint32(), count: uint32() },
  OrderTriggered: {
    ...order,
    side: choice(range.SIDE_MAX),
    type: choice(range.ORDER_TYPE_MAX),
    timeInForce: choice(range.TIME_IN_FORCE_MAX),
    priceTicks: price(),
    quantityLots: uint53(),
    quoteBudgetMinor: uint53(),
    triggerTicks: price(),
    displayLots: absentOr(id()),
  },
  TradePrevented: {
    makerOrderId: id(),
    takerOrderId: id(),
    accountId: uint32(),
    takerSide: choice(range.SIDE_MAX),
    priceTicks: price(),
    quantityLots: uint53(),
    makerRemainingLots: uint53(),
    takerRemainingLots: uint53(),
    takerLimitTicks: nullable(price()),
    makerShownLots: absentOr(uint53()),
  },
  MarketDefined: { definition: marketDefinition },
  MarketChanged: { definition: marketDefinition },
  MarketDefinitionRejected: { reason: choice(range.REJECT_REASON_MAX) },
  MarketStatusChanged: { status: choice(range.MARKET_STATUS_MAX), reason: text },
  AccountStatusChanged: {
    accountId: uint32(),
    status: choice(range.ACCOUNT_STATUS_MAX),
    reason: text,
    canceledOrders: uint32(),
  },
  SessionOpened: {
    sessionId: session(),
    ...node,
    previousEpoch: uint32(),
    previousLastSequence: uint53(),
  },
  SessionRefused: { sessionId: session(), ...node, currentEpoch: uint32() },
  CommandIgnored: { reason: choice(range.IGNORE_REASON_MAX) },
  LeadershipChanged: node,
  LeadershipRefused: { ...node, currentEpoch: uint32(), currentNode: text },
  RulesChanged: { version: uint32() },
  StateHashed: { markId: uint53(), stateHash: hash(), restingOrders: uint53() },
  CommandPassedOver: { offset: uint53(), reason: text },
};

const record = (kind: string, fields: object) =>
  fc
    .record(
      { kind: fc.constant(kind), ...(fields as Record<string, fc.Arbitrary<unknown>>) },
      plain,
    )
    .map(withoutAbsent);

export const commandKinds = Object.keys(commandFields) as Command['kind'][];
export const eventKinds = Object.keys(eventFields) as EventBody['kind'][];

export const commandOf = (kind: Command['kind']) =>
  record(kind, commandFields[kind]) as fc.Arbitrary<unknown> as fc.Arbitrary<Command>;
export const eventOf = (kind: EventBody['kind']) =>
  record(kind, {
    ...eventFields[kind],
    commandIndex: uint32(),
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<Event>;

export function commandBatch(
  command: fc.Arbitrary<Command> = fc.oneof(...commandKinds.map(commandOf)),
): fc.Arbitrary<CommandBatch> {
  return fc.record(
    {
      sessionId: session<never>(),
      sessionEpoch: uint32<never>(),
      firstSequence: uint53<never>(),
      timestampUs: uint53<never>(),
      prevHash: uint32<number>(),
      commands: fc.array(command, { maxLength: 4 }),
    },
    plain,
  );
}

export function eventBatch(
  event: fc.Arbitrary<Event> = fc.oneof(...eventKinds.map(eventOf)),
): fc.Arbitrary<EventBatch> {
  return fc.record(
    {
      inputOffset: uint53<never>(),
      sessionId: session<never>(),
      sessionEpoch: uint32<never>(),
      firstCommandSequence: uint53<never>(),
      firstSequence: uint53<never>(),
      timestampUs: uint53<never>(),
      prevHash: hash<never>(),
      events: fc.array(event, { maxLength: 4 }),
      eventHash: hash<never>(),
    },
    plain,
  );
}
