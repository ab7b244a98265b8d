/**
 * What a command costs at one point of an axis, in processor time: the preloaded orders first, then the flow.
 * The growth of a cost is seen on a machine that does other work, too; a wall clock would show that work.
 */
import process from 'node:process';
import { MarketUnderTest } from '../core/market-under-test.ts';
import { cpuMs } from '../harness/cpu-clock.ts';
import { bestAndMedian } from '../harness/interleaved-runs.ts';
import { yardstick } from '../harness/yardstick.ts';
import { makeWorkload, RECORD_BYTES } from '../workload/workload.ts';
import type { GrowthPoint, GrowthRequest } from './growth-messages.ts';

const TURN_COMMANDS = 100;
const MIB = 2 ** 20;

function measure(request: GrowthRequest): GrowthPoint {
  const { mix, flowCommands, markets: count, accounts, rounds } = request;
  const { bytes } = makeWorkload(mix, flowCommands);
  const records = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (accounts !== null) spreadAccounts(records, accounts);
  const end = mix.preloaded + flowCommands;
  const speeds: number[] = [];
  let restingOrders = 0;
  const markets = Array.from({ length: count }, (_, index) => new MarketUnderTest(`M${index}-USD`));
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const market of markets) {
      market.restart();
      market.apply(records, 0, mix.preloaded);
    }
    const startedMs = cpuMs();
    for (let from = mix.preloaded; from < end; from += TURN_COMMANDS) {
      const to = Math.min(end, from + TURN_COMMANDS);
      for (const market of markets) market.apply(records, from, to);
    }
    const elapsedMs = cpuMs() - startedMs;
    if (round > 0) speeds.push((flowCommands * count) / elapsedMs);
    restingOrders = markets.reduce((sum, market) => sum + market.restingOrders, 0);
  }
  const { best, median } = bestAndMedian(speeds);
  const rssMiB = Math.round(process.memoryUsage.rss() / MIB);
  return {
    commands: flowCommands * count,
    bestNs: 1e6 / best,
    medianNs: 1e6 / median,
    restingOrders,
    rssMiB,
    yardstick: yardstick(cpuMs),
  };
}

/** By order id, so that a cancel comes from the account of its order. */
function spreadAccounts(records: DataView, accounts: number): void {
  for (let at = 0; at < records.byteLength; at += RECORD_BYTES) {
    const mixed = Math.imul(records.getUint32(at + 12, true), 0x9e3779b1) >>> 0;
    records.setUint32(at + 16, 1 + (mixed % accounts), true);
  }
}

process.once('message', (request: GrowthRequest) => {
  try {
    process.send?.({ result: measure(request) }, () => process.disconnect());
  } catch (error) {
    process.send?.({ error: String(error) }, () => process.disconnect());
  }
});
