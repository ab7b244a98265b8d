/** Resting orders as a snapshot has them, of a seed. */
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import type { Random } from './random.ts';

/**
 * Bids below 1,000, asks above, some far outside any window; priorities `gap` apart at most, in an order
 * that has nothing to do with the prices but within each of them.
 */
export function randomColumns(
  random: Random,
  size: { readonly orders: number; readonly accounts: number },
  gap: number,
): RestingOrderColumns {
  const orders = Array.from({ length: size.orders }, (_, index) => {
    const side = random.oneIn(2) ? 1 : 2;
    const away = random.oneIn(50) ? 500_000_000 : 1 + random.below(300);
    const price = side === 1 ? Math.max(1, 1_000 - away) : 1_000 + away;
    return {
      side,
      price,
      orderId: index + 1,
      account: 1 + random.below(size.accounts),
      priority: 0,
    };
  });
  let priority = 2 ** 40;
  for (const order of orders) {
    priority += 1 + random.below(gap);
    order.priority = priority;
  }
  orders.sort(
    (a, b) =>
      a.side - b.side ||
      (a.side === 1 ? b.price - a.price : a.price - b.price) ||
      a.priority - b.priority,
  );
  return {
    orderId: Float64Array.from(orders, ({ orderId }) => orderId),
    accountId: Uint32Array.from(orders, ({ account }) => account),
    side: Uint8Array.from(orders, ({ side }) => side),
    priceTicks: Int32Array.from(orders, ({ price }) => price),
    quantityLots: Float64Array.from(orders, () => 10),
    remainingLots: Float64Array.from(orders, ({ orderId }) => 1 + (orderId % 10)),
    makerFeePpm: Uint32Array.from(orders, ({ orderId }) => orderId % 1_000),
    priority: Float64Array.from(orders, (order) => order.priority),
  };
}
