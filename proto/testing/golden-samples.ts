/** One message of every kind with telling values: what proto/golden holds. For tests only. */
import type { ArchiveSegment, Command, Event, EventBody, MarketSnapshot } from '../messages.ts';

type Unbranded<Value> = Value extends Uint8Array | Uint32Array | Int32Array | Float64Array
  ? Value
  : Value extends number
    ? number
    : Value extends bigint
      ? bigint
      : Value extends string
        ? string
        : Value extends readonly (infer Item)[]
          ? readonly Unbranded<Item>[]
          : Value extends object
            ? { readonly [Key in keyof Value]: Unbranded<Value[Key]> }
            : Value;

type Samples<Union extends { readonly kind: string }> = {
  readonly [Kind in Union['kind']]: Omit<
    Unbranded<Extract<Union, { readonly kind: Kind }>>,
    'kind' | 'commandIndex'
  >;
};

export const UINT53_MAX = 2 ** 53 - 1;
const UINT32_MAX = 2 ** 32 - 1;

export const definition = {
  market: 'BTC-USD',
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 6,
  tickSize: '0.01',
  lotSize: '0.0001',
  minPriceTicks: 1,
  maxPriceTicks: 2 ** 31 - 1,
  minQuantityLots: 1,
  maxQuantityLots: 4_000_000,
  minNotionalMinor: 1_000_000,
  maxNotionalMinor: UINT53_MAX,
  maxRestingOrders: 4_194_304,
  makerFeePpm: 1000,
  takerFeePpm: 2000,
};

export const commands: Samples<Command> = {
  PlaceOrder: {
    orderId: UINT53_MAX,
    accountId: UINT32_MAX,
    side: 2,
    type: 1,
    timeInForce: 3,
    postOnly: true,
    priceTicks: 6_412_345,
    quantityLots: 2 ** 32 + 1,
    makerFeePpm: 1000,
    takerFeePpm: 1_000_000,
    quoteBudgetMinor: 0,
    clientOrderId: 'b7c1a1f0-4b0e-4c8a-9d2e-000000000001',
  },
  CancelOrder: { orderId: 2 ** 45 + 7, accountId: 12 },
  CancelAllOrders: { accountId: 12, side: null },
  AmendOrder: {
    orderId: 2 ** 45 + 7,
    accountId: 12,
    priceTicks: null,
    quantityLots: 90,
    makerFeePpm: 5,
    takerFeePpm: 10,
  },
  DefineMarket: { definition },
  ChangeMarket: { definition: { ...definition, priceStepTicks: 50, quantityStepLots: 2 ** 33 } },
  ChangeMarketStatus: { status: 2, reason: 'maintenance – back soon' },
  ChangeAccountStatus: { accountId: UINT32_MAX, status: 2, reason: 'runaway strategy' },
  SessionStarted: { sessionId: 255, epoch: 3, node: 'order-service-1' },
  LeadershipClaimed: { epoch: UINT32_MAX, node: 'engine-a' },
  ClockTicked: {},
  RulesActivated: { version: 2 },
  SnapshotMarked: { markId: 1_795_255_200_000_000 },
  CommandQuarantined: { offset: 984_531_000, reason: 'undecodable' },
  DefineAsset: { asset: 'BTC', scale: 8 },
  OpenAccount: { accountId: 12, name: 'alice', makerFeePpm: null, takerFeePpm: 0 },
  DefineFeeTier: { tier: 'market-maker', market: '', makerFeePpm: 0, takerFeePpm: 300 },
  CreateApiKey: {
    apiKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    accountId: 12,
    sealedSecret: Uint8Array.of(0, 1, 2, 253, 254, 255),
    scopes: [1, 2, 5],
    ipAllowList: ['127.0.0.1', '2001:db8::/32'],
    expiresAtUs: 0,
  },
  RevokeApiKey: { apiKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' },
  Deposit: { transactionId: 'deposit-1', accountId: 12, asset: 'USD', amount: 2n ** 63n - 1n },
  Withdraw: { transactionId: 'withdrawal-1', accountId: 12, asset: 'BTC', amount: -(2n ** 63n) },
};

export const events: Samples<EventBody> = {
  OrderAccepted: {
    orderId: 2 ** 45 + 7,
    accountId: 12,
    side: 1,
    type: 2,
    timeInForce: 2,
    postOnly: false,
    priceTicks: 6_500_000,
    quantityLots: 0,
    quoteBudgetMinor: 5_000_000_000,
    clientOrderId: 'räksmörgås-1',
  },
  OrderRejected: { orderId: 2 ** 45 + 8, accountId: 12, reason: 16, clientOrderId: '' },
  OrderRested: {
    orderId: 2 ** 45 + 9,
    accountId: 0,
    side: 2,
    priceTicks: 1,
    remainingLots: UINT53_MAX,
  },
  TradeExecuted: {
    tradeId: 1,
    makerOrderId: 2 ** 45 + 9,
    takerOrderId: 2 ** 45 + 10,
    makerAccountId: 12,
    takerAccountId: 13,
    takerSide: 1,
    priceTicks: 6_412_345,
    quantityLots: 25,
    makerFeeMinor: 160_308,
    takerFeeMinor: 0,
    makerRemainingLots: 75,
    takerRemainingLots: 0,
    takerLimitTicks: null,
  },
  OrderAmended: {
    orderId: 2 ** 45 + 9,
    accountId: 12,
    side: 2,
    priceTicks: 6_412_345,
    quantityLots: 90,
    remainingLots: 65,
    keptPriority: true,
  },
  OrderDone: {
    orderId: 2 ** 45 + 9,
    accountId: 12,
    side: 2,
    reason: 1,
    wasResting: true,
    priceTicks: 6_412_345,
    remainingLots: 65,
    remainingQuoteMinor: 0,
  },
  CancelRejected: { orderId: 2 ** 45 + 9, accountId: 12, reason: 5 },
  AmendRejected: {
    orderId: 2 ** 45 + 9,
    accountId: 12,
    reason: 13,
    priceTicks: 6_412_345,
    remainingLots: 65,
  },
  OrdersCanceled: { accountId: 12, count: 3 },
  OrderTriggered: {
    orderId: 2 ** 45 + 9,
    accountId: 12,
    side: 2,
    type: 1,
    timeInForce: 1,
    priceTicks: 6_390_000,
    quantityLots: 2 ** 33,
    quoteBudgetMinor: 0,
    triggerTicks: 6_400_000,
  },
  TradePrevented: {
    makerOrderId: 2 ** 45 + 9,
    takerOrderId: 2 ** 45 + 10,
    accountId: 12,
    takerSide: 2,
    priceTicks: 6_412_345,
    quantityLots: 2 ** 33,
    makerRemainingLots: 75,
    takerRemainingLots: 0,
    takerLimitTicks: 6_400_000,
  },
  OrderReplenished: {
    orderId: 2 ** 45 + 9,
    accountId: 12,
    side: 2,
    priceTicks: 6_412_345,
    remainingLots: 2 ** 33,
    shownLots: 75,
  },
  MarketDefined: { definition },
  MarketChanged: { definition: { ...definition, priceStepTicks: 50, quantityStepLots: 2 ** 33 } },
  MarketDefinitionRejected: { reason: 15 },
  MarketStatusChanged: { status: 3, reason: 'poison command' },
  AccountStatusChanged: {
    accountId: 12,
    status: 2,
    reason: 'runaway strategy',
    canceledOrders: 200,
  },
  SessionOpened: {
    sessionId: 1,
    epoch: 2,
    previousEpoch: 1,
    previousLastSequence: 2 ** 33,
    node: 'order-service-1',
  },
  SessionRefused: { sessionId: 1, epoch: 2, currentEpoch: 3, node: 'order-service-1' },
  CommandIgnored: { reason: 4 },
  LeadershipChanged: { epoch: 4, node: 'engine-b' },
  LeadershipRefused: { epoch: 4, node: 'engine-a', currentEpoch: 4, currentNode: 'engine-b' },
  RulesChanged: { version: 2 },
  StateHashed: { markId: 7, stateHash: '0123456789abcdef', restingOrders: 1_000_000 },
  CommandPassedOver: { offset: 984_531_000, reason: 'undecodable' },
};

export const commandSamples = Object.entries(commands).map(
  ([kind, body]) => ({ kind, ...body }) as unknown as Command,
);
export const eventSamples = Object.entries(events).map(
  ([kind, body], index) => ({ kind, ...body, commandIndex: index }) as unknown as Event,
);

export const snapshotSample = {
  market: 'BTC-USD',
  offset: 984_531_000,
  nextSequence: 3_000_000_001,
  timestampUs: 1_795_255_200_000_000,
  leadership: { epoch: 4, node: 'engine-b' },
  rulesVersion: 1,
  definition,
  status: 1,
  eventHash: 'fedcba9876543210',
  stateHash: '0123456789abcdef',
  nextTradeId: 700_001,
  nextPriority: 2 ** 40,
  sessions: [
    { sessionId: 1, epoch: 2, lastSequence: 55, lastOrderId: 2 ** 45 + 10 },
    { sessionId: 2, epoch: 1, lastSequence: 0, lastOrderId: 0 },
  ],
  orderCount: 3,
  orders: {
    orderId: Float64Array.of(2 ** 45 + 1, 2 ** 45 + 5, UINT53_MAX),
    accountId: Uint32Array.of(12, 0, UINT32_MAX),
    side: Uint8Array.of(1, 1, 2),
    priceTicks: Int32Array.of(6_400_000, 6_399_999, 2 ** 31 - 1),
    quantityLots: Float64Array.of(100, 2 ** 33, UINT53_MAX),
    remainingLots: Float64Array.of(1, 2 ** 33, UINT53_MAX),
    makerFeePpm: Uint32Array.of(0, 1000, 1_000_000),
    priority: Float64Array.of(17, 4, 2 ** 40 - 1),
  },
} as unknown as MarketSnapshot;

export const archiveSample = {
  topic: 'commands.BTC-USD',
  first: 2 ** 40,
  // One byte, none at all, and enough for a length of two bytes.
  records: [Uint8Array.of(7), new Uint8Array(0), Uint8Array.from({ length: 200 }, (_, i) => i)],
} as unknown as ArchiveSegment;
