/**
 * Where events stand until they are drained: one memory for the buffers of all machines. A buffer is
 * empty between two records, and records are applied one after the other, whole.
 *
 * A constant array needs no look at its shape, length and address at each use, and events are half of
 * what the core writes. Hot files hold it by a constant of their own (README.md, "constants"). Behind the
 * events stands what their hash needs (event-mixer.ts).
 */
import { EVENT_WORDS } from './event-layout.ts';
import { onePage } from './wasm-function.ts';

export const EVENTS_MAX = 256;
const WORDS = EVENTS_MAX * EVENT_WORDS;
export const EVENTS_BYTES = WORDS * 4;
export const eventMemory = onePage();
/** Of the record that is open, by the positions of `EventCursor`. Not below 64 bytes: such are moved. */
export const eventCursor = new Int32Array(32);
export const EventCursor = {
  /** Of the next event, in words. */
  end: 0,
  commandIndex: 1,
} as const;
export const eventInts = new Int32Array(eventMemory.buffer, 0, WORDS);
export const eventDoubles = new Float64Array(eventMemory.buffer, 0, WORDS / 2);
