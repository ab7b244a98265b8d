import { batchCrc, type CommandBatchHeader } from '../../proto/codec.ts';
import type { LogRecord } from './event-log.ts';
import { StreamError } from './stream-error.ts';

/**
 * Whether each session's batches in a command log are those which it wrote, in its order, none
 * missing: each names the CRC of the one before. (Control records, session 0, have many writers and
 * no chain.) What comes before the first record that it is shown is not known and not checked.
 */
export class SessionChains {
  readonly #topic: string;
  /** CRC of the last batch by session and epoch. */
  readonly #chains = new Map<number, number>();
  /** CRCs of poison records: whoever wrote one names it in its next batch. */
  readonly #poison = new Set<number>();

  constructor(topic: string) {
    this.#topic = topic;
  }

  /** The next record. Throws StreamError HISTORY_CHANGED. */
  follow(record: LogRecord, header: CommandBatchHeader): void {
    const { sessionId, sessionEpoch, prevHash, firstSequence } = header;
    if (sessionId === 0) return;
    const crc = batchCrc(record.bytes);
    const writer = sessionId * 2 ** 32 + sessionEpoch;
    const before = this.#chains.get(writer) ?? (firstSequence === 1 ? 0 : prevHash);
    // A writer that does not know whether its append landed writes the same batch once more.
    const again = crc === before;
    if (prevHash !== before && !again && !this.#poison.has(prevHash)) {
      throw new StreamError(
        'HISTORY_CHANGED',
        `${this.#topic} at offset ${record.offset}: session ${sessionId} in epoch ${sessionEpoch} ` +
          `wrote this batch after one with CRC ${hex(prevHash)}, but ${hex(before)} stands there`,
      );
    }
    this.#chains.set(writer, crc);
  }

  /** The next record is undamaged, and yet not a batch of commands. */
  followPoison(record: LogRecord): void {
    this.#poison.add(batchCrc(record.bytes));
  }
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
