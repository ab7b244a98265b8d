import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { systemClock } from '../../ports/clock/system-clock.ts';
import type { StorageReport } from '../../ports/coordination/coordination.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { FakeCoordination } from '../testing/fake-coordination.ts';
import { storageMetrics } from './storage-metrics.ts';

const NOW_US = 1_795_255_200_000_000;

const storage = (ageSeconds: number, failures: number): StorageReport => ({
  snapshots: [
    {
      market: 'BTC-USD',
      offset: offset(7),
      timestampUs: timestampUs(NOW_US - ageSeconds * 1e6),
      bytes: 500,
      durationMs: 250,
      failures,
      verifyFailures: 1,
    },
  ],
  archive: [
    {
      topic: 'commands.BTC-USD',
      archivedEnd: 90,
      logEarliest: 40,
      lag: 10,
      segments: 3,
      failures,
      problem: null,
    },
  ],
});

test('metrics tell what the snapshotters reported, also when they are gone', async () => {
  const registry = new Registry();
  const coordination = new FakeCoordination();
  const clock = { ...systemClock, nowUs: () => timestampUs(NOW_US) };
  const forget = storageMetrics({ clock, coordination }, [registry]);
  const value = async (line: string) =>
    (await registry.metrics()).split('\n').find((text) => text.startsWith(`${line} `));
  const peer = (name: string, report: StorageReport) => ({
    state: 'up' as const,
    report: {
      name,
      service: 'snapshotter' as const,
      pid: 1,
      startedAtUs: 0,
      version: 'test',
      markets: [],
      storage: report,
    },
  });
  coordination.set([peer('a', storage(90, 2)), peer('b', storage(30, 5))]);
  coordination.set([]);
  const age = 'exchange_snapshot_age_seconds{market="BTC-USD"}';
  assert.equal(await value(age), `${age} 30`);
  const failures = 'exchange_archive_upload_failures_total{topic="commands.BTC-USD"}';
  assert.equal(await value(failures), `${failures} 7`);
  const unlike = 'exchange_snapshot_verify_failures_total{market="BTC-USD"}';
  assert.equal(await value(unlike), `${unlike} 2`);
  forget();
});
