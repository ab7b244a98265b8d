/**
 * The hash chain of each writer of a command log: every batch names the CRC of the batch that the
 * same session wrote before it in the same epoch, so a record that was taken out or put in shows.
 */
import { batchCrc } from '../../proto/codec.ts';
import type { CommandBatch } from '../../proto/messages.ts';

export class WriterChains {
  readonly #last = new Map<string, { readonly crc: number; readonly bytes: Uint8Array }>();

  /** CRCs of records that cannot be read: some session's next batch may follow one of them. */
  readonly #unreadable = new Set<number>();

  /** A record that an operator had passed over because nothing can be made of it. */
  noteUnreadable(bytes: Uint8Array): void {
    if (bytes.length >= 4) this.#unreadable.add(batchCrc(bytes));
  }

  /** null, or what is broken. A byte-identical repeat (a retry that had landed) keeps the chain. */
  check(batch: CommandBatch, bytes: Uint8Array): string | null {
    if (batch.sessionId === 0) return null;
    const writer = `${batch.sessionId}/${batch.sessionEpoch}`;
    const last = this.#last.get(writer);
    if (last !== undefined && Buffer.compare(last.bytes, bytes) === 0) return null;
    const expected = last?.crc ?? 0;
    this.#last.set(writer, { crc: batchCrc(bytes), bytes });
    if (batch.prevHash === expected || this.#unreadable.has(batch.prevHash)) return null;
    return `session ${writer} follows ${hex(batch.prevHash)}, it had written ${hex(expected)}`;
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
