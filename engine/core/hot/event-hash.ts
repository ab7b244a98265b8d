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
 * now 8). The sums have no dependency from word to word, so the processor overlaps them. Every K is
 * odd: one word that differs always changes a lane, and stirring is a bijection. See docs/adr/0009.
 */
import { assert } from '../../../proto/assert.ts';
import { type Hash64, hash64 } from '../../../proto/units.ts';
import { EVENT_BLOCKS, EVENT_WORDS } from './event-layout.ts';
import { eventInts } from './event-memory.ts';

const LANE_A_START = 0x811c9dc5 | 0;
const LANE_B_START = 0x9e3779b1 | 0;
const TWO_POW_MINUS_32 = 2 ** -32;
// Local constants: see README.md, "constants".
const RECORD_WORDS = EVENT_WORDS;
const BLOCKS = EVENT_BLOCKS;
const WORDS = eventInts;

assert(
  new Uint8Array(Uint16Array.of(1).buffer)[0] === 1,
  'the hash of an event takes its words as they are in memory, which must be little-endian',
);

const hex32 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

export class EventHash {
  /** In a typed array: a field that holds a number beyond 31 bits would be boxed at every write. */
  private readonly lanes = Int32Array.of(LANE_A_START, LANE_B_START);
  private readonly single = new Float64Array(1);

  /** The first `count` records of the event memory. The factors are odd and unrelated. */
  mixRecords(count: number): void {
    let a = this.lanes[0]!;
    let b = this.lanes[1]!;
    for (let at = 0, end = count * RECORD_WORDS; at < end; at += RECORD_WORDS) {
      a = (a + Math.imul(WORDS[at]!, 0x2c1b3c6d) + Math.imul(WORDS[at + 2]!, 0x6d2b79f5)) | 0;
      b = (b + Math.imul(WORDS[at + 1]!, 0x297a2d39) + Math.imul(WORDS[at + 3]!, 0x1b56c4e9)) | 0;
      a = (a + Math.imul(WORDS[at + 4]!, 0x85ebca6b) + Math.imul(WORDS[at + 6]!, 0x5bd1e995)) | 0;
      b = (b + Math.imul(WORDS[at + 5]!, 0xc2b2ae35) + Math.imul(WORDS[at + 7]!, 0x7feb352d)) | 0;
      const blocks = BLOCKS[WORDS[at]! & 255]!;
      if (blocks > 1) {
        a =
          (a + Math.imul(WORDS[at + 8]!, 0x846ca68b) + Math.imul(WORDS[at + 10]!, 0x3c6ef36f)) | 0;
        b =
          (b + Math.imul(WORDS[at + 9]!, 0xa54ff53b) + Math.imul(WORDS[at + 11]!, 0x510e527f)) | 0;
        a =
          (a + Math.imul(WORDS[at + 12]!, 0x9b05688d) + Math.imul(WORDS[at + 14]!, 0x1f83d9ab)) | 0;
        b =
          (b + Math.imul(WORDS[at + 13]!, 0x5be0cd19) + Math.imul(WORDS[at + 15]!, 0x428a2f99)) | 0;
        if (blocks > 2) {
          a =
            (a + Math.imul(WORDS[at + 16]!, 0x71374491) + Math.imul(WORDS[at + 18]!, 0xb5c0fbcf)) |
            0;
          b =
            (b + Math.imul(WORDS[at + 17]!, 0xe9b5dba5) + Math.imul(WORDS[at + 19]!, 0x3956c25b)) |
            0;
          a =
            (a + Math.imul(WORDS[at + 20]!, 0x59f111f1) + Math.imul(WORDS[at + 22]!, 0x923f82a5)) |
            0;
          b =
            (b + Math.imul(WORDS[at + 21]!, 0xab1c5ed5) + Math.imul(WORDS[at + 23]!, 0xd807aa99)) |
            0;
        }
      }
      a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
      b = Math.imul(b ^ (b >>> 14), 0x297a2d39);
      a ^= (b << 11) | (b >>> 21);
      b = (b + a) | 0;
    }
    this.lanes[0] = a;
    this.lanes[1] = b;
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
      a = (a + Math.imul(low, 0x2c1b3c6d)) | 0;
      b = (b + Math.imul(low ^ (high << 7), 0x297a2d39)) | 0;
      a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
      b = Math.imul(b ^ (b >>> 14), 0x297a2d39);
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

  value(): Hash64 {
    return (hex32(this.lanes[0]!) + hex32(this.lanes[1]!)) as Hash64;
  }

  reset(value: Hash64): void {
    hash64(value);
    this.lanes[0] = Number.parseInt(value.slice(0, 8), 16) | 0;
    this.lanes[1] = Number.parseInt(value.slice(8), 16) | 0;
  }
}
