/**
 * Copies one topic into the archive, stretch by stretch, and then lets the log forget what it may:
 *
 *   log   0 ────────────────────────────── settled ── end
 *         ├ stretch ┤├ stretch ┤├ due? ───┤ 5 s
 *
 * A stretch is cut when it is full, or when its records have waited long enough. Where to go on is
 * what the archive's listing says, so a crash costs at most one stretch that is written twice.
 */
import { isPassing } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import { coverages } from '../ports/archive-store/archive-reader.ts';
import { type ArchiveEntry, ArchiveStoreError } from '../ports/archive-store/archive-store.ts';
import type { TopicArchiveReport } from '../ports/coordination/coordination.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import type { Ports } from '../ports/ports.ts';
import { type Offset, offset } from '../proto/units.ts';
import type { LogRetention } from './log-retention.ts';

export interface ArchiveRhythm {
  readonly recordsMax: number;
  readonly bytesMax: number;
  /** Records wait no longer than this for the stretch to fill. */
  readonly intervalMs: number;
}

export interface ArchiveContext extends Pick<RuntimeContext, 'log'> {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'archive' | 'crashPoints'>;
}

const LOOK_MS = 1000;
/** What a power cut took of an event log is emitted anew, perhaps at other offsets: not yet ours. */
const SETTLE_MS = 5000;
const BACK_OFF_MS_MIN = 1000;
const BACK_OFF_MS_MAX = 60_000;

export class TopicArchiver {
  readonly topic: string;
  readonly #context: ArchiveContext;
  readonly #rhythm: ArchiveRhythm;
  readonly #retention: LogRetention | null;
  /** The first record that is not archived; null: not looked up. */
  #next: Offset | null = null;
  /** Ends that the log was seen to have, oldest first. */
  #ends: { readonly end: number; readonly seenMs: number }[] = [];
  /** Since when there is something to archive; null: there is nothing. */
  #waitingSinceMs: number | null = null;
  #bytesPerRecord = 512;
  #logEnd = 0;
  #archivedEnd = 0;
  #logEarliest = 0;
  #segments = 0;
  #failures = 0;
  #backOffMs = 0;
  #problem: string | null = null;
  #stopped = false;

  constructor(
    context: ArchiveContext,
    options: {
      readonly topic: string;
      readonly rhythm: ArchiveRhythm;
      /** null: the log forgets nothing. */
      readonly retention: LogRetention | null;
    },
  ) {
    this.#context = context;
    this.topic = options.topic;
    this.#rhythm = options.rhythm;
    this.#retention = options.retention;
  }

  /** Runs until `stop`. Throws what must end the process: a damaged log. */
  async run(): Promise<void> {
    const { clock } = this.#context.ports;
    while (!this.#stopped) {
      const step = await this.step('when due');
      if (step === 'idle') await clock.sleep(LOOK_MS);
      if (step === 'failed') await this.#backOff();
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  report(): TopicArchiveReport {
    return {
      topic: this.topic,
      archivedEnd: this.#archivedEnd,
      logEarliest: this.#logEarliest,
      lag: Math.max(0, this.#logEnd - this.#archivedEnd),
      segments: this.#segments,
      failures: this.#failures,
      problem: this.#problem,
    };
  }

  /** One look, and one stretch if it is due (`now`: whatever there is). Throws a broken log only. */
  async step(when: 'when due' | 'now'): Promise<'archived' | 'idle' | 'failed'> {
    try {
      this.#next ??= await this.#findNext();
      const next = this.#next;
      this.#archivedEnd = next;
      const settled = await this.#look(when);
      if (when === 'now' ? settled <= next : !this.#isDue(next, settled)) {
        await this.#forget(next);
        return 'idle';
      }
      await this.#archive(next, settled);
      this.#problem = null;
      this.#backOffMs = 0;
      return 'archived';
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Behind the stretch without a gap in which the log begins. */
  async #findNext(): Promise<Offset> {
    const { archive, log } = this.#context.ports;
    let entries = await archive.list(this.topic);
    const { earliest, end } = await log.bounds(this.topic);
    for (;;) {
      const covered = coverages(entries).find(
        (coverage) => coverage.first <= earliest && earliest <= coverage.end,
      );
      if (covered === undefined) {
        if (earliest > 0) {
          const fields = { topic: this.topic, earliest };
          this.#context.log.warn(fields, 'the archive lacks what the log has forgotten');
        }
        return earliest;
      }
      if (covered.end > end) {
        throw this.#ahead(covered.end, end);
      }
      const newest = entries.find(({ last }) => last === covered.end - 1);
      if (newest === undefined || newest.last < earliest) return covered.end;
      if (await this.#isOurs(newest)) return covered.end;
      // Damaged: the log has it all, so it is written anew.
      entries = entries.filter((entry) => entry !== newest);
    }
  }

  /** false: it is damaged. Throws ARCHIVE_CONFLICT when its last record is not that of the log. */
  async #isOurs(entry: ArchiveEntry): Promise<boolean> {
    const { archive, log } = this.#context.ports;
    try {
      const { records } = await archive.get(entry);
      const [record] = await log.read(this.topic, entry.last, { records: 1, bytes: 1 });
      const [ours, theirs] = [record?.bytes, records.at(-1)];
      if (ours !== undefined && theirs !== undefined && Buffer.compare(ours, theirs) === 0) {
        return true;
      }
    } catch (error) {
      if (!(error instanceof ArchiveStoreError) || error.code !== 'ARCHIVE_DAMAGED') throw error;
      const { key } = entry;
      this.#context.log.warn({ key, problem: error.message }, 'damaged segment: written anew');
      return false;
    }
    throw this.#conflict(`${entry.key} has another record ${entry.last} than the log`);
  }

  #ahead(archivedEnd: number, end: number): ArchiveStoreError {
    return this.#conflict(`the archive goes on to ${archivedEnd - 1}, the log ends at ${end}`);
  }

  #conflict(problem: string): ArchiveStoreError {
    return new ArchiveStoreError('ARCHIVE_CONFLICT', `${this.topic}: ${problem}`);
  }

  /** Where the part of the log ends that nothing changes any more. */
  async #look(when: 'when due' | 'now'): Promise<number> {
    const { clock, log } = this.#context.ports;
    const { earliest, end } = await log.bounds(this.topic);
    const nowMs = clock.monotonicMs();
    this.#logEarliest = earliest;
    this.#logEnd = end;
    if (end < this.#archivedEnd) throw this.#ahead(this.#archivedEnd, end);
    if (when === 'now') return end;
    // A log that lost its tail is filled up with other records: these are to settle anew.
    this.#ends = this.#ends.filter((seen) => seen.end <= end);
    if (this.#ends.at(-1)?.end !== end) this.#ends.push({ end, seenMs: nowMs });
    const isSettled = ({ seenMs }: { readonly seenMs: number }) => nowMs - seenMs >= SETTLE_MS;
    const settledCount = this.#ends.filter(isSettled).length;
    const settled = this.#ends[settledCount - 1];
    if (settledCount > 1) this.#ends = this.#ends.slice(settledCount - 1);
    return settled?.end ?? 0;
  }

  #isDue(next: Offset, settled: number): boolean {
    const pending = settled - next;
    const nowMs = this.#context.ports.clock.monotonicMs();
    if (pending <= 0) {
      this.#waitingSinceMs = null;
      return false;
    }
    this.#waitingSinceMs ??= nowMs;
    return (
      pending >= this.#rhythm.recordsMax ||
      pending * this.#bytesPerRecord >= this.#rhythm.bytesMax ||
      nowMs - this.#waitingSinceMs >= this.#rhythm.intervalMs
    );
  }

  async #archive(first: Offset, settled: number): Promise<void> {
    const { archive, crashPoints } = this.#context.ports;
    const records = await this.#read(first, settled);
    const entry = await archive.put({ topic: this.topic, first, records });
    crashPoints.reach('CP18-segment-archived');
    this.#segments += 1;
    this.#next = offset(entry.last + 1);
    this.#archivedEnd = this.#next;
    this.#waitingSinceMs = null;
    this.#bytesPerRecord = Math.max(1, entry.bytes / records.length);
    this.#retention?.noteVerified(entry);
    const { key, bytes } = entry;
    this.#context.log.info({ key, bytes, records: records.length }, 'log segment archived');
    await this.#forget(this.#next);
  }

  async #read(first: Offset, settled: number): Promise<readonly Uint8Array[]> {
    const { log } = this.#context.ports;
    const records: Uint8Array[] = [];
    let bytesLeft = this.#rhythm.bytesMax;
    const count = Math.min(settled - first, this.#rhythm.recordsMax);
    while (records.length < count && bytesLeft > 0) {
      const found = await log.read(this.topic, offset(first + records.length), {
        records: count - records.length,
        bytes: bytesLeft,
      });
      if (found.length === 0) throw this.#lostTail(first + records.length);
      for (const { bytes } of found) {
        records.push(bytes);
        bytesLeft -= bytes.length;
      }
    }
    return records;
  }

  #lostTail(end: number): EventLogError {
    const problem = `${this.topic}: the log ends at ${end} now, it has gone on behind that before`;
    return new EventLogError('LOG_OFFSET_OUT_OF_RANGE', problem);
  }

  async #forget(archivedEnd: Offset): Promise<void> {
    await this.#retention?.forget(archivedEnd);
  }

  #failed(error: unknown): 'failed' {
    // Somebody else made the log forget, or it lost its tail: where it begins and ends is looked up anew.
    const isGone = error instanceof EventLogError && error.code === 'LOG_OFFSET_OUT_OF_RANGE';
    if (!(error instanceof ArchiveStoreError) && !isGone && !isPassing(error)) throw error;
    const { code, message } = error;
    this.#failures += 1;
    this.#next = null;
    const fields = { topic: this.topic, code, problem: message, failures: this.#failures };
    // Said once, and not with every attempt.
    if (this.#problem?.startsWith(code) !== true) {
      this.#context.log.error(fields, 'archiving failed');
    }
    this.#problem = `${code}: ${message}`;
    return 'failed';
  }

  async #backOff(): Promise<void> {
    const { clock } = this.#context.ports;
    this.#backOffMs = Math.min(Math.max(BACK_OFF_MS_MIN, 2 * this.#backOffMs), BACK_OFF_MS_MAX);
    const untilMs = clock.monotonicMs() + this.#backOffMs;
    while (!this.#stopped && clock.monotonicMs() < untilMs) await clock.sleep(LOOK_MS / 10);
  }
}
