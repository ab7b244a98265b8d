import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { MemorySamples, residentMiB } from './memory-samples.ts';

test('a slope is of the longest life, without its warm-up', () => {
  const memory = new MemorySamples();
  for (let second = 0; second < 40; second += 1) {
    const mib = second < 10 ? second * 50 : 500 + second * 0.5;
    memory.add({ name: 'engine-a', pid: 1, atSeconds: second, mib });
    if (second < 5) memory.add({ name: 'engine-a', pid: 2, atSeconds: second, mib: 1 });
    if (second < 5) memory.add({ name: 'settlement', pid: 3, atSeconds: second, mib: 1 });
  }
  const [trend, ...others] = memory.trends();
  assert.deepEqual(others, []);
  assert.equal(trend?.mibPerMinute, 30);
  assert.deepEqual([trend?.seconds, trend?.startMiB], [39, 0]);
});

test('the memory of a process that is gone is unknown', () => {
  assert.ok((residentMiB(process.pid) ?? 0) > 10);
  assert.equal(residentMiB(2 ** 22 + 1), null);
});
