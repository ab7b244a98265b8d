/** Which orders a batch of events is about. */
import { DoneReason, type Event, type EventBatch, type OrderDone } from '../proto/messages.ts';
import type { AccountId, OrderId } from '../proto/units.ts';

export type OrderPlace = readonly [AccountId, OrderId];

export interface KnownOrders {
  isKnown(orderId: OrderId): boolean;
}

/** Of those that are not known; not those that the batch itself accepts, for nobody has seen them before. */
export function askForOrders(
  { events }: EventBatch,
  known: KnownOrders,
  found: (accountId: AccountId, orderId: OrderId) => void,
): void {
  const accepted = new AcceptedBefore(events);
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    const ask = (accountId: AccountId, orderId: OrderId) => {
      if (known.isKnown(orderId) || accepted.has(orderId, index)) return;
      found(accountId, orderId);
    };
    switch (event.kind) {
      case 'TradeExecuted':
        ask(event.makerAccountId, event.makerOrderId);
        ask(event.takerAccountId, event.takerOrderId);
        break;
      case 'TradePrevented':
        ask(event.accountId, event.makerOrderId);
        ask(event.accountId, event.takerOrderId);
        break;
      case 'OrderAmended':
      case 'OrderDone':
      case 'OrderTriggered':
      case 'OrderReplenished':
        ask(event.accountId, event.orderId);
        break;
      default:
    }
  }
}

/** How far back is looked without a set: most often it is whoever came last. */
const NEAR_EVENTS = 16;

/** The orders that a batch has accepted up to an event; asked event by event. */
class AcceptedBefore {
  readonly #events: readonly Event[];
  /** Of the events before `#end`; a taker that meets thousands would else be looked for past all of them. */
  readonly #far = new Set<OrderId>();
  #end = 0;

  constructor(events: readonly Event[]) {
    this.#events = events;
  }

  has(orderId: OrderId, index: number): boolean {
    const near = Math.max(index - NEAR_EVENTS, 0);
    for (let before = index - 1; before >= near; before -= 1) {
      const event = this.#events[before]!;
      if (event.kind === 'OrderAccepted' && event.orderId === orderId) return true;
    }
    for (; this.#end < near; this.#end += 1) {
      const event = this.#events[this.#end]!;
      if (event.kind === 'OrderAccepted') this.#far.add(event.orderId);
    }
    return this.#far.has(orderId);
  }
}

const isEnd = (event: Event | undefined): event is Event & OrderDone =>
  event?.kind === 'OrderDone' && event.reason === DoneReason.expiredInMatch;

const NOBODY: readonly AccountId[] = [];

/** Whose open orders `ends` may ask for. */
export function accountsThatMetThemselves({ events }: EventBatch): Iterable<AccountId> {
  let accounts: Set<AccountId> | null = null;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (!isEnd(event) || event.wasResting) continue;
    // Behind a maker that ended the taker's counterpart is known.
    if (isEnd(events[index - 1])) continue;
    accounts ??= new Set();
    accounts.add(event.accountId);
  }
  return accounts ?? NOBODY;
}
