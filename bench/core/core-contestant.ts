/** Our core in a process of its own: node core-contestant.js workload.bin commands, a line a run. */
import { readFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LatencyHistogram } from '../latency-histogram.ts';
import { RECORD_BYTES } from '../workload/workload.ts';
import type { CoreLatency, MatchingRun } from './core-run.ts';
import { MarketUnderTest } from './market-under-test.ts';

const MARKET = 'BTC-USD';
/** One unit of the histogram is a hundredth of a microsecond. */
const UNITS_PER_US = 100;

const [, , path = '', wanted = ''] = process.argv;
const bytes = readFileSync(path);
const records = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const commands = Math.min(Number(wanted), bytes.byteLength / RECORD_BYTES);

let pauses: { readonly atMs: number; readonly durationMs: number }[] = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    pauses.push({ atMs: startTime, durationMs: duration });
  }
}).observe({ entryTypes: ['gc'] });

const market = new MarketUnderTest(MARKET);

function run(): MatchingRun {
  market.restart();
  const startedCpu = process.cpuUsage();
  const startedMs = performance.now();
  market.apply(records, 0, commands);
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(startedCpu);
  const cpuSeconds = (user + system) / 1e6;
  return { seconds, cpuSeconds, commands, trades: market.trades, tradeHash: market.tradeHash };
}

async function latency(): Promise<CoreLatency> {
  market.restart();
  const histogram = new LatencyHistogram();
  await nextTurn();
  pauses = [];
  const startedMs = performance.now();
  market.applyTimed(records, commands, (us) => histogram.record(us * UNITS_PER_US));
  const endedMs = performance.now();
  await nextTurn();
  const during = pauses.filter(({ atMs }) => atMs >= startedMs && atMs < endedMs);
  const us = (percent: number): number => histogram.percentileUs(percent) / UNITS_PER_US;
  return {
    commands,
    p50Us: us(50),
    p99Us: us(99),
    p999Us: us(99.9),
    p9999Us: us(99.99),
    maxUs: us(100),
    garbageCollections: during.length,
    longestPauseMs: Math.max(0, ...during.map(({ durationMs }) => durationMs)),
  };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const answer = line === 'latency' ? latency() : Promise.resolve(run());
  void answer.then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
});
