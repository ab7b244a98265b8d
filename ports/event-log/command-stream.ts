import { batchCrc, DecodeError, decodeCommandBatch } from '../../proto/codec.ts';
import type { CommandBatch } from '../../proto/messages.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { EventLog, Haste, LogRecord } from './event-log.ts';
import { SessionChains } from './session-chains.ts';

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

/** Reads a command log record by record, and checks its chains (session-chains.ts). */
export class CommandStream {
  readonly #log: EventLog;
  readonly #topic: string;
  readonly #chains: SessionChains;
  #next: Offset;

  constructor(options: {
    readonly log: EventLog;
    readonly topic: string;
    /** The first record to read. What came before it is not known and not checked. */
    readonly from: Offset;
  }) {
    this.#log = options.log;
    this.#topic = options.topic;
    this.#chains = new SessionChains(options.topic);
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
        this.#chains.followPoison(record);
        return { offset: record.offset, kind: 'poison', error };
      }
      throw error;
    }
    this.#chains.follow(record, batch);
    return { offset: record.offset, kind: 'batch', batch, crc: batchCrc(record.bytes) };
  }
}
