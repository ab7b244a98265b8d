/**
 * Where events stand until they are drained: one memory for the buffers of all machines. A buffer is
 * empty between two records, and records are applied one after the other, whole.
 *
 * A constant array needs no look at its shape, length and address at each use, and events are half of
 * what the core writes. Hot files hold it by a constant of their own (README.md, "constants"). Behind the
 * events stands what their hash needs (event-mixer.ts), and their bytes (event-encoder.ts):
 *
 *   │ events, 24 KB │ factors, lanes │ … cells │ encoded, 31 KB │      one page of 64 KB
 */
import { wasmMemory } from '../../../proto/wasm-function.ts';
import { EVENT_WORDS } from './event-layout.ts';

export const EVENTS_MAX = 256;
const WORDS = EVENTS_MAX * EVENT_WORDS;
export const EVENTS_BYTES = WORDS * 4;
/** What an event takes at most in bytes: an accepted order whose frame has one byte of length. */
const ENCODED_EVENT_BYTES = 124;
export const ENCODED_AT = 32 * 1024;
export const ENCODER_CELLS_AT = ENCODED_AT - 16;
export const ENCODED_BYTES = EVENTS_MAX * ENCODED_EVENT_BYTES;
export const eventMemory = wasmMemory(ENCODED_AT + ENCODED_BYTES);
/** Of the record that is open, by the positions of `EventCursor`. Not below 64 bytes: such are moved. */
export const eventCursor = new Int32Array(32);
export const EventCursor = {
  /** Of the next event, in words. */
  end: 0,
  commandIndex: 1,
} as const;
export const eventInts = new Int32Array(eventMemory.buffer, 0, WORDS);
export const eventDoubles = new Float64Array(eventMemory.buffer, 0, WORDS / 2);
