/**
 * Where events stand until they are drained: one memory for the buffers of all machines. A buffer is
 * empty between two records, and records are applied one after the other, whole.
 *
 * A constant array needs no look at its shape, length and address at each use, and events are half of
 * what the core writes. Hot files hold it by a constant of their own (README.md, "constants").
 */
import { EVENT_WORDS } from './event-layout.ts';

export const EVENTS_MAX = 256;
const memory = new ArrayBuffer(EVENTS_MAX * EVENT_WORDS * 4);
export const eventInts = new Int32Array(memory);
export const eventDoubles = new Float64Array(memory);
