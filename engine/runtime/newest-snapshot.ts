/**
 * Finds the state to start from: the newest snapshot that verifies, else the beginning.
 *
 *   listing, newest first ──▶ read ──▶ checksums ──▶ restore, state hash ──▶ start behind it
 *                              └────────── bad: say so, try the one before ──┘
 *
 * The pointer in Coordination is a hint that nothing depends on.
 */
import { EventLogError, type LogBounds } from '../../ports/event-log/event-log.ts';
import type { SnapshotEntry } from '../../ports/snapshot-store/snapshot-store.ts';
import { SnapshotStoreError } from '../../ports/snapshot-store/snapshot-store.ts';
import { DecodeError } from '../../proto/codec.ts';
import { RulesTooNew } from '../../proto/rules-version.ts';
import { commandTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import { ArrivingSnapshot } from './arriving-snapshot.ts';
import { MarketFold, type Quarantine } from './market-fold.ts';
import type { RuntimeContext } from './runtime-context.ts';

/**
 * For the plan's estimate only. Measured with Node 20 on two cores that others used too, 2026-11-30: a
 * million orders (71 MB) load in 0.15-0.25 s; a record of one command takes 3.4 µs, of a thousand (44 KB,
 * of which each command is 44 bytes) 0.33-0.4 ms.
 */
const LOAD_BYTES_PER_MS = 350_000;
const REPLAY_MS_PER_RECORD = 0.003;
const REPLAY_BYTES_PER_MS = 110_000;
const SAMPLE = { records: 16, bytes: 256 * 1024 } as const;
/** A longer replay is not begun only because the snapshot store is away; it may come back sooner. */
const WITHOUT_SNAPSHOTS_MS_MAX = 60_000;

export interface RecoveryPlan {
  readonly market: string;
  /** null: from the beginning of the log. */
  readonly snapshot: Pick<SnapshotEntry, 'key' | 'offset' | 'bytes'> | null;
  /** Newer snapshots that did not verify. */
  readonly rejected: readonly { readonly key: string; readonly reason: string }[];
  /** First command record to replay, and the end of the log. */
  readonly replayFrom: Offset;
  readonly end: Offset;
  readonly estimatedMs: number;
}

export interface StartingPoint {
  readonly fold: MarketFold;
  readonly plan: RecoveryPlan;
  readonly loadMs: number;
}

/**
 * Throws EventLogError LOG_OFFSET_OUT_OF_RANGE when the log does not continue what it starts from,
 * DecodeError SCHEMA_TOO_NEW and RulesTooNew.
 */
export async function startingPoint(
  context: RuntimeContext,
  options: {
    readonly market: string;
    /** No snapshot behind this record. */
    readonly atMost?: Offset;
    readonly passedOver?: ReadonlyMap<Offset, Quarantine>;
  },
): Promise<StartingPoint> {
  const { market, atMost = Number.POSITIVE_INFINITY, passedOver = new Map() } = options;
  const { clock, crashPoints, log } = context.ports;
  let bounds = await log.bounds(commandTopic(market));
  const recordBytes = await newestRecordBytes(context, market, bounds);
  const rejected: { key: string; reason: string }[] = [];
  let away: SnapshotStoreError | null = null;
  const entries = await listed(context, { market, bounds, recordBytes });
  // The log went on meanwhile, and the newest may have been cut behind what was its end.
  if ((entries[0]?.offset ?? -1) >= bounds.end) bounds = await log.bounds(commandTopic(market));
  for (const entry of entries) {
    if (entry.offset > atMost) continue;
    const plan = planOf({ market, bounds, recordBytes, snapshot: entry, rejected: [...rejected] });
    context.log.info(plan, sentenceOf(plan));
    const startedMs = clock.monotonicMs();
    const machine = await openSnapshot(context, entry);
    crashPoints.reach('CP24-during-recovery');
    if (machine instanceof Error) {
      const { key } = entry;
      const reason = machine.message;
      context.log.warn({ key, reason }, 'snapshot rejected, using the one before');
      rejected.push({ key, reason });
      if (isAway(machine)) away = machine;
      continue;
    }
    try {
      await checkContinues(context, plan, bounds);
    } catch (error) {
      // The log continues a newer one, and that may be read again soon.
      const isTooOld = error instanceof EventLogError && error.code === 'LOG_OFFSET_OUT_OF_RANGE';
      throw isTooOld && away !== null ? away : error;
    }
    const fold = new MarketFold({ market, machine, next: plan.replayFrom, passedOver });
    return { fold, plan, loadMs: clock.monotonicMs() - startedMs };
  }
  if (away !== null) goOnWithout(context, { market, bounds, recordBytes }, away);
  const plan = planOf({ market, bounds, recordBytes, snapshot: null, rejected });
  context.log.info(plan, sentenceOf(plan));
  await checkContinues(context, plan, bounds);
  const machine = context.machines.create(market);
  return {
    fold: new MarketFold({ market, machine, next: offset(0), passedOver }),
    plan,
    loadMs: 0,
  };
}

/** "snapshot at 1,200,000 + 38,112 command records, about 0.4 s" */
export function sentenceOf(plan: RecoveryPlan): string {
  const records = Math.max(0, plan.end - plan.replayFrom).toLocaleString('en-US');
  const start =
    plan.snapshot === null
      ? 'no snapshot: from the beginning, '
      : `snapshot at ${plan.snapshot.offset.toLocaleString('en-US')} + `;
  return `${plan.market}: ${start}${records} command records, about ${(plan.estimatedMs / 1000).toFixed(1)} s`;
}

/** What the plan is made of; how long records are on average is known of the newest ones. */
interface LogTail {
  readonly market: string;
  readonly bounds: LogBounds;
  readonly recordBytes: number;
}

async function newestRecordBytes(
  { ports }: RuntimeContext,
  market: string,
  { earliest, end }: LogBounds,
): Promise<number> {
  if (end === earliest) return 0;
  const from = offset(Math.max(earliest, end - SAMPLE.records));
  const records = await ports.log.read(commandTopic(market), from, SAMPLE);
  return records.reduce((sum, { bytes }) => sum + bytes.length, 0) / records.length;
}

const replayMs = (records: number, recordBytes: number): number =>
  records * (REPLAY_MS_PER_RECORD + recordBytes / REPLAY_BYTES_PER_MS);

function planOf(
  options: LogTail & {
    readonly snapshot: SnapshotEntry | null;
    readonly rejected: RecoveryPlan['rejected'];
  },
): RecoveryPlan {
  const { market, bounds, recordBytes, snapshot, rejected } = options;
  const replayFrom = snapshot === null ? offset(0) : offset(snapshot.offset + 1);
  const records = Math.max(0, bounds.end - replayFrom);
  return {
    market,
    snapshot:
      snapshot === null
        ? null
        : { key: snapshot.key, offset: snapshot.offset, bytes: snapshot.bytes },
    rejected,
    replayFrom,
    end: bounds.end,
    estimatedMs: Math.ceil(
      (snapshot?.bytes ?? 0) / LOAD_BYTES_PER_MS + replayMs(records, recordBytes),
    ),
  };
}

/** The listing; empty when the store is away, see `goOnWithout`. */
async function listed(context: RuntimeContext, tail: LogTail): Promise<readonly SnapshotEntry[]> {
  try {
    return await context.ports.snapshots.list(tail.market);
  } catch (error) {
    if (!isAway(error)) throw error;
    goOnWithout(context, tail, error);
    return [];
  }
}

/**
 * Throws `away` unless the log alone tells everything, soon enough: whoever trades must not wait for S3.
 */
function goOnWithout(
  context: RuntimeContext,
  { market, bounds: { earliest, end }, recordBytes }: LogTail,
  away: SnapshotStoreError,
): void {
  const isShort = earliest === 0 && replayMs(end, recordBytes) <= WITHOUT_SNAPSHOTS_MS_MAX;
  if (!isShort) throw away;
  context.log.warn({ market, problem: away.message }, 'no snapshot store: from the beginning');
}

const isAway = (error: unknown): error is SnapshotStoreError =>
  error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_STORE_UNAVAILABLE';

/** By reading: what the log no longer holds may lie in the archive. */
async function checkContinues(
  context: RuntimeContext,
  { market, replayFrom }: RecoveryPlan,
  { earliest, end }: LogBounds,
): Promise<void> {
  if (replayFrom > end) {
    throw new EventLogError(
      'LOG_OFFSET_OUT_OF_RANGE',
      `${market} has to be replayed from offset ${replayFrom}, but its log holds ${earliest} … ${end - 1}`,
    );
  }
  if (replayFrom >= earliest) return;
  await context.ports.log.read(commandTopic(market), replayFrom, { records: 1, bytes: 1 });
}

/**
 * The machine, or why the snapshot is none. One that cannot be read may be the only one: a bad sector of a
 * disk, a lost part of an object. To wait for it could be for ever.
 */
async function openSnapshot(context: RuntimeContext, entry: SnapshotEntry) {
  try {
    const arriving = new ArrivingSnapshot();
    const bytes = await context.ports.snapshots.get(entry.key, arriving);
    return arriving.restored(bytes, entry, context.machines);
  } catch (error) {
    if (error instanceof DecodeError && error.code === 'SCHEMA_TOO_NEW') throw error;
    if (error instanceof RulesTooNew) throw error;
    const isOfTheStore = error instanceof SnapshotStoreError && error.code !== 'SNAPSHOT_NOT_FOUND';
    if (isOfTheStore && !isAway(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}
