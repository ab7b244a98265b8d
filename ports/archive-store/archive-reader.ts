import { type Offset, offset } from '../../proto/units.ts';
import type { LogRecord } from '../event-log/event-log.ts';
import { type ArchiveEntry, type ArchiveStore, ArchiveStoreError } from './archive-store.ts';

/** A stretch without a gap: `first` … `end` - 1. */
export interface Coverage {
  readonly first: Offset;
  readonly end: Offset;
}

interface OpenStretch {
  readonly entry: ArchiveEntry;
  readonly records: readonly Uint8Array[];
}

/**
 * Reads a topic's archive as one stream of records, whatever overlaps in it. Keeps the listing (which
 * only grows) and the stretch that was read last.
 *
 *   stretches   |0───99| |50──────149| |150──199|      |300──…
 *   coverage    |0──────────────────────────199|       |300──…
 */
export class ArchiveReader {
  readonly #store: ArchiveStore;
  readonly #topic: string;
  #entries: readonly ArchiveEntry[] = [];
  #open: OpenStretch | null = null;

  constructor(store: ArchiveStore, topic: string) {
    this.#store = store;
    this.#topic = topic;
  }

  /** Throws ArchiveStoreError. */
  async refresh(): Promise<void> {
    this.#entries = await this.#store.list(this.#topic);
  }

  /**
   * Somebody reads there in the log. If that is where the stretch in memory goes on, it is let go; else
   * it is another's, who follows the end while one reads old records.
   */
  goesOnInLog(from: Offset): void {
    const entry = this.#open?.entry;
    if (entry !== undefined && entry.first <= from && from <= entry.last + 1) this.#open = null;
  }

  /** By the last listing. */
  coverages(): readonly Coverage[] {
    return coverages(this.#entries);
  }

  /**
   * Records from `from` on, at least one; null: the archive has none there. Throws ArchiveStoreError
   * (ARCHIVE_DAMAGED when every stretch with that record is).
   */
  async read(
    from: Offset,
    limit: { readonly records: number; readonly bytes: number },
  ): Promise<readonly LogRecord[] | null> {
    let open = this.#holding(from) ?? (await this.#openAt(from));
    if (open === null || open instanceof ArchiveStoreError) {
      await this.refresh();
      open = await this.#openAt(from);
      if (open === null) return null;
      if (open instanceof ArchiveStoreError) throw open;
    }
    const { entry, records } = open;
    const found: LogRecord[] = [];
    let bytesLeft = limit.bytes;
    for (let at: number = from; at <= entry.last && found.length < limit.records; at += 1) {
      if (found.length > 0 && bytesLeft <= 0) break;
      const bytes = records[at - entry.first]!.slice();
      bytesLeft -= bytes.length;
      found.push({ offset: offset(at), bytes });
    }
    return found;
  }

  #holding(at: number): OpenStretch | null {
    const open = this.#open;
    return open !== null && open.entry.first <= at && at <= open.entry.last ? open : null;
  }

  /** Of several stretches with the record the one that goes on longest; null: there is none. */
  async #openAt(at: number): Promise<OpenStretch | ArchiveStoreError | null> {
    const covering = this.#entries
      .filter(({ first, last }) => first <= at && at <= last)
      .sort((left, right) => right.last - left.last);
    let problem: ArchiveStoreError | null = null;
    for (const entry of covering) {
      try {
        const { records } = await this.#store.get(entry);
        const open = { entry, records };
        this.#open = open;
        return open;
      } catch (error) {
        if (!isBad(error)) throw error;
        if (error.code === 'ARCHIVE_DAMAGED') problem = error;
      }
    }
    return problem;
  }
}

function isBad(error: unknown): error is ArchiveStoreError {
  if (!(error instanceof ArchiveStoreError)) return false;
  return error.code === 'ARCHIVE_DAMAGED' || error.code === 'ARCHIVE_NOT_FOUND';
}

/** What the stretches cover together, in order; of overlapping and adjacent ones one. */
export function coverages(entries: readonly ArchiveEntry[]): readonly Coverage[] {
  const covered: { first: Offset; end: Offset }[] = [];
  for (const { first, last } of [...entries].sort((a, b) => a.first - b.first)) {
    const before = covered.at(-1);
    if (before !== undefined && first <= before.end) {
      before.end = offset(Math.max(before.end, last + 1));
    } else {
      covered.push({ first, end: offset(last + 1) });
    }
  }
  return covered;
}
