/**
 * Records as bytes: what a log holds in, what a log takes out, without an object per command or event.
 *
 *   CommandBatch bytes ─▶ record-reader ─▶ row ─▶ market-machine ─▶ event buffer ─▶ event-bytes ─▶ EventBatch bytes
 *                          check it all             rules, book       hash
 *
 * The same bytes as `encodeEventBatch(machine.applyBatch(decodeCommandBatch(bytes), offset))`.
 */
import { assert } from '../../proto/assert.ts';
import {
  type CommandBatchHeader,
  sealBatch,
  writeEventHash,
  writeEventHeader,
} from '../../proto/batch-codec.ts';
import type { Offset } from '../../proto/units.ts';
import type { EventSink } from './hot/event-buffer.ts';
import { EventBytes } from './hot/event-bytes.ts';
import { RecordReader } from './hot/record-reader.ts';
import type { MarketMachine } from './market-machine.ts';
import type { RecordHeader } from './record-header.ts';
import type { RecordOutput } from './record-output.ts';

export class RecordPath {
  readonly #machine: MarketMachine;
  readonly #reader = new RecordReader();
  readonly #events = new EventBytes(this.#reader);
  /** Of the record that is open; null: none is. */
  #header: RecordHeader | null = null;

  constructor(machine: MarketMachine) {
    this.#machine = machine;
  }

  /** Of the record that was opened last. */
  get commandCount(): number {
    return this.#reader.count;
  }

  /**
   * Checks all of a record and holds it for `apply` or `replay`; its bytes must stay as they are
   * until then. Throws DecodeError; the machine is as it was in any case.
   * `wholeCrc`: the CRC-32C of the bytes, where somebody has computed it already.
   */
  open(bytes: Uint8Array, wholeCrc?: number): CommandBatchHeader {
    this.#header = null;
    const header = this.#reader.open(bytes, wholeCrc);
    this.#header = header;
    return header;
  }

  /** Applies the open record, which is that at `inputOffset`. Throws what `applyBatch` throws. */
  apply(inputOffset: Offset): RecordOutput {
    const machine = this.#machine;
    const header = this.#opened();
    const events = this.#events;
    const writer = events.begin();
    const start = machine.beginRecord(header);
    const timestampUs = machine.clampedTime(header.timestampUs);
    writeEventHeader(writer, { inputOffset, ...start, timestampUs });
    this.#run(header, inputOffset, events);
    const eventHash = machine.eventHash();
    writeEventHash(writer, eventHash);
    const { firstSequence } = start;
    return {
      inputOffset,
      firstSequence,
      eventCount: machine.sequence + 1 - firstSequence,
      eventHash,
      stateHash: events.stateHash,
      bytes: sealBatch(writer),
    };
  }

  /** Applies the open record without making its events: they are only hashed and counted. */
  replay(inputOffset: Offset): void {
    this.#run(this.#opened(), inputOffset, null);
  }

  #opened(): RecordHeader {
    const header = this.#header;
    assert(header !== null, 'a record is open');
    this.#header = null;
    return header;
  }

  #run(header: RecordHeader, inputOffset: Offset, sink: EventSink | null): void {
    const machine = this.#machine;
    const reader = this.#reader;
    const { count } = reader;
    machine.openRecord(header, inputOffset, sink);
    let next = machine.applyRows(reader, 0, count);
    while (next < count) {
      machine.applyCommand(reader.other(next)!, next);
      next = machine.applyRows(reader, next + 1, count);
    }
    machine.closeRecord();
  }
}
