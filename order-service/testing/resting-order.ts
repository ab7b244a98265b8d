/** An order that rests, for tests that give a view by hand. */
import { type OrderAccepted, OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import type { AccountId, Sequence, TimestampUs } from '../../proto/units.ts';
import { acceptedOrder, type KeptOrder } from '../market-data/order-state.ts';

/** Five lots at 100 ticks of BTC-USD. */
export function restingOrder(orderId: number, accountId: AccountId): KeptOrder {
  const accepted = {
    kind: 'OrderAccepted',
    orderId,
    accountId,
    clientOrderId: `c-${orderId}`,
    side: Side.buy,
    type: OrderType.limit,
    timeInForce: TimeInForce.gtc,
    postOnly: false,
    priceTicks: 100,
    quantityLots: 5,
    quoteBudgetMinor: 0,
  } as unknown as OrderAccepted;
  return acceptedOrder(accepted, 'BTC-USD', {
    sequence: 1 as Sequence,
    timestampUs: 1 as TimestampUs,
  });
}
