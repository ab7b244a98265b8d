import { DoneReason, type Event, type OrderDone } from '../../../proto/messages.ts';
import type { OrderId } from '../../../proto/units.ts';

/** What an order traded, and what self-trade prevention took of it. */
export interface Filled {
  lots: number;
  tickLots: number;
  preventedLots: number;
}

export const NOTHING_FILLED: Readonly<Filled> = { lots: 0, tickLots: 0, preventedLots: 0 };

/** Of every order in one pass: a look through the events for each would grow with their square. */
export function filledIn(events: readonly Event[]): ReadonlyMap<OrderId, Filled> {
  const filled = new Map<OrderId, Filled>();
  const of = (orderId: OrderId): Filled => {
    const known = filled.get(orderId) ?? { ...NOTHING_FILLED };
    filled.set(orderId, known);
    return known;
  };
  for (const event of events) {
    if (isEndByPrevention(event)) of(event.orderId).preventedLots += event.remainingLots;
    if (event.kind !== 'TradeExecuted' && event.kind !== 'TradePrevented') continue;
    const { makerOrderId, takerOrderId, quantityLots, priceTicks } = event;
    for (const each of [of(makerOrderId), of(takerOrderId)]) {
      if (event.kind === 'TradePrevented') each.preventedLots += quantityLots;
      else {
        each.lots += quantityLots;
        each.tickLots += priceTicks * quantityLots;
      }
    }
  }
  return filled;
}

const isEndByPrevention = (event: Event): event is Event & OrderDone =>
  event.kind === 'OrderDone' && event.reason === DoneReason.expiredInMatch;
