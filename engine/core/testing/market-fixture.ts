/** A small market and short ways to say commands to it, for tests. */
import {
  AccountStatus,
  type AmendOrder,
  type CancelAllOrders,
  type CancelOrder,
  type Command,
  type CommandBatch,
  DoneReason,
  type Event,
  type MarketDefinition,
  MarketStatus,
  OrderType,
  type PlaceOrder,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { Offset } from '../../../proto/units.ts';
import type { BookFactory } from '../book/book.ts';
import { MarketMachine } from '../market-machine.ts';
import { nameOf } from './told-event.ts';

export const MARKET = 'BTC-USD';

/** One tick × one lot is 100 quote minor units, one lot is 1,000 base minor units. */
export function definitionWith(change: Partial<Record<keyof MarketDefinition, unknown>> = {}) {
  return {
    market: MARKET,
    baseAsset: 'BTC',
    baseScale: 8,
    quoteAsset: 'USD',
    quoteScale: 6,
    tickSize: '10',
    lotSize: '0.00001',
    minPriceTicks: 1,
    maxPriceTicks: 2_000_000_000,
    minQuantityLots: 1,
    maxQuantityLots: 10_000,
    minNotionalMinor: 100,
    maxNotionalMinor: 2_000_000_000_000_000,
    maxRestingOrders: 1000,
    makerFeePpm: 1000,
    takerFeePpm: 2000,
    ...change,
  } as unknown as MarketDefinition;
}

type Changes<Message> = Partial<Record<keyof Message, unknown>>;

/** A limit order, good till cancelled: `limit(1, 'buy', 10, 100)` buys 10 lots at 100 or better. */
export function limit(
  orderId: number,
  side: 'buy' | 'sell',
  quantityLots: number,
  priceTicks: number,
  change: Changes<PlaceOrder> = {},
): PlaceOrder {
  return {
    kind: 'PlaceOrder',
    orderId,
    accountId: 7,
    side: Side[side],
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks,
    quantityLots,
    makerFeePpm: 0,
    takerFeePpm: 0,
    quoteBudgetMinor: 0,
    clientOrderId: '',
    ...change,
  } as unknown as PlaceOrder;
}

/** A market order by quantity; its worst price is `priceTicks`. */
export function market(
  orderId: number,
  side: 'buy' | 'sell',
  quantityLots: number,
  priceTicks: number,
  change: Changes<PlaceOrder> = {},
): PlaceOrder {
  const type = { type: OrderType.market, timeInForce: TimeInForce.ioc };
  return limit(orderId, side, quantityLots, priceTicks, { ...type, ...change });
}

export function spend(orderId: number, quoteBudgetMinor: number, priceTicks: number): PlaceOrder {
  return market(orderId, 'buy', 0, priceTicks, { quoteBudgetMinor });
}

/** Sells for at most so much; its worst price is `priceTicks`. */
export function bring(orderId: number, quoteTargetMinor: number, priceTicks: number): PlaceOrder {
  return market(orderId, 'sell', 0, priceTicks, { quoteTargetMinor });
}

export const cancel = (orderId: number, accountId = 7) =>
  ({ kind: 'CancelOrder', orderId, accountId }) as unknown as CancelOrder;

export const cancelAll = (accountId = 7, side: Side | null = null) =>
  ({ kind: 'CancelAllOrders', accountId, side }) as unknown as CancelAllOrders;

export function amend(orderId: number, change: Changes<AmendOrder>): AmendOrder {
  const same = { priceTicks: null, quantityLots: null, makerFeePpm: 0, takerFeePpm: 0 };
  return { kind: 'AmendOrder', orderId, accountId: 7, ...same, ...change } as unknown as AmendOrder;
}

export const define = (change: Changes<MarketDefinition> = {}): Command => ({
  kind: 'DefineMarket',
  definition: definitionWith(change),
});

export const status = (name: keyof typeof MarketStatus): Command => ({
  kind: 'ChangeMarketStatus',
  status: MarketStatus[name],
  reason: 'test',
});

export const accountStatus = (accountId: number, name: keyof typeof AccountStatus): Command =>
  ({
    kind: 'ChangeAccountStatus',
    accountId,
    status: AccountStatus[name],
    reason: 'test',
  }) as unknown as Command;

export const startSession = (sessionId: number, epoch: number): Command =>
  ({ kind: 'SessionStarted', sessionId, epoch, node: 'order-service-1' }) as unknown as Command;

/** A control record unless `change` says otherwise. */
export function batchOf(
  commands: readonly Command[],
  change: Changes<CommandBatch> = {},
): CommandBatch {
  const header = { sessionId: 0, sessionEpoch: 0, firstSequence: 0, timestampUs: 0, prevHash: 0 };
  return { ...header, ...change, commands } as unknown as CommandBatch;
}

/** A machine with short ways to talk to it. */
export class Desk {
  machine: MarketMachine;

  constructor(book: BookFactory, change: Changes<MarketDefinition> | 'undefined' = {}) {
    this.machine = new MarketMachine({ market: MARKET, book });
    if (change !== 'undefined') this.say(define(change));
  }

  /** Applies one control record and returns its events; invariants are checked after it. */
  say(...commands: readonly Command[]): readonly Event[] {
    return this.record(batchOf(commands));
  }

  record(batch: CommandBatch): readonly Event[] {
    const { events } = this.machine.applyBatch(batch, (this.machine.offset + 1) as Offset);
    if (this.machine.definition !== null) this.machine.checkInvariants();
    return events;
  }
}

/** Events in few words: `accepted 2`, `trade 1×2 5@100`, `rested 2 5@100`, `done 2 expired 5`. */
export function told(events: readonly Event[]): readonly string[] {
  return events.map(tell);
}

function tell(event: Event): string {
  switch (event.kind) {
    case 'OrderAccepted':
      return `accepted ${event.orderId}`;
    case 'TradeExecuted':
      return `trade ${event.makerOrderId}×${event.takerOrderId} ${event.quantityLots}@${event.priceTicks}`;
    case 'OrderRested':
      return `rested ${event.orderId} ${event.remainingLots}@${event.priceTicks}`;
    case 'OrderDone':
      return `done ${event.orderId} ${nameOf(DoneReason, event.reason)} ${event.remainingLots}`;
    case 'OrderAmended':
      return `amended ${event.orderId} ${event.remainingLots}/${event.quantityLots}@${event.priceTicks} ${event.keptPriority ? 'kept' : 'moved'}`;
    case 'OrderRejected':
    case 'CancelRejected':
    case 'AmendRejected':
      return `${event.kind} ${event.orderId} ${event.reason}`;
    case 'OrderTriggered':
      return `triggered ${event.orderId}`;
    case 'TradePrevented':
      return `prevented ${event.makerOrderId}×${event.takerOrderId} ${event.quantityLots}@${event.priceTicks}`;
    case 'OrdersCanceled':
      return `canceled ${event.count}`;
    case 'CommandIgnored':
      return `ignored ${event.reason}`;
    default:
      return event.kind;
  }
}
