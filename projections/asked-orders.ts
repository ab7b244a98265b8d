/** Which orders a batch of events is about. */
import { DoneReason, type Event, type EventBatch, type OrderDone } from '../proto/messages.ts';
import type { AccountId, OrderId } from '../proto/units.ts';

export type OrderPlace = readonly [AccountId, OrderId];

/** Not for those that the batch itself accepts: nobody has seen them before. */
export function askForOrders(
  batch: EventBatch,
  found: (accountId: AccountId, orderId: OrderId) => void,
): void {
  const fresh = new Set<OrderId>();
  const ask = (accountId: AccountId, orderId: OrderId) => {
    if (!fresh.has(orderId)) found(accountId, orderId);
  };
  for (const event of batch.events) {
    switch (event.kind) {
      case 'OrderAccepted':
        fresh.add(event.orderId);
        break;
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
