/** Ten million commands through a market, events, fees, sessions and hash on: not one garbage collection. */
import assert from 'node:assert/strict';
import { PerformanceObserver } from 'node:perf_hooks';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fastBook } from './book/fast-book.ts';
import { runWorkload, TradeHash, workloadMachine } from './testing/matching-workload.ts';
import { announceSeed, Random } from './testing/random.ts';

const COMMANDS = 10_000_000;
const WARM_UP = 1_000_000;
const RECORD_BYTES = 20;
/** A record of 1,000 commands costs a header object; ten thousand of them are not a young generation. */
const COLLECTIONS_MAX = 1;
const seed = announceSeed('node dist/engine/core/allocation.nightly.test.js');

/** Half limit orders, half cancels (of an id that may be gone), some market orders. */
function randomRecords(count: number): DataView {
  const random = new Random(seed);
  const view = new DataView(new ArrayBuffer(count * RECORD_BYTES));
  for (let index = 0; index < count; index += 1) {
    const at = index * RECORD_BYTES;
    const side = random.below(2);
    const isCancel = index > 1000 && random.oneIn(2);
    const isMarket = !isCancel && random.oneIn(3);
    const id = isCancel ? index - random.below(Math.min(index, 400)) : index + 1;
    view.setUint8(at, isCancel ? 2 : isMarket ? 1 : 0);
    view.setUint8(at + 1, side);
    const distance = random.below(100) - 40;
    view.setUint32(at + 4, side === 0 ? 100_000 - distance : 100_000 + distance, true);
    view.setUint32(at + 8, 1 + random.below(100), true);
    view.setUint32(at + 12, Math.max(1, id), true);
    // The owner of an order is a function of its id, so that cancels find their order.
    view.setUint32(at + 16, 1 + (Math.max(1, id) % 1000), true);
  }
  return view;
}

test('no command allocates', { timeout: 600_000 }, async () => {
  const records = randomRecords(COMMANDS);
  const warmUp = new DataView(records.buffer, 0, WARM_UP * RECORD_BYTES);
  runWorkload(workloadMachine(fastBook), warmUp, new TradeHash());
  runWorkload(workloadMachine(fastBook), warmUp, new TradeHash());
  const machine = workloadMachine(fastBook);
  const hash = new TradeHash();
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  await pause(100);
  collections = 0;
  assert.equal(runWorkload(machine, records, hash), COMMANDS);
  await pause(100);
  observer.disconnect();
  machine.checkInvariants();
  const resting = machine.restingOrderCount;
  assert.ok(resting > 100 && resting < 200_000, `${resting} orders rest`);
  assert.ok(hash.trades > COMMANDS / 20, `${hash.trades} trades`);
  assert.ok(collections <= COLLECTIONS_MAX, `${collections} garbage collections`);
});
