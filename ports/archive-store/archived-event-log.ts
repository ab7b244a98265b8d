/**
 * A log and its archive, read as one stream:
 *
 *   archive   |0 ───────────────── 4,999,999|
 *   log                     |4,200,000 ───────────── 7,000,000|
 *   read      ─ from the archive ─▶ ─ from the log ──────────▶
 *
 * The log comes first: only what it no longer holds is read from the archive, so that nothing which
 * follows the end ever waits for S3.
 */
import { DecodeError } from '../../proto/codec.ts';
import type { Offset } from '../../proto/units.ts';
import {
  type Durability,
  type EventLog,
  EventLogError,
  type LogBounds,
  type LogRecord,
} from '../event-log/event-log.ts';
import { ArchiveReader } from './archive-reader.ts';
import { type ArchiveStore, ArchiveStoreError } from './archive-store.ts';

type ReadLimit = Parameters<EventLog['read']>[2];

export class ArchivedEventLog implements EventLog {
  readonly #log: EventLog;
  readonly #archive: ArchiveStore;
  readonly #readers = new Map<string, ArchiveReader>();
  /** Where the log began when it was last looked at; it only moves up. */
  readonly #earliest = new Map<string, Offset>();

  constructor(options: { readonly log: EventLog; readonly archive: ArchiveStore }) {
    this.#log = options.log;
    this.#archive = options.archive;
  }

  get durability(): Durability {
    return this.#log.durability;
  }

  createTopic(topic: string): Promise<void> {
    return this.#log.createTopic(topic);
  }

  topics(): Promise<readonly string[]> {
    return this.#log.topics();
  }

  append(topic: string, records: readonly Uint8Array[]): Promise<Offset> {
    return this.#log.append(topic, records);
  }

  async read(topic: string, from: Offset, limit: ReadLimit): Promise<readonly LogRecord[]> {
    if (from >= (this.#earliest.get(topic) ?? 0)) {
      try {
        const records = await this.#log.read(topic, from, limit);
        this.#readers.get(topic)?.goesOnInLog(from);
        return records;
      } catch (error) {
        if (!(error instanceof EventLogError) || error.code !== 'LOG_OFFSET_OUT_OF_RANGE') {
          throw error;
        }
        const { earliest } = await this.#log.bounds(topic);
        this.#earliest.set(topic, earliest);
        if (from < 0 || from >= earliest) throw error;
      }
    }
    return this.#readArchive(topic, from, limit);
  }

  bounds(topic: string): Promise<LogBounds> {
    return this.#log.bounds(topic);
  }

  waitFor(...wait: Parameters<EventLog['waitFor']>): Promise<boolean> {
    return this.#log.waitFor(...wait);
  }

  deleteBefore(topic: string, before: Offset): Promise<void> {
    return this.#log.deleteBefore(topic, before);
  }

  /** The archive is a port of its own, and closed as one. */
  close(): Promise<void> {
    return this.#log.close();
  }

  async #readArchive(topic: string, from: Offset, limit: ReadLimit): Promise<readonly LogRecord[]> {
    let reader = this.#readers.get(topic);
    if (reader === undefined) {
      reader = new ArchiveReader(this.#archive, topic);
      this.#readers.set(topic, reader);
    }
    let records: readonly LogRecord[] | null;
    try {
      records = await reader.read(from, limit);
    } catch (error) {
      throw archiveReadError(error, `${topic} from offset ${from}`);
    }
    if (records !== null) return records;
    const { earliest, end } = await this.#log.bounds(topic);
    throw outOfReach({ topic, from, earliest, end, reader });
  }
}

function archiveReadError(error: unknown, what: string): unknown {
  if (error instanceof DecodeError || !(error instanceof ArchiveStoreError)) return error;
  const code = error.code === 'ARCHIVE_DAMAGED' ? 'LOG_DAMAGED' : 'LOG_UNAVAILABLE';
  return new EventLogError(code, `${what}, which only the archive holds: ${error.message}`, {
    cause: error,
  });
}

/** The error that says what there is, and how to go on. */
function outOfReach(options: {
  readonly topic: string;
  readonly from: Offset;
  readonly earliest: Offset;
  readonly end: Offset;
  readonly reader: ArchiveReader;
}): EventLogError {
  const { topic, from, earliest, end, reader } = options;
  const archived = reader.coverages().map(({ first, end: after }) => `${first} … ${after - 1}`);
  return new EventLogError(
    'LOG_OFFSET_OUT_OF_RANGE',
    `${topic}: offset ${from} is needed, the log holds ${earliest} … ${end - 1} and the archive ` +
      `${archived.join(', ') || 'nothing'}; to go on, bring a snapshot of offset ${earliest - 1} or ` +
      'later into the snapshot store (lockstep snapshot ls), or the missing segments into the ' +
      'archive (lockstep archive ls)',
  );
}
