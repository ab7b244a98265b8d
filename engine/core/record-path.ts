/**
 * Records as bytes: what a log holds in, what a log takes out, without an object per command or event.
 *
 *   CommandBatch bytes ─▶ record-reader ─▶ row ─▶ market-machine ─▶ event buffer ─▶ event-bytes ─▶ EventBatch bytes
 *                          check it all             rules, book       hash
 *
 * The same bytes as `encodeEventBatch(machine.applyBatch(decodeCommandBatch(bytes), offset))`.
 */
import { sealBatch, writeEventHash, writeEventHeader } from '../../proto/batch-codec.ts';
import type { Offset } from '../../proto/units.ts';
import type { EventSink } from './hot/event-buffer.ts';
import { EventBytes } from './hot/event-bytes.ts';
import { OrderCommand } from './hot/order-command.ts';
import { CommandForm, RecordReader } from './hot/record-reader.ts';
import type { MarketMachine } from './market-machine.ts';
import type { RecordHeader } from './record-header.ts';

const { other: FORM_OTHER } = CommandForm;

export class RecordPath {
  readonly #machine: MarketMachine;
  readonly #reader = new RecordReader();
  readonly #events = new EventBytes(this.#reader);
  readonly #row = new OrderCommand();

  constructor(machine: MarketMachine) {
    this.#machine = machine;
  }

  /**
   * Applies the record at `inputOffset` and returns its event batch, encoded. Throws DecodeError (the
   * machine is as it was), or what `MarketMachine.applyBatch` throws.
   */
  apply(bytes: Uint8Array, inputOffset: Offset): Uint8Array {
    const machine = this.#machine;
    const { writer } = this.#events;
    const header = this.#reader.open(bytes);
    const start = machine.beginRecord(header);
    const timestampUs = machine.clampedTime(header.timestampUs);
    writer.position = 0;
    writeEventHeader(writer, { inputOffset, ...start, timestampUs });
    this.#run(header, inputOffset, this.#events);
    writeEventHash(writer, machine.eventHash());
    return sealBatch(writer);
  }

  /** Applies the record without making its events: they are only hashed and counted. */
  replay(bytes: Uint8Array, inputOffset: Offset): void {
    this.#run(this.#reader.open(bytes), inputOffset, null);
  }

  #run(header: RecordHeader, inputOffset: Offset, sink: EventSink | null): void {
    const machine = this.#machine;
    const reader = this.#reader;
    const row = this.#row;
    const { count } = reader;
    machine.openRecord(header, inputOffset, sink);
    for (let index = 0; index < count; index += 1) {
      if (reader.formOf(index) === FORM_OTHER) machine.applyCommand(reader.other(index)!, index);
      else {
        reader.read(index, row);
        machine.applyOrder(row, index);
      }
    }
    machine.closeRecord();
  }
}
