import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type Offset, offset } from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { noDoorbell } from '../event-log/doorbell.ts';
import { eventLogContract } from '../event-log/event-log.contract.ts';
import { LmdbEventLog } from '../event-log/lmdb-event-log.ts';
import { MemoryBucket } from '../objects/memory-bucket.ts';
import { type ObjectBucket, ObjectError } from '../objects/object-bucket.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { ArchivedEventLog } from './archived-event-log.ts';
import { BucketArchiveStore } from './bucket-archive-store.ts';

const TOPIC = 'commands.BTC-USD';
const bytesOf = (at: number) => new TextEncoder().encode(`record ${at}`);
const openLog = (folder = temporaryFolder()) =>
  new LmdbEventLog({
    folder,
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });

eventLogContract('LMDB with an archive', {
  async open() {
    const folder = temporaryFolder();
    const archive = new BucketArchiveStore(new MemoryBucket());
    const open = () => new ArchivedEventLog({ log: openLog(folder), archive });
    return { log: open(), reopen: async () => open() };
  },
});

describe('a log and its archive', () => {
  let log: LmdbEventLog;
  let bucket: MemoryBucket;
  let archive: BucketArchiveStore;
  let both: ArchivedEventLog;

  beforeEach(async () => {
    log = openLog();
    await log.createTopic(TOPIC);
    await log.append(
      TOPIC,
      Array.from({ length: 100 }, (_, index) => bytesOf(index)),
    );
    bucket = new MemoryBucket();
    archive = new BucketArchiveStore(bucket);
    both = new ArchivedEventLog({ log, archive });
  });
  afterEach(() => log.close());

  const put = (first: number, end: number) =>
    archive.put({
      topic: TOPIC,
      first: offset(first),
      records: Array.from({ length: end - first }, (_, index) => bytesOf(first + index)),
    });

  async function offsets(from: number, records = 7): Promise<readonly Offset[]> {
    const found: Offset[] = [];
    for (let at = from; ; ) {
      const read = await both.read(TOPIC, offset(at), { records, bytes: 1e6 });
      for (const { offset: where, bytes } of read) {
        assert.deepEqual(new Uint8Array(bytes), bytesOf(where));
        found.push(where);
      }
      if (read.length === 0) return found;
      at = (found.at(-1) ?? 0) + 1;
    }
  }
  const upwards = (from: number) => Array.from({ length: 100 - from }, (_, index) => from + index);

  it('are one stream, without a gap where one takes over from the other', async () => {
    await put(0, 30);
    await put(30, 60);
    await log.deleteBefore(TOPIC, offset(55));
    assert.deepEqual(await offsets(0), upwards(0));
    assert.deepEqual(await offsets(54), upwards(54));
    assert.deepEqual(await both.bounds(TOPIC), { earliest: 55, end: 100 });
  });

  it('are one stream whatever overlaps', async () => {
    for (const [first, end] of [
      [0, 10],
      [5, 25],
      [0, 3],
      [25, 40],
      [20, 60],
    ] as const) {
      await put(first, end);
    }
    await log.deleteBefore(TOPIC, offset(60));
    assert.deepEqual(await offsets(0), upwards(0));
  });

  it('tell both reaches, and how to go on, where neither has a record', async () => {
    await put(0, 10);
    await put(20, 60);
    await log.deleteBefore(TOPIC, offset(55));
    assert.equal((await both.read(TOPIC, offset(9), { records: 5, bytes: 99 })).length, 1);
    await assert.rejects(both.read(TOPIC, offset(10), { records: 5, bytes: 99 }), {
      code: 'LOG_OFFSET_OUT_OF_RANGE',
      message: /offset 10 .* 55 … 99 and the archive 0 … 9, 20 … 59; to go on.*snapshot.*archive/,
    });
    await put(10, 20);
    assert.deepEqual(await offsets(0), upwards(0));
  });

  it('see what others archive and delete meanwhile', async () => {
    await put(0, 10);
    await log.deleteBefore(TOPIC, offset(10));
    assert.deepEqual(await offsets(0), upwards(0));
    await put(10, 50);
    await log.deleteBefore(TOPIC, offset(50));
    assert.deepEqual(await offsets(10), upwards(10));
  });

  it('get over a damaged stretch that another one covers, and stop at one that none does', async () => {
    await bucket.putNew(`${TOPIC}/0000000000000000-59`, new Uint8Array(99));
    await put(0, 40);
    await put(40, 50);
    await log.deleteBefore(TOPIC, offset(55));
    assert.equal((await both.read(TOPIC, offset(0), { records: 500, bytes: 1e6 })).length, 40);
    await assert.rejects(both.read(TOPIC, offset(50), { records: 5, bytes: 99 }), {
      code: 'LOG_DAMAGED',
    });
  });

  it('are read by several at once, each where it is, without a stretch being fetched twice', async () => {
    await put(0, 40);
    await put(40, 80);
    await log.deleteBefore(TOPIC, offset(80));
    const limit = { records: 3, bytes: 1e6 };
    const read = async (from: number) => (await both.read(TOPIC, offset(from), limit))[0]?.offset;
    assert.deepEqual(await Promise.all([0, 40, 7, 90].map(read)), [0, 40, 7, 90]);
    let fetched = 0;
    const get = bucket.get.bind(bucket);
    bucket.get = (key) => {
      fetched += 1;
      return get(key);
    };
    both = new ArchivedEventLog({ log, archive });
    for (let at = 0; at < 40; at += 4) {
      assert.equal(await read(at), at);
      // Whoever follows the end reads on meanwhile.
      assert.equal(await read(90), 90);
    }
    assert.equal(fetched, 1);
    // It has come to the log: the stretch is not kept.
    for (const at of [79, 80, 79]) assert.equal(await read(at), at);
    assert.equal(fetched, 3);
  });

  it('do without the archive for all that the log holds', async () => {
    const silent: ObjectBucket = new Proxy(bucket, {
      get: () => async () => {
        throw new ObjectError('BUCKET_UNAVAILABLE', 'S3 is down');
      },
    });
    both = new ArchivedEventLog({ log, archive: new BucketArchiveStore(silent) });
    await log.deleteBefore(TOPIC, offset(40));
    assert.deepEqual(await offsets(40), upwards(40));
    await assert.rejects(both.read(TOPIC, offset(39), { records: 5, bytes: 99 }), {
      code: 'LOG_UNAVAILABLE',
    });
    await assert.rejects(both.read(TOPIC, offset(101), { records: 5, bytes: 99 }), {
      code: 'LOG_OFFSET_OUT_OF_RANGE',
    });
  });
});
