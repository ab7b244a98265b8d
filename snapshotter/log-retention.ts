/**
 * What a log may forget. A record goes only when all of this holds:
 *
 *   - it lies in the archive, in segments that this process has read and verified;
 *   - it is older than the oldest of the kept snapshots, of which there are enough that verify; and an
 *     event is older than what the oldest of the accounts' kept snapshots is continued by, if there are
 *     such (without them a rebuild of the accounts reads the archive);
 *   - it is not among the newest that are kept in any case.
 *
 * The ledger's log is never shortened: it is small, and says where all the money came from.
 */

import { coverages } from '../ports/archive-store/archive-reader.ts';
import { type ArchiveEntry, ArchiveStoreError } from '../ports/archive-store/archive-store.ts';
import { decodeCommandBatch, decodeEventBatch } from '../proto/codec.ts';
import { limits } from '../proto/limits.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../proto/topics.ts';
import { type Offset, offset } from '../proto/units.ts';
import type { ArchiveContext } from './topic-archiver.ts';

export interface RetentionRule {
  /** So many of the newest records stay … */
  readonly records: number;
  /** … and all that are younger than this; null: age does not count. */
  readonly ageMs: number | null;
}

/** What other readers still need. */
export interface RetentionNeeds {
  /** Offset of the market's oldest kept snapshot; null while there are not enough that verify. */
  readonly oldestSnapshot: (market: string) => Offset | null;
  /** First record of the topic behind the accounts' oldest kept snapshot; null: they are not kept. */
  readonly firstForAccounts: (topic: string) => Offset | null;
}

export class LogRetention {
  readonly #context: ArchiveContext;
  readonly #topic: string;
  readonly #rule: RetentionRule;
  readonly #needs: RetentionNeeds;
  /** Segments that this process has written or read. */
  readonly #verified = new Map<string, ArchiveEntry>();

  constructor(
    context: ArchiveContext,
    options: {
      readonly topic: string;
      readonly rule: RetentionRule;
      readonly needs: RetentionNeeds;
    },
  ) {
    this.#context = context;
    this.#topic = options.topic;
    this.#rule = options.rule;
    this.#needs = options.needs;
  }

  /** The segment has just been read back as it was written. */
  noteVerified(entry: ArchiveEntry): void {
    this.#verified.set(entry.key, entry);
  }

  /** Throws EventLogError, ArchiveStoreError. */
  async forget(archivedEnd: Offset): Promise<void> {
    const { log } = this.#context.ports;
    const bounds = await log.bounds(this.#topic);
    const { earliest } = bounds;
    const wanted = await this.#bound(Math.min(archivedEnd, bounds.end - this.#rule.records));
    if (wanted <= earliest) return;
    const before = await this.#verifiedEnd(earliest, wanted);
    if (before <= earliest) return;
    await log.deleteBefore(this.#topic, offset(before));
    for (const [key, { last }] of this.#verified) if (last < before) this.#verified.delete(key);
    this.#context.log.info({ topic: this.#topic, before, earliest }, 'log shortened');
  }

  async #bound(most: number): Promise<number> {
    const market = marketOfTopic(this.#topic);
    if (market === null) return 0;
    const snapshot = this.#needs.oldestSnapshot(market);
    if (snapshot === null) return 0;
    // An event record's offset is not below that of the command record which it answers, so up to
    // the same offset all answer commands that the snapshot has seen.
    const isEvents = this.#topic === eventTopic(market);
    const forAccounts = isEvents ? this.#needs.firstForAccounts(this.#topic) : null;
    const bound = Math.min(most, snapshot + 1, forAccounts ?? most);
    const { ageMs } = this.#rule;
    return ageMs === null ? bound : this.#olderThan(ageMs, bound);
  }

  /** The first record, at most `end`, that is not older; batch times only rise, more or less. */
  async #olderThan(ageMs: number, end: number): Promise<number> {
    const { clock, log } = this.#context.ports;
    const beforeUs = clock.nowUs() - ageMs * 1000;
    let low: number = (await log.bounds(this.#topic)).earliest;
    let high = end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const timeUs = await this.#timeOf(offset(middle));
      if (timeUs !== null && timeUs < beforeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** null: a record that does not decode, which is kept. */
  async #timeOf(at: Offset): Promise<number | null> {
    const [record] = await this.#context.ports.log.read(this.#topic, at, { records: 1, bytes: 1 });
    const market = marketOfTopic(this.#topic);
    if (record === undefined || market === null) return null;
    const decode = this.#topic === commandTopic(market) ? decodeCommandBatch : decodeEventBatch;
    try {
      return decode(record.bytes).timestampUs;
    } catch {
      return null;
    }
  }

  /** Up to where, from `first` on and no further than `end`, verified segments have it all. */
  async #verifiedEnd(first: Offset, end: number): Promise<number> {
    const { archive } = this.#context.ports;
    const reach = () => {
      const all = coverages([...this.#verified.values()]);
      return all.find((one) => one.first <= first && first < one.end)?.end ?? first;
    };
    if (reach() >= end) return end;
    for (const entry of await archive.list(this.#topic)) {
      if (entry.last < first || entry.first >= end || this.#verified.has(entry.key)) continue;
      try {
        await archive.get(entry);
        this.noteVerified(entry);
      } catch (error) {
        if (!(error instanceof ArchiveStoreError) || error.code !== 'ARCHIVE_DAMAGED') throw error;
        await this.#writeAnew(entry, first, error);
      }
    }
    return Math.min(end, reach());
  }

  /** A damaged segment, as far as the log has it still, which begins at `earliest`. */
  async #writeAnew(
    entry: ArchiveEntry,
    earliest: Offset,
    damage: ArchiveStoreError,
  ): Promise<void> {
    const { log, ports } = this.#context;
    const { key, last } = entry;
    const first = offset(Math.max(entry.first, earliest));
    const fields = { key, from: first, problem: damage.message };
    if (first === entry.first) log.warn(fields, 'damaged segment: written anew');
    else log.error(fields, 'damaged segment: only what the log still holds is written anew');
    const records: Uint8Array[] = [];
    while (first + records.length <= last) {
      const from = offset(first + records.length);
      const limit = { records: last + 1 - from, bytes: limits.archiveBytesMax };
      const found = await ports.log.read(this.#topic, from, limit);
      // It claims to go on behind the end of the log.
      if (found.length === 0) throw damage;
      for (const { bytes } of found) records.push(bytes);
    }
    this.noteVerified(await ports.archive.put({ topic: this.#topic, first, records }));
  }
}
