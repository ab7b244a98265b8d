/** Rows of table orders as an order's first event makes them. */
import type { AcceptedOrderRow, RejectedOrderRow } from '../ports/view-store/tables.ts';
import type { OrderAccepted, OrderRejected } from '../proto/messages.ts';
import { lots, minorUnits, type Sequence, type TimestampUs } from '../proto/units.ts';

interface Beginning {
  readonly market: string;
  readonly sequence: Sequence;
  readonly nowUs: TimestampUs;
}

function beginning(
  event: OrderAccepted | OrderRejected,
  { market, sequence, nowUs }: Beginning,
): Omit<RejectedOrderRow, 'status' | 'reason'> {
  const { orderId, accountId, clientOrderId } = event;
  const ids = { orderId, accountId, market, clientOrderId };
  return { ...ids, createdSequence: sequence, sequence, createdAtUs: nowUs, updatedAtUs: nowUs };
}

export function acceptedRow(order: OrderAccepted, at: Beginning): AcceptedOrderRow {
  return {
    ...beginning(order, at),
    status: 'open',
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    ...(order.selfTradePrevention && { selfTradePrevention: order.selfTradePrevention }),
    priceTicks: order.priceTicks,
    quantityLots: order.quantityLots,
    quoteBudgetMinor: order.quoteBudgetMinor,
    filledLots: lots(0),
    filledQuoteMinor: minorUnits(0),
    remainingLots: order.quantityLots,
    ...(order.trigger === undefined ? {} : { trigger: order.trigger }),
  };
}

export const rejectedRow = (event: OrderRejected, at: Beginning): RejectedOrderRow => ({
  ...beginning(event, at),
  status: 'rejected',
  reason: event.reason,
});
