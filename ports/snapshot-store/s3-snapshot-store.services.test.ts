import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Offset, offset, timestampUs } from '../../proto/units.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { S3Bucket } from '../s3/s3-bucket.ts';
import { type S3Connection, s3Client } from '../s3/s3-connection.ts';
import { FaultyS3, type S3Fault } from '../testing/faulty-s3.ts';
import { dropBuckets, testS3, testS3Servers } from '../testing/s3-servers.ts';
import { BucketSnapshotStore } from './bucket-snapshot-store.ts';
import { openS3SnapshotStore } from './s3-snapshot-store.ts';
import { snapshotStoreContract } from './snapshot-store.contract.ts';

const MARKET = 'BTC-USD';
const named = (at: number, market = MARKET) => ({
  market,
  offset: offset(at),
  timestampUs: timestampUs(1),
});
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** Nobody waits for its longest deadlines; the others stand, so that a busy machine meets them. */
const clock: Clock = {
  ...systemClock,
  setTimer: (delayMs, action) => systemClock.setTimer(Math.min(delayMs, 5000), action),
};
const ports = { clock, crashPoints: noCrashPoints };

// The clock's timers do not keep a process alive.
const alive = setInterval(() => {}, 1000);
const used: S3Connection[] = [];
after(async () => {
  clearInterval(alive);
  for (const connection of used) await dropBuckets(connection);
});
const remembered = (connection: S3Connection): S3Connection => {
  used.push(connection);
  return connection;
};

for (const [name, connect] of testS3Servers()) {
  snapshotStoreContract(name, () =>
    openS3SnapshotStore({ connection: remembered(connect()), ...ports }),
  );
  snapshotStoreContract(`${name}, under a prefix`, () =>
    openS3SnapshotStore({ connection: { ...remembered(connect()), prefix: '/a/b' }, ...ports }),
  );
}

describe('snapshots in S3', () => {
  let direct: S3Connection;
  let connection: S3Connection;
  let proxy: FaultyS3;
  const fail = (fault: S3Fault, times = Number.POSITIVE_INFINITY) => {
    proxy.fault = fault;
    proxy.times = times;
  };
  const open = (changes: Partial<S3Connection> = {}) =>
    openS3SnapshotStore({ connection: { ...connection, ...changes }, ...ports });
  const offsets = async (store: BucketSnapshotStore): Promise<readonly Offset[]> =>
    (await store.list(MARKET)).map((entry) => entry.offset);

  beforeEach(async () => {
    direct = remembered(testS3());
    proxy = await FaultyS3.open(direct.endpoint ?? '');
    connection = { ...direct, endpoint: proxy.endpoint };
  });
  afterEach(() => proxy.close());

  it('lists all of many pages, and leaves foreign names out', async () => {
    const bucket = new S3Bucket({
      connection: { ...connection, prefix: 'mine' },
      bucket: connection.bucket,
      missing: 'create',
      pageKeys: 7,
      ...ports,
    });
    const store = new BucketSnapshotStore({ bucket, ...ports });
    for (let at = 0; at < 30; at += 1) await store.put(named(at), bytesOf('x'));
    const client = s3Client(direct);
    for (const Key of ['mine/BTC-USD/notes.txt', 'mine/BTC-USD/a/b.pb', 'mine/x', 'BTC-USD/1']) {
      await client.send(new PutObjectCommand({ Bucket: direct.bucket, Key, Body: 'x' }));
    }
    client.destroy();
    const expected = Array.from({ length: 30 }, (_, index) => 29 - index);
    assert.deepEqual(await offsets(store), expected);
    assert.deepEqual(await store.markets(), [MARKET]);
  });

  it('minds no listing out of order, and gets over one that is behind', async () => {
    const store = await open();
    for (const at of [5, 70, 900]) await store.put(named(at), bytesOf('x'));
    fail('shuffled-list');
    assert.deepEqual(await offsets(store), [900, 70, 5]);
    fail('stale-list');
    assert.deepEqual(await offsets(store), [70, 5]);
    assert.deepEqual(
      new Uint8Array(await store.get('BTC-USD/0000000000000900-1.pb')),
      bytesOf('x'),
    );
    fail('none');
    assert.deepEqual(await offsets(store), [900, 70, 5]);
  });

  it('leaves no object when a put breaks off in the middle', async () => {
    const store = await open();
    fail('torn-put');
    const put = store.put(named(1), new Uint8Array(300_000));
    await assert.rejects(put, { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
    fail('none');
    assert.deepEqual(await offsets(store), []);
    await store.put(named(1), new Uint8Array(300_000));
    assert.deepEqual(await offsets(store), [1]);
  });

  it('knows its own put again whose answer was lost, and not somebody else’s', async () => {
    const store = await open();
    fail('lost-answer', 1);
    await store.put(named(1), bytesOf('mine'));
    fail('none');
    await assert.rejects(store.put(named(1), bytesOf('other')), { code: 'SNAPSHOT_EXISTS' });
    assert.deepEqual(
      new Uint8Array(await store.get('BTC-USD/0000000000000001-1.pb')),
      bytesOf('mine'),
    );
  });

  it('replaces nothing on a server that does not know conditional puts', async () => {
    const store = await open();
    fail('no-conditions');
    await store.put(named(1), bytesOf('first'));
    await assert.rejects(store.put(named(1), bytesOf('second')), { code: 'SNAPSHOT_EXISTS' });
  });

  it('gives out all of an object or none of it', async () => {
    const store = await open();
    const { key } = await store.put(named(1), new Uint8Array(300_000));
    fail('cut-get', 2);
    assert.equal((await store.get(key)).length, 300_000);
    fail('cut-get');
    await assert.rejects(store.get(key), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
  });

  it('tries again after a few errors of the server, and gives up after more', async () => {
    const store = await open();
    fail('answers-500', 2);
    await store.put(named(1), bytesOf('x'));
    fail('answers-500');
    await assert.rejects(store.list(MARKET), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
  });

  it('does not wait for a server that is silent', async () => {
    const store = await open();
    fail('silent');
    await assert.rejects(store.list(MARKET), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
  });

  it('opens without a server that is silent, soon enough for a take-over', async () => {
    fail('silent');
    const startedMs = performance.now();
    await openS3SnapshotStore({ connection, clock: systemClock, crashPoints: noCrashPoints });
    assert.ok(performance.now() - startedMs < 5000);
  });

  it('opens without its server, and works as soon as that is there', async () => {
    fail('down');
    const store = await open();
    await assert.rejects(store.list(MARKET), { code: 'SNAPSHOT_STORE_UNAVAILABLE' });
    fail('none');
    await store.put(named(1), bytesOf('x'));
    assert.deepEqual(await offsets(store), [1]);
  });

  for (const [what, changes] of [
    ['a wrong secret', { secretAccessKey: 'wrong-secret-123' }],
    ['an unknown key', { accessKeyId: 'nobody' }],
  ] as const) {
    it(`refuses ${what} at once, and does not say the secret`, async () => {
      await assert.rejects(open(changes), (error: Error & { code: string }) => {
        assert.equal(error.code, 'SNAPSHOT_STORE_DENIED');
        assert.match(error.message, /access key/);
        assert.doesNotMatch(error.message, /secret123|wrong-secret/);
        return true;
      });
    });
  }

  it('says so when it may not write', async () => {
    const store = await open();
    fail('read-only');
    await assert.rejects(store.put(named(1), bytesOf('x')), {
      code: 'SNAPSHOT_STORE_DENIED',
      message: /BTC-USD.*AccessDenied.*rights to list, read and write/,
    });
    assert.deepEqual(await offsets(store), []);
  });

  it('refuses a missing bucket, except in development, where it makes it', async () => {
    const missing = openS3SnapshotStore({ connection, ...ports, missing: 'refuse' });
    await assert.rejects(missing, { code: 'SNAPSHOT_BUCKET_MISSING', message: /create it/ });
    await open();
    const store = await openS3SnapshotStore({ connection, ...ports, missing: 'refuse' });
    assert.deepEqual(await store.markets(), []);
  });

  it('says so when nothing listens there', async () => {
    const store = await open({ endpoint: 'http://127.0.0.1:9' });
    await assert.rejects(store.list(MARKET), {
      code: 'SNAPSHOT_STORE_UNAVAILABLE',
      message: /ECONNREFUSED/,
    });
  });
});
