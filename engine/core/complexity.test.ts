/** What an operation costs must not grow with the book: reads and writes of the structures are counted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offset } from '../../proto/units.ts';
import { fastBook } from './book/fast-book.ts';
import { EventBuffer } from './hot/event-buffer.ts';
import type { CommandRows } from './hot/order-path.ts';
import { MarketMachine } from './market-machine.ts';
import { fillOrderCommand } from './order-command-of.ts';
import { batchOf, cancel, define, limit, MARKET, market } from './testing/market-fixture.ts';
import { announceSeed, Random } from './testing/random.ts';

const SIZES = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];
const OPERATIONS = 200;
const EXPONENT_MAX = 0.08;
const seed = announceSeed('node dist/engine/core/complexity.test.js');

type Fields = Record<string, unknown>;
const counted = { accesses: 0 };

/** Puts a counter before every typed array that can be reached; not of events and commands. */
function countAccesses(owner: Fields, seen = new Set<unknown>()): void {
  if (seen.has(owner) || owner instanceof EventBuffer) return;
  seen.add(owner);
  for (const [name, value] of Object.entries(owner)) {
    if (ArrayBuffer.isView(value)) owner[name] = counting(value);
    else if (typeof value === 'object' && value !== null) countAccesses(value as Fields, seen);
  }
}

function counting<View extends ArrayBufferView>(view: View): View {
  return new Proxy(view, {
    get(target, key) {
      counted.accesses += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set(target, key, value) {
      counted.accesses += 1;
      return Reflect.set(target, key, value, target);
    },
  });
}

/** A book with so many orders on both sides, in price levels of about ten. */
function bookOf(orders: number, random: Random): MarketMachine {
  const machine = new MarketMachine({ market: MARKET, book: fastBook });
  const take = (commands: Parameters<typeof batchOf>[0]) =>
    machine.applyBatch(batchOf(commands), (machine.offset + 1) as Offset);
  take([define({ maxRestingOrders: 100_000, minNotionalMinor: 0, maxPriceTicks: 1_000_000 })]);
  const levels = orders / 20;
  for (let orderId = 1; orderId <= orders; orderId += 1) {
    const side = orderId % 2 === 0 ? 'buy' : 'sell';
    const distance = 1 + random.below(levels);
    const price = side === 'buy' ? 500_000 - distance : 500_000 + distance;
    take([limit(orderId, side, 1, price, { accountId: 1 + random.below(1_000) })]);
  }
  return machine;
}

/** The command is in the row already. */
const FILLED: CommandRows = { read: () => true };

/** Accesses per command, over commands that leave the size of the book nearly as it is. */
function costOf(
  machine: MarketMachine,
  commandOf: (step: number) => Parameters<typeof fillOrderCommand>[0],
): number {
  counted.accesses = 0;
  machine.openRecord(batchOf([]), (machine.offset + 1) as Offset, null);
  for (let step = 0; step < OPERATIONS; step += 1) {
    fillOrderCommand(commandOf(step));
    machine.applyRows(FILLED, step, step + 1);
  }
  machine.closeRecord();
  return counted.accesses / OPERATIONS;
}

/** Of cost ~ size^exponent: the slope of the logarithms, by least squares. */
function exponent(costs: readonly number[]): number {
  const xs = SIZES.map(Math.log);
  const ys = costs.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const over = xs.reduce((sum, value, index) => sum + (value - x) * (ys[index]! - y), 0);
  return over / xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
}

const OPERATION_KINDS: Readonly<
  Record<string, (random: Random, orders: number) => Parameters<typeof costOf>[1]>
> = {
  'a cancel': (random, orders) => {
    const ids = Array.from({ length: orders }, (_, index) => index + 1);
    return () => {
      const [orderId] = ids.splice(random.below(ids.length), 1);
      return cancel(orderId!, 7);
    };
  },
  'a trade with the best price': () => (step) =>
    market(1_000_000 + step, step % 2 === 0 ? 'buy' : 'sell', 1, step % 2 === 0 ? 900_000 : 1),
  'an order that rests': (random, orders) => (step) =>
    limit(1_000_000 + step, 'buy', 1, 499_999 - random.below(orders / 20)),
};

for (const [name, kind] of Object.entries(OPERATION_KINDS)) {
  test(`${name} costs the same in every book`, () => {
    const costs = SIZES.map((orders) => {
      const random = new Random(seed);
      const machine = bookOf(orders, random);
      countAccesses(machine as unknown as Fields);
      return costOf(machine, kind(random, orders));
    });
    assert.ok(Math.min(...costs) >= 3, `accesses were counted: ${costs}`);
    const slope = exponent(costs);
    assert.ok(slope < EXPONENT_MAX, `exponent ${slope}, accesses ${costs}`);
  });
}
