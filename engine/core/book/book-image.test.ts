/** A book from its image against one from the columns, and what is no image. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { columnsOfRows } from '../../../proto/book-rows.ts';
import type { BookImage, MarketSnapshot } from '../../../proto/messages.ts';
import { offset } from '../../../proto/units.ts';
import { ArrivingState } from '../arriving-state.ts';
import { FIRST_LINE } from '../hot/cache-lines.ts';
import { EventBuffer } from '../hot/event-buffer.ts';
import { commandDoubles, commandInts, Wide } from '../hot/order-command.ts';
import { imageOfMarket } from '../market-image.ts';
import { MarketMachine } from '../market-machine.ts';
import { FLOW_MARKET } from '../testing/flow-definition.ts';
import { MixedFlow } from '../testing/mixed-flow.ts';
import { announceSeed, Random } from '../testing/random.ts';
import { randomColumns } from '../testing/random-columns.ts';
import { FastBook, fastBook } from './fast-book.ts';
import { proveImage } from './image-proof.ts';
import { naiveBook } from './naive-book.ts';

const SIZE = { orders: 2_000, accounts: 17 };
const OPTIONS = { market: FLOW_MARKET, book: fastBook };
const seed = announceSeed('node dist/engine/core/book/book-image.test.js');

const optionsOf = (loads?: BookImage) => ({
  events: new EventBuffer(),
  minPriceTicks: 1,
  maxPriceTicks: 2_000_000_000,
  quoteMinorPerTickLot: 1,
  baseMinorPerLot: 1,
  maxRestingOrders: 2 * SIZE.orders,
  ...(loads && { loads }),
});

/** The same rows in memory that has room for all slots behind them, as a snapshot's bytes are read. */
function placed(image: BookImage): BookImage {
  const at = FIRST_LINE + 5 * 64;
  const room = (2 * SIZE.orders + 1) * 64;
  const memory = new Uint8Array(new SharedArrayBuffer(at + room)).fill(0xee);
  const rows = memory.subarray(at, at + image.rows.length);
  rows.set(image.rows);
  return { ...image, rows };
}

/** Whose rows are not the book's memory any more. */
function ownImage(book: FastBook): BookImage {
  const image = book.image();
  return { ...image, rows: image.rows.slice() };
}

function bookOf(image: BookImage): FastBook {
  const book = new FastBook(optionsOf(image));
  book.nextPriority = 2 ** 41;
  book.load(image, []);
  book.checkInvariants();
  return book;
}

describe('a book from an image', () => {
  for (const gap of [1, 12, 1_000_000]) {
    test(`is the book from the columns, entered up to ${gap} apart`, () => {
      const orders = randomColumns(new Random(seed), SIZE, gap);
      const first = new FastBook(optionsOf());
      first.load(orders, []);
      const image = ownImage(first);
      assert.deepEqual(columnsOfRows(image), orders);
      for (const where of [image, placed(image)]) {
        const book = bookOf(where);
        assert.deepEqual(book.columns(), orders);
        assert.deepEqual(book.image(), image);
        const judge = naiveBook(optionsOf());
        judge.nextPriority = 2 ** 41;
        judge.load(image, []);
        commandInts.fill(0);
        for (let account = 1; account <= SIZE.accounts; account += 1) {
          commandDoubles[Wide.accountId] = account;
          assert.equal(book.cancelAll(), judge.cancelAll());
          book.checkInvariants();
          assert.deepEqual(book.columns(), judge.columns());
        }
      }
    });
  }

  test('has its slots where the rows came to stand, if all slots have room there', () => {
    const first = new FastBook(optionsOf());
    first.load(randomColumns(new Random(seed), SIZE, 1), []);
    const image = placed(ownImage(first));
    assert.equal(bookOf(image).slotInts.buffer, image.rows.buffer);
    const narrow = { ...image, rows: image.rows.slice() };
    assert.notEqual(bookOf(narrow).slotInts.buffer, narrow.rows.buffer);
  });

  test('may be empty', () => {
    const image = new FastBook(optionsOf()).image();
    assert.deepEqual(bookOf(image).image(), image);
  });

  test('is refused when it is of another layout', () => {
    const image = { ...new FastBook(optionsOf()).image(), layout: 1 };
    assert.throws(() => bookOf(image), /layout 1/);
  });
});

/** A market in the middle of its life, with its image. */
function marketOf(flow: MixedFlow, records: number) {
  const machine = new MarketMachine(OPTIONS);
  for (let count = 0; count < records; count += 1) {
    machine.applyBatch(flow.next(), offset(machine.offset + 1));
  }
  const { image: _, ...snapshot } = machine.snapshot();
  const image = imageOfMarket(snapshot);
  assert.ok(image !== null);
  return { machine, snapshot, image };
}

/** With so many orders at least. */
function grownMarket(orders: number) {
  for (let records = 20; ; records += 10) {
    const market = marketOf(new MixedFlow(seed, { rulesMax: 3 }), records);
    if (market.snapshot.orderCount >= orders) return market;
  }
}

function restoredFrom(snapshot: MarketSnapshot, image: BookImage): MarketMachine {
  const { orders: _, ...head } = snapshot;
  proveImage(head, image);
  const state = new ArrivingState(head, image);
  for (let rows = 0; rows <= snapshot.orderCount; rows += 7) state.arrived(rows);
  state.arrived(snapshot.orderCount);
  return MarketMachine.restore(state.proven(), OPTIONS);
}

describe('a market from an image', () => {
  test('goes on as the one from the columns, and as the one that never stopped', () => {
    for (let run = 0; run < 12; run += 1) {
      const flow = new MixedFlow(seed + run, { rulesMax: 3 });
      const { machine, snapshot, image } = marketOf(flow, 40 * run + 30);
      const fromColumns = MarketMachine.restore(snapshot, OPTIONS);
      const fromImage = restoredFrom(snapshot, image);
      fromImage.checkInvariants();
      for (let count = 0; count < 60; count += 1) {
        const batch = flow.next();
        const at = offset(machine.offset + 1);
        const events = machine.applyBatch(batch, at);
        assert.deepEqual(fromColumns.applyBatch(batch, at), events);
        assert.deepEqual(fromImage.applyBatch(batch, at), events);
      }
      fromImage.checkInvariants();
      assert.equal(fromImage.stateHash(), machine.stateHash());
    }
  });

  test('is refused when any one byte of a row is another', () => {
    const { snapshot, image } = grownMarket(4);
    for (let at = 0; at < image.rows.length; at += 1) {
      for (const change of [1, 0x40, 0x80]) {
        const rows = image.rows.slice();
        rows[at]! ^= change;
        assert.throws(() => restoredFrom(snapshot, { ...image, rows }), `byte ${at}`);
      }
    }
  });

  test('is refused when any one number beside the rows is another', () => {
    const { snapshot, image } = grownMarket(8);
    let changes = 0;
    for (const [name, section] of Object.entries(image)) {
      if (!ArrayBuffer.isView(section) || name === 'rows') continue;
      const length = (section as Int32Array).length;
      for (let at = 0; at < length; at += 1) {
        const changed = (section as Int32Array).slice();
        changed[at] = changed[at]! + 1;
        const wrong = { ...image, [name]: changed };
        assert.throws(() => restoredFrom(snapshot, wrong), `${name} ${at}`);
        changes += 1;
      }
    }
    assert.ok(changes > 30);
    for (const name of ['bidLevels', 'greatestOrderId'] as const) {
      const wrong = { ...image, [name]: image[name] + 1 };
      assert.throws(() => restoredFrom(snapshot, wrong), name);
    }
  });

  test('is refused when two rows, two links or two orders of the index have changed places', () => {
    const { snapshot, image } = grownMarket(8);
    for (const word of [12, 13, 14]) {
      for (let row = 1; row < snapshot.orderCount; row += 1) {
        const rows = image.rows.slice();
        const words = new Int32Array(rows.buffer);
        const [one, other] = [words[word]!, words[row * 16 + word]!];
        if (one === other) continue;
        words[word] = other;
        words[row * 16 + word] = one;
        assert.throws(() => restoredFrom(snapshot, { ...image, rows }), `row ${row}`);
      }
    }
    const pageSlots = image.pageSlots.slice().reverse();
    assert.throws(() => restoredFrom(snapshot, { ...image, pageSlots }), /say the same/);
  });
});
