/** The machine is a function of (state, record): it asks the world nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fastBook } from './book/fast-book.ts';
import { naiveBook } from './book/naive-book.ts';
import { MarketMachine } from './market-machine.ts';
import { FLOW_MARKET } from './testing/flow-definition.ts';
import { MixedFlow } from './testing/mixed-flow.ts';
import { seededRun } from './testing/seeded-run.ts';

const WORLD = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
];

const GOLDEN = {
  commands: 100_002,
  eventHash: '4e23714dc4fbc166',
  stateHash: '2ab076edcf41276b',
  restingOrders: 41,
};
/** Of commit 0f73c7a, over the same flow. */
const GOLDEN_RULES_1 = {
  commands: 100_003,
  eventHash: 'c83db9f61102b602',
  stateHash: '0302d0c3b2f69d14',
  restingOrders: 31,
};

/** Runs `act` in a world where asking for time or chance throws. */
function withoutWorld(act: () => void): void {
  const trap = (name: string) => () => {
    throw new Error(`the machine asked for ${name}`);
  };
  const globals = globalThis as unknown as Record<string, unknown>;
  const kept = WORLD.map((name) => Object.getOwnPropertyDescriptor(globals, name));
  const { random } = Math;
  Math.random = trap('Math.random');
  for (const name of WORLD) {
    Object.defineProperty(globals, name, { configurable: true, get: trap(name) });
  }
  try {
    act();
  } finally {
    Math.random = random;
    for (const [index, name] of WORLD.entries()) {
      Object.defineProperty(globals, name, kept[index] as PropertyDescriptor);
    }
  }
}

test('applying, marking and taking a snapshot ask neither for time nor for chance', () => {
  const flow = new MixedFlow(11);
  const batches = Array.from({ length: 3_000 }, () => flow.next());
  for (const book of [fastBook, naiveBook]) {
    const machine = new MarketMachine({ market: FLOW_MARKET, book });
    withoutWorld(() => {
      for (const batch of batches) machine.applyBatch(batch, (machine.offset + 1) as never);
      MarketMachine.restore(machine.snapshot(), { market: FLOW_MARKET, book });
    });
  }
});

test('the traps can fail', () => {
  assert.throws(() => withoutWorld(() => void Date.now()), /asked for Date/);
  assert.throws(() => withoutWorld(() => void Math.random()), /asked for Math.random/);
  assert.ok(Date.now() > 0);
});

test('a batch that was applied is not changed', () => {
  const flow = new MixedFlow(12);
  const machine = new MarketMachine({ market: FLOW_MARKET, book: fastBook });
  for (let record = 0; record < 1_000; record += 1) {
    const batch = flow.next();
    const before = JSON.stringify(batch);
    machine.applyBatch(batch, (machine.offset + 1) as never);
    assert.equal(JSON.stringify(batch), before);
  }
});

test('markets that are served by turns are as each of them alone', () => {
  const batchesOf = (seed: number) => {
    const flow = new MixedFlow(seed);
    return Array.from({ length: 1_000 }, () => flow.next());
  };
  const markets = [21, 22].map((seed) => ({
    batches: batchesOf(seed),
    machine: new MarketMachine({ market: FLOW_MARKET, book: fastBook }),
  }));
  for (let record = 0; record < 1_000; record += 1) {
    for (const { batches, machine } of markets)
      machine.applyBatch(batches[record]!, record as never);
  }
  for (const { batches, machine } of markets) {
    const alone = new MarketMachine({ market: FLOW_MARKET, book: fastBook });
    for (const [record, batch] of batches.entries()) alone.applyBatch(batch, record as never);
    assert.equal(machine.eventHash(), alone.eventHash());
    assert.equal(machine.stateHash(), alone.stateHash());
  }
});

test('events that were given out do not change later', () => {
  const flow = new MixedFlow(13);
  const machine = new MarketMachine({ market: FLOW_MARKET, book: fastBook });
  const given = Array.from({ length: 1_000 }, () => {
    const events = machine.applyBatch(flow.next(), (machine.offset + 1) as never);
    return { events, text: JSON.stringify(events) };
  });
  for (const { events, text } of given) assert.equal(JSON.stringify(events), text);
});

test('every machine and every Node version come to these hashes', () => {
  assert.deepEqual(seededRun(fastBook), GOLDEN);
  assert.deepEqual(seededRun(naiveBook), GOLDEN);
});

test('a log of rules version 1 ends in the hashes of the build that knew no other', () => {
  for (const book of [fastBook, naiveBook]) {
    assert.deepEqual(seededRun(book, { rulesMax: 1 }), GOLDEN_RULES_1);
  }
});
