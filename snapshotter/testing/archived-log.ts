/** One topic's log, its archive, and the clock of both, for tests of the archiver. */
import { ArchivedEventLog } from '../../ports/archive-store/archived-event-log.ts';
import { BucketArchiveStore } from '../../ports/archive-store/bucket-archive-store.ts';
import type { Clock } from '../../ports/clock/clock.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import { noDoorbell } from '../../ports/event-log/doorbell.ts';
import { LmdbEventLog } from '../../ports/event-log/lmdb-event-log.ts';
import { MemoryBucket } from '../../ports/objects/memory-bucket.ts';
import { type ObjectBucket, ObjectError } from '../../ports/objects/object-bucket.ts';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { encodeCommandBatch } from '../../proto/codec.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { commandSequence, epoch, type Offset, sessionId, timestampUs } from '../../proto/units.ts';
import { LogRetention, type RetentionRule } from '../log-retention.ts';
import { type ArchiveContext, type ArchiveRhythm, TopicArchiver } from '../topic-archiver.ts';

export const TOPIC = 'commands.BTC-USD';
export const EVENTS = 'events.BTC-USD';
export const RHYTHM: ArchiveRhythm = { recordsMax: 100, bytesMax: 1e6, intervalMs: 60_000 };
const START_US = 1_795_255_200_000_000;

/** A batch of one second past the one before. */
export const record = (at: number): Uint8Array =>
  encodeCommandBatch({
    sessionId: sessionId(0),
    sessionEpoch: epoch(0),
    firstSequence: commandSequence(0),
    timestampUs: timestampUs(START_US + at * 1_000_000),
    prevHash: 0,
    commands: [{ kind: 'SnapshotMarked', markId: at }],
  });

export class ArchivedLog {
  readonly log = new LmdbEventLog({
    folder: temporaryFolder(),
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  readonly bucket = new MemoryBucket();
  readonly archive: BucketArchiveStore;
  /** Log and archive as one. */
  readonly both: ArchivedEventLog;
  readonly context: ArchiveContext;
  readonly errors: string[] = [];
  /** Nothing of the archive answers. */
  isAway = false;
  nowMs = 0;
  oldestSnapshot: Offset | null = null;
  firstForAccounts: Offset | null = null;

  private constructor() {
    const unreliable: ObjectBucket = new Proxy(this.bucket, {
      get: (target, name) => {
        const method = Reflect.get(target, name, target) as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (this.isAway) throw new ObjectError('BUCKET_UNAVAILABLE', 'S3 is away');
          return method.apply(target, args);
        };
      },
    });
    this.archive = new BucketArchiveStore(unreliable);
    this.both = new ArchivedEventLog({ log: this.log, archive: this.archive });
    const clock: Clock = {
      ...systemClock,
      monotonicMs: () => this.nowMs,
      nowUs: () => timestampUs(START_US + 1_000_000_000),
    };
    const error = (_fields: object, message: string) => {
      this.errors.push(message);
    };
    this.context = {
      ports: { clock, log: this.both, archive: this.archive, crashPoints: noCrashPoints },
      log: { info: () => {}, warn: () => {}, error },
    };
  }

  static async open(): Promise<ArchivedLog> {
    const world = new ArchivedLog();
    for (const topic of [TOPIC, EVENTS, LEDGER_TOPIC]) await world.log.createTopic(topic);
    return world;
  }

  async append(count: number, topic = TOPIC): Promise<void> {
    const { end } = await this.log.bounds(topic);
    const records = Array.from({ length: count }, (_, index) => record(end + index));
    await this.log.append(topic, records);
  }

  archiver(rule: RetentionRule | null = null, topic = TOPIC): TopicArchiver {
    const needs = {
      oldestSnapshot: () => this.oldestSnapshot,
      firstForAccounts: () => this.firstForAccounts,
    };
    const retention = rule === null ? null : new LogRetention(this.context, { topic, rule, needs });
    return new TopicArchiver(this.context, { topic, rhythm: RHYTHM, retention });
  }

  async archived(topic = TOPIC): Promise<readonly (readonly [number, number])[]> {
    return (await this.archive.list(topic)).map(({ first, last }) => [first, last] as const);
  }

  /** As the loop does: looks, lets the log settle, and archives whatever is due. */
  async settle(one: TopicArchiver): Promise<void> {
    await one.step('when due');
    this.nowMs += 5000;
    while ((await one.step('when due')) === 'archived');
  }
}
