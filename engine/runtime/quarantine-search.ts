import type { EventLog } from '../../ports/event-log/event-log.ts';
import { DecodeError, decodeCommandBatch } from '../../proto/codec.ts';
import { limits } from '../../proto/limits.ts';
import type { CommandBatch } from '../../proto/messages.ts';
import { commandTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { Quarantine } from './market-fold.ts';

const LIMIT = { records: limits.recordsPerReadMax, bytes: 4 * limits.batchBytesMax } as const;

/** Looks behind a poison record for the operator's word to pass over it. */
export class QuarantineSearch {
  readonly #log: EventLog;
  readonly #topic: string;
  readonly #poison: Offset;
  #from: Offset;

  constructor(options: {
    readonly log: EventLog;
    readonly market: string;
    readonly poison: Offset;
  }) {
    this.#log = options.log;
    this.#topic = commandTopic(options.market);
    this.#poison = options.poison;
    this.#from = offset(options.poison + 1);
  }

  /** Looks through all that is there, or, if that is nothing, waits. */
  async next(timeoutMs: number): Promise<Quarantine | null> {
    if (!(await this.#log.waitFor(this.#topic, this.#from, timeoutMs))) return null;
    for (;;) {
      const records = await this.#log.read(this.#topic, this.#from, LIMIT);
      for (const record of records) {
        this.#from = offset(record.offset + 1);
        const found = this.#quarantineIn(record.bytes);
        if (found !== null) return found;
      }
      if (records.length === 0) return null;
    }
  }

  #quarantineIn(bytes: Uint8Array): Quarantine | null {
    let batch: CommandBatch;
    try {
      batch = decodeCommandBatch(bytes);
    } catch (error) {
      // More poison, for later.
      if (error instanceof DecodeError && error.code === 'UNDECODABLE') return null;
      throw error;
    }
    for (const command of batch.commands) {
      if (command.kind === 'CommandQuarantined' && command.offset === this.#poison) {
        const { reason } = command;
        return { offset: this.#poison, reason, timestampUs: batch.timestampUs };
      }
    }
    return null;
  }
}
