/** Orders loaded into a fast book against the same in a naive one, however dense their priorities are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import { EventBuffer } from '../hot/event-buffer.ts';
import { commandDoubles, commandInts, Wide } from '../hot/order-command.ts';
import { announceSeed, Random } from '../testing/random.ts';
import type { Book, BookFactory } from './book.ts';
import { fastBook } from './fast-book.ts';
import { naiveBook } from './naive-book.ts';

const ORDERS = 3_000;
const ACCOUNTS = 17;
const seed = announceSeed('node dist/engine/core/book/loaded-orders.test.js');

const bookOf = (factory: BookFactory): Book =>
  factory({
    events: new EventBuffer(),
    minPriceTicks: 1,
    maxPriceTicks: 2_000_000_000,
    quoteMinorPerTickLot: 1,
    baseMinorPerLot: 1,
    maxRestingOrders: 2 * ORDERS,
  });

/**
 * Bids below 1,000, asks above, some far outside any window; priorities `gap` apart at most, in an order
 * that has nothing to do with the prices but within each of them.
 */
function columnsOf(random: Random, gap: number): RestingOrderColumns {
  const orders = Array.from({ length: ORDERS }, (_, index) => {
    const side = random.oneIn(2) ? 1 : 2;
    const away = random.oneIn(50) ? 500_000_000 : 1 + random.below(300);
    const price = side === 1 ? Math.max(1, 1_000 - away) : 1_000 + away;
    return { side, price, orderId: index + 1, account: 1 + random.below(ACCOUNTS), priority: 0 };
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

function loaded(factory: BookFactory, orders: RestingOrderColumns): Book {
  const book = bookOf(factory);
  book.nextPriority = Math.max(0, ...orders.priority) + 1;
  book.load(orders, []);
  book.checkInvariants();
  return book;
}

describe('orders that are loaded', () => {
  for (const gap of [1, 12, 1_000_000]) {
    test(`stand as they stood, entered up to ${gap} apart`, () => {
      const orders = columnsOf(new Random(seed), gap);
      const book = loaded(fastBook, orders);
      assert.deepEqual(book.columns(), orders);
      const judge = loaded(naiveBook, orders);
      commandInts.fill(0);
      // Each account's list is in order of entry: taken out one after another, nothing else moves.
      for (let account = 1; account <= ACCOUNTS; account += 1) {
        commandDoubles[Wide.accountId] = account;
        assert.equal(book.cancelAll(), judge.cancelAll());
        book.checkInvariants();
        assert.deepEqual(book.columns(), judge.columns());
      }
      assert.equal(book.restingOrders, 0);
    });
  }

  test('may be none', () => {
    const none = bookOf(fastBook).columns();
    assert.deepEqual(loaded(fastBook, none).columns(), none);
  });

  test('are refused when two of them entered at once', () => {
    for (const gap of [1, 1_000_000]) {
      const orders = columnsOf(new Random(seed), gap);
      orders.priority[5] = orders.priority[6]!;
      assert.throws(() => bookOf(fastBook).load(orders, []), /entered the book at once/);
    }
  });

  test('are refused when a price stands in two places', () => {
    const orders = columnsOf(new Random(seed), 1);
    orders.priceTicks[0] = orders.priceTicks[ORDERS - 1]!;
    orders.side[0] = orders.side[ORDERS - 1]!;
    assert.throws(() => bookOf(fastBook).load(orders, []), /one run of rows/);
  });
});
