/** Orders loaded into a fast book against the same in a naive one, however dense their priorities are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RestingOrderColumns } from '../../../proto/messages.ts';
import { EventBuffer } from '../hot/event-buffer.ts';
import { commandDoubles, commandInts, Wide } from '../hot/order-command.ts';
import { announceSeed, Random } from '../testing/random.ts';
import { randomColumns } from '../testing/random-columns.ts';
import type { Book, BookFactory } from './book.ts';
import { fastBook } from './fast-book.ts';
import { naiveBook } from './naive-book.ts';

const ORDERS = 3_000;
const ACCOUNTS = 17;
const SIZE = { orders: ORDERS, accounts: ACCOUNTS };
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
      const orders = randomColumns(new Random(seed), SIZE, gap);
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
      const orders = randomColumns(new Random(seed), SIZE, gap);
      orders.priority[5] = orders.priority[6]!;
      assert.throws(() => bookOf(fastBook).load(orders, []), /entered the book at once/);
    }
  });

  test('are refused when a price stands in two places', () => {
    const orders = randomColumns(new Random(seed), SIZE, 1);
    orders.priceTicks[0] = orders.priceTicks[ORDERS - 1]!;
    orders.side[0] = orders.side[ORDERS - 1]!;
    assert.throws(() => bookOf(fastBook).load(orders, []), /one run of rows/);
  });
});
