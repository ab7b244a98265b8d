/**
 * Order events, from the event buffer straight to the bytes of an EventBatch: no object per event.
 *
 *   event memory ── event-encoder ──▶ bytes of the four kinds of every order ──▶ writer
 *                        └─ texts are copied from the record that is open
 *                        └─ stops at a rare one ──▶ object ── event-codec ──▶ writer
 *
 * Both write the same bytes (record-path.test.ts).
 */
import { EVENTS_FIELD } from '../../../proto/batch-codec.ts';
import { writeEvent } from '../../../proto/event-codec.ts';
import type { Event } from '../../../proto/messages.ts';
import type { Hash64 } from '../../../proto/units.ts';
import { WireWriter } from '../../../proto/wire-writer.ts';
import { clientOrderIdOf, eventOf } from '../event-objects.ts';
import type { EventBuffer, EventSink } from './event-buffer.ts';
import {
  ENCODED_TEXT_AT,
  EncoderCell,
  encodedEvents,
  encodeEvents,
  encoderCells,
} from './event-encoder.ts';
import { EVENT_WORDS, EventKind, EventWord } from './event-layout.ts';
import { eventInts } from './event-memory.ts';
import type { RecordReader } from './record-reader.ts';

// Local constants: see README.md, "constants".
const INTS = eventInts;
const RECORD_WORDS = EVENT_WORDS;
const ENCODED = encodedEvents;
const CELLS = encoderCells;
const {
  eventsEnd: CELL_EVENTS_END,
  stoppedAt: CELL_STOPPED_AT,
  bytes: CELL_BYTES,
  texts: CELL_TEXTS,
} = EncoderCell;
const { orderAccepted: KIND_ACCEPTED } = EventKind;
const { commandIndex: COMMAND_INDEX, textAt: TEXT_AT, textBytes: TEXT_BYTES } = EventWord;

const WRITER_BYTES = 256 * 1024;
const WRITER_KEPT_BYTES_MAX = 4 * 1024 * 1024;

export class EventBytes implements EventSink {
  /** Of the last mark among the events. */
  stateHash: Hash64 | null = null;
  private writer = new WireWriter(WRITER_BYTES);
  private readonly reader: RecordReader;

  /** `reader` holds the record that the events come from: texts are copied from it. */
  constructor(reader: RecordReader) {
    this.reader = reader;
  }

  /** Of the next batch, at its very beginning. */
  begin(): WireWriter {
    // One huge batch does not hold memory for ever.
    if (this.writer.position > WRITER_KEPT_BYTES_MAX) this.writer = new WireWriter(WRITER_BYTES);
    this.writer.position = 0;
    this.stateHash = null;
    return this.writer;
  }

  take(events: EventBuffer, count: number): void {
    const end = count * RECORD_WORDS;
    for (let at = 0; at < end; ) {
      CELLS[CELL_EVENTS_END] = end * 4;
      encodeEvents(at * 4);
      const stoppedAt = CELLS[CELL_STOPPED_AT]! >> 2;
      if (CELLS[CELL_TEXTS] !== 0) this.putTexts(at, stoppedAt);
      this.writer.append(ENCODED.subarray(0, CELLS[CELL_BYTES]));
      if (stoppedAt < end) this.putRare(events, stoppedAt);
      at = stoppedAt + RECORD_WORDS;
    }
  }

  tell(event: Event): void {
    if (event.kind === 'StateHashed') this.stateHash = event.stateHash;
    writeEvent(this.writer, EVENTS_FIELD, event);
  }

  /** Of the accepted orders from one word of the event memory to another. */
  private putTexts(from: number, end: number): void {
    const { bytes } = this.reader;
    for (let at = from; at < end; at += RECORD_WORDS) {
      if ((INTS[at]! & 255) !== KIND_ACCEPTED) continue;
      const to = INTS[at + ENCODED_TEXT_AT]!;
      const textAt = INTS[at + TEXT_AT]!;
      const textBytes = INTS[at + TEXT_BYTES]!;
      for (let index = 0; index < textBytes; index += 1) {
        ENCODED[to + index] = bytes[textAt + index]!;
      }
    }
  }

  /** Refusals, amendments, and whatever has a text that is not plain ASCII. */
  private putRare(events: EventBuffer, at: number): void {
    const text = this.reader.clientOrderId(INTS[at + COMMAND_INDEX]!, clientOrderIdOf);
    writeEvent(this.writer, EVENTS_FIELD, eventOf(events, at, text));
  }
}
