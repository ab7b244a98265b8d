import { batchCrc, DecodeError, decodeCommandBatch } from '../../proto/codec.ts';
import type { CommandBatch } from '../../proto/messages.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { EventLog, Haste, LogRecord } from './event-log.ts';
import { StreamError } from './stream-error.ts';

const LIMIT = { records: 512, bytes: 4 * 1024 * 1024 } as const;

export type StreamedCommands =
  | {
      readonly offset: Offset;
      readonly kind: 'batch';
      readonly batch: CommandBatch;
      /** The batch's own CRC, which its writer's next batch must name. */
      readonly crc: number;
    }
  /** Undamaged, and yet not a batch of commands; halts the market until it is quarantined. */
  | { readonly offset: Offset; readonly kind: 'poison'; readonly error: DecodeError };

/**
 * Reads a command log record by record, and checks that each session's batches are those which it
 * wrote, in its order, none missing: each names the CRC of the one before. (Control records, session
 * 0, have many writers and no chain.)
 */
export class CommandStream {
  readonly #log: EventLog;
  readonly #topic: string;
  /** CRC of the last batch by session and epoch. */
  readonly #chains = new Map<string, number>();
  /** CRCs of poison records: whoever wrote one names it in its next batch. */
  readonly #poison = new Set<number>();
  #next: Offset;

  constructor(options: {
    readonly log: EventLog;
    readonly topic: string;
    /** The first record to read. What came before it is not known and not checked. */
    readonly from: Offset;
  }) {
    this.#log = options.log;
    this.#topic = options.topic;
    this.#next = options.from;
  }

  /** The next record that `next` will read. */
  get nextOffset(): Offset {
    return this.#next;
  }

  /**
   * The next records; waits for at most `timeoutMs`, and may be empty. Throws EventLogError,
   * DecodeError (CRC_MISMATCH, SCHEMA_TOO_NEW) and StreamError (HISTORY_CHANGED).
   */
  async next(timeoutMs: number, haste?: Haste): Promise<readonly StreamedCommands[]> {
    if (!(await this.#log.waitFor(this.#topic, this.#next, timeoutMs, haste))) return [];
    const records = await this.#log.read(this.#topic, this.#next, LIMIT);
    const streamed = records.map((record) => this.#take(record));
    this.#next = offset(this.#next + records.length);
    return streamed;
  }

  #take(record: LogRecord): StreamedCommands {
    let batch: CommandBatch;
    try {
      batch = decodeCommandBatch(record.bytes);
    } catch (error) {
      if (error instanceof DecodeError && error.code === 'UNDECODABLE') {
        this.#poison.add(batchCrc(record.bytes));
        return { offset: record.offset, kind: 'poison', error };
      }
      throw error;
    }
    const crc = batchCrc(record.bytes);
    if (batch.sessionId !== 0) this.#checkChain(record.offset, batch, crc);
    return { offset: record.offset, kind: 'batch', batch, crc };
  }

  #checkChain(at: Offset, batch: CommandBatch, crc: number): void {
    const writer = `${batch.sessionId}/${batch.sessionEpoch}`;
    const before = this.#chains.get(writer) ?? (batch.firstSequence === 1 ? 0 : batch.prevHash);
    // A writer that does not know whether its append landed writes the same batch once more.
    const again = crc === before;
    if (batch.prevHash !== before && !again && !this.#poison.has(batch.prevHash)) {
      throw new StreamError(
        'HISTORY_CHANGED',
        `${this.#topic} at offset ${at}: session ${batch.sessionId} in epoch ${batch.sessionEpoch} ` +
          `wrote this batch after one with CRC ${hex(batch.prevHash)}, but ${hex(before)} stands there`,
      );
    }
    this.#chains.set(writer, crc);
  }
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
