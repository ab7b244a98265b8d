/** The core with its escapes trapped: whoever touches time, chance or a timer while applying throws. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventBatch } from '../../proto/messages.ts';
import type { Offset } from '../../proto/units.ts';
import type { BookFactory } from './book/book.ts';
import { fastBook } from './book/fast-book.ts';
import { naiveBook } from './book/naive-book.ts';
import { MarketMachine } from './market-machine.ts';
import { CommandFlow } from './testing/command-flow.ts';
import { MARKET } from './testing/market-fixture.ts';
import { Random } from './testing/random.ts';

const trap = (name: string) => () => {
  throw new Error(`the core used ${name}`);
};

/** Runs `act` with every escape replaced, and puts all back. */
function trapped<Result>(act: () => Result): Result {
  const TrappedDate = Object.assign(trap('new Date'), { now: trap('Date.now') });
  const replaced: readonly (readonly [object, string, unknown])[] = [
    [globalThis, 'Date', TrappedDate],
    [globalThis, 'setTimeout', trap('setTimeout')],
    [globalThis, 'setInterval', trap('setInterval')],
    [globalThis, 'setImmediate', trap('setImmediate')],
    [globalThis, 'queueMicrotask', trap('queueMicrotask')],
    [globalThis, 'fetch', trap('fetch')],
    [Math, 'random', trap('Math.random')],
    [performance, 'now', trap('performance.now')],
    [process, 'nextTick', trap('process.nextTick')],
    [process, 'hrtime', trap('process.hrtime')],
  ];
  const before = replaced.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
  for (const [owner, name, value] of replaced) {
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  }
  try {
    return act();
  } finally {
    for (const [index, [owner, name]] of replaced.entries()) {
      const descriptor = before[index];
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  }
}

function runTrapped(book: BookFactory, seed: number): readonly EventBatch[] {
  const flow = new CommandFlow({
    random: new Random(seed),
    middleTicks: 1000,
    spreadTicks: 12,
    farOneIn: 50,
    restingTarget: 40,
    maxRestingOrders: 60,
  });
  return trapped(() => {
    const batches: EventBatch[] = [];
    let machine = new MarketMachine({ market: MARKET, book });
    const opening = [...flow.opening()];
    while (batches.length < 600) {
      const batch = opening.shift() ?? flow.next();
      const applied = machine.applyBatch(batch, (machine.offset + 1) as Offset);
      flow.learn(applied.events);
      batches.push(applied);
      if (batches.length % 100 === 0) {
        machine = MarketMachine.restore(machine.snapshot(), { market: MARKET, book });
      }
    }
    return batches;
  });
}

for (const [name, book] of Object.entries({ naiveBook, fastBook })) {
  test(`applying, snapshots and restoring use no clock, chance or timer: ${name}`, () => {
    assert.deepEqual(runTrapped(book, 77), runTrapped(book, 77));
  });
}

test('the traps work', () => {
  assert.throws(() => trapped(() => Date.now()), /Date\.now/);
  assert.throws(() => trapped(() => Math.random()), /Math\.random/);
  assert.ok(Date.now() > 0);
});
