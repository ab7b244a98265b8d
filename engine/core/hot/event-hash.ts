/**
 * The rolling hash of every event: two 32-bit lanes, so that the arithmetic stays in int32. Not for
 * secrets: it tells replicas apart that should be equal.
 *
 *   record   w0   w1   w2   w3 …                  int32 words, as they stand in the event buffer
 *   lane a   Σ w(even) · K     ─┐
 *   lane b   Σ w(odd)  · K      ┴─▶ stir ─▶ next record
 *
 * A double is hashed as the two words of its bits: an integer has one representation (never -0), and
 * splitting it by arithmetic took a third of the core's time (2026-11-25, Node 20.20: 28 ns a trade,
 * in JavaScript 8). Every K is odd: one word that differs always changes a lane, and stirring is a bijection.
 * The records are mixed four words at a time (event-mixer.ts). See docs/adr/0009.
 */
import { assert } from '../../../proto/assert.ts';
import { type Hash64, hash64 } from '../../../proto/units.ts';
import { EVENT_WORDS } from './event-layout.ts';
import { eventLanes, mixEvents, STIR_A, STIR_B } from './event-mixer.ts';

const LANE_A_START = 0x811c9dc5 | 0;
const LANE_B_START = 0x9e3779b1 | 0;
const TWO_POW_MINUS_32 = 2 ** -32;
// Local constants: see README.md, "constants".
const RECORD_BYTES = EVENT_WORDS * 4;
const LANES = eventLanes;
const mix = mixEvents;
const A = STIR_A;
const B = STIR_B;

assert(
  new Uint8Array(Uint16Array.of(1).buffer)[0] === 1,
  'the hash of an event takes its words as they are in memory, which must be little-endian',
);

const hex32 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

export class EventHash {
  /** In a typed array: a field that holds a number beyond 31 bits would be boxed at every write. */
  private readonly lanes = Int32Array.of(LANE_A_START, LANE_B_START);
  private readonly single = new Float64Array(1);

  /** The first `count` records of the event memory, at least one. */
  mixRecords(count: number): void {
    const { lanes } = this;
    LANES[0] = lanes[0]!;
    LANES[1] = lanes[1]!;
    mix(count * RECORD_BYTES);
    lanes[0] = LANES[0]!;
    lanes[1] = LANES[1]!;
  }

  /** Any safe integer that is not negative. */
  mix(value: number): void {
    this.single[0] = value;
    this.mixAll(this.single);
  }

  /** One after the other. */
  mixAll(values: Float64Array): void {
    let a = this.lanes[0]!;
    let b = this.lanes[1]!;
    for (let index = 0; index < values.length; index += 1) {
      const low = values[index]! | 0;
      const high = (values[index]! * TWO_POW_MINUS_32) | 0;
      a = (a + Math.imul(low, A)) | 0;
      b = (b + Math.imul(low ^ (high << 7), B)) | 0;
      a = Math.imul(a ^ (a >>> 15), A);
      b = Math.imul(b ^ (b >>> 14), B);
      a ^= (b << 11) | (b >>> 21);
      b = (b + a) | 0;
    }
    this.lanes[0] = a;
    this.lanes[1] = b;
  }

  /** UTF-16 units. The length comes first, so that two texts cannot pass for two others. */
  mixText(text: string): void {
    this.mix(text.length);
    for (let index = 0; index < text.length; index += 1) this.mix(text.charCodeAt(index));
  }

  /** To be mixed elsewhere (book/row-sums.ts), and back. */
  putLanes(to: Int32Array): void {
    to.set(this.lanes);
  }

  takeLanes(from: Int32Array): void {
    this.lanes.set(from);
  }

  value(): Hash64 {
    return (hex32(this.lanes[0]!) + hex32(this.lanes[1]!)) as Hash64;
  }

  reset(value: Hash64): void {
    hash64(value);
    this.lanes[0] = Number.parseInt(value.slice(0, 8), 16) | 0;
    this.lanes[1] = Number.parseInt(value.slice(8), 16) | 0;
  }
}
