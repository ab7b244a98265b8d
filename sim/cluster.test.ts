import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runAudit } from '../cli/audit/audit.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { decodeEventBatch } from '../proto/codec.ts';
import { DoneReason } from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { offset } from '../proto/units.ts';
import { type RunResult, runSeed } from './exercise.ts';

const firstSeed = Number(process.env['SEED'] ?? 1);
const seeds = Number(process.env['SEEDS'] ?? (process.env['SEED'] === undefined ? 6 : 1));
const orders = 250;
const faults = 8;
const ALL = { records: 1_000_000, bytes: 1 << 30 };

async function runInFolder<Result>(
  seed: number,
  check: (result: RunResult, clientLog: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-sim-'));
  try {
    const clientLog = join(folder, 'client.ndjson');
    const result = await runSeed({ seed, orders, faults, clientLog });
    return await check(result, clientLog);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function historyHash(result: RunResult, clientLog: string): Promise<string> {
  const hash = createHash('sha256').update(`${result.steps}`).update(readFileSync(clientLog));
  const { log } = result.cluster;
  for (const { bytes } of await log.read(eventTopic('BTC-USD'), offset(0), ALL)) {
    hash.update(bytes);
  }
  return hash.digest('hex');
}

for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
  test(`a cluster that is killed and frozen loses nothing, SEED=${seed}`, async (t) => {
    t.diagnostic(`SEED=${seed}; again: SEED=${seed} node dist/scripts/test.js sim/cluster`);
    await runInFolder(seed, async (result, clientLog) => {
      assert.deepEqual(result.cluster.failures, []);
      assert.equal(result.cameToRest, true, 'it comes to rest once it is left in peace');
      const { log, accounts } = result.cluster;
      const report = await runAudit({
        log,
        accounts,
        clock: systemClock,
        clientLogs: [clientLog],
        waitForSettledMs: 0,
      });
      assert.equal(report.ok, true, JSON.stringify(report, null, 2));
      assert.ok(result.answered > orders / 5, `${result.answered} orders were answered`);
      assert.ok(result.kills + result.freezes > 0, 'something went wrong in this run');
      t.diagnostic(
        `${result.kills} kills, ${result.freezes} freezes, ${result.answered} answered, ` +
          `${result.steps} steps`,
      );
    });
  });
}

test('orders of every kind are in the logs of a run', async () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 3; seed += 1) {
    await runInFolder(seed, async ({ cluster }) => {
      const records = await cluster.log.read(eventTopic('BTC-USD'), offset(0), ALL);
      for (const { bytes } of records) {
        for (const event of decodeEventBatch(bytes).events) {
          const isOver = event.kind === 'OrderDone' && event.reason === DoneReason.expired;
          kinds.add(isOver && event.wasResting ? 'end time' : event.kind);
        }
      }
    });
  }
  const wanted = [
    ...['OrderTriggered', 'OrderReplenished', 'TradePrevented', 'OrderAmended', 'end time'],
    ...['TradeExecuted', 'OrderRejected', 'LeadershipChanged'],
  ];
  const missing = wanted.filter((kind) => !kinds.has(kind));
  assert.deepEqual(missing, []);
});

test('one seed gives one history', async () => {
  const first = await runInFolder(firstSeed, historyHash);
  const second = await runInFolder(firstSeed, historyHash);
  assert.equal(second, first);
});
