import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Peer } from '../../ports/coordination/coordination.ts';
import {
  type SnapshotEntry,
  SnapshotStoreError,
} from '../../ports/snapshot-store/snapshot-store.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { lastSnapshot } from './last-snapshot.ts';

const MARKET = 'BTC-USD';
const away = {
  list: () => Promise.reject(new SnapshotStoreError('SNAPSHOT_STORE_UNAVAILABLE', 'S3 is away')),
};

/** A snapshotter that tells of a snapshot of so many records. */
const telling = (market: string, at: number | null): Peer => ({
  state: 'up',
  report: {
    name: 'snapshotter',
    service: 'snapshotter',
    pid: 1,
    startedAtUs: 0,
    version: '0',
    markets: [],
    storage: {
      archive: [],
      snapshots: [
        {
          market,
          offset: at === null ? null : offset(at),
          timestampUs: at,
          bytes: 100,
          durationMs: 1,
          failures: 0,
          verifyFailures: 0,
        },
      ],
    },
  },
});

describe('the last snapshot of a market', () => {
  it('is the newest that a snapshotter tells of, and the store is not asked', async () => {
    const peers = [telling(MARKET, 5), telling(MARKET, 7), telling('ETH-USD', 9)];
    const told = { offset: 7, timestampUs: timestampUs(7), bytes: 100 };
    assert.deepEqual(await lastSnapshot(away, MARKET, peers), told);
  });

  it('is the newest of the store while no snapshotter knows one', async () => {
    const entry = { key: 'k', market: MARKET, offset: offset(3), timestampUs: timestampUs(3) };
    const store = { list: async (): Promise<SnapshotEntry[]> => [{ ...entry, bytes: 30 }] };
    assert.equal((await lastSnapshot(store, MARKET, [telling(MARKET, null)]))?.offset, 3);
  });

  it('is not known while the store is away, which is no error', async () => {
    assert.equal(await lastSnapshot(away, MARKET, []), null);
  });
});
