/** The hash of events as its drawing says it, word by word, against the one that takes four words at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announceSeed, Random } from '../testing/random.ts';
import { EventHash } from './event-hash.ts';
import { EVENT_BLOCKS, EVENT_WORDS, EVENT_WORDS_AS_ZERO, EventKind } from './event-layout.ts';
import { EVENTS_MAX, eventInts } from './event-memory.ts';

const random = new Random(announceSeed('node dist/engine/core/hot/event-hash.test.js'));
const KINDS = Object.values(EventKind);
const word = () => (random.below(2 ** 31) * 2 + random.below(2)) | 0;

// Of words 0 … 23: every log that was ever written has them in its hashes.
const FACTORS = `2c1b3c6d 297a2d39 6d2b79f5 1b56c4e9 85ebca6b c2b2ae35 5bd1e995 7feb352d
  846ca68b a54ff53b 3c6ef36f 510e527f 9b05688d 5be0cd19 1f83d9ab 428a2f99
  71374491 e9b5dba5 b5c0fbcf 3956c25b 59f111f1 ab1c5ed5 923f82a5 d807aa99`
  .split(/\s+/)
  .map((digits) => Number.parseInt(digits, 16) | 0);

const isHashed = (kind: number, index: number): boolean =>
  index < EVENT_BLOCKS[kind]! * 8 && !EVENT_WORDS_AS_ZERO[kind]?.includes(index);

function expected(count: number, from: readonly [number, number]): string {
  const lanes = Int32Array.from(from);
  for (let record = 0; record < count; record += 1) {
    const at = record * EVENT_WORDS;
    const kind = eventInts[at]! & 255;
    for (let index = 0; index < EVENT_WORDS; index += 1) {
      if (!isHashed(kind, index)) continue;
      lanes[index & 1]! += Math.imul(eventInts[at + index]!, FACTORS[index]!);
    }
    const [a, b] = [lanes[0]!, lanes[1]!];
    lanes[0] = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
    lanes[1] = Math.imul(b ^ (b >>> 14), 0x297a2d39);
    lanes[0] ^= (lanes[1] << 11) | (lanes[1] >>> 21);
    lanes[1] += lanes[0];
  }
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

test('four words at once are the words one by one, whatever stands behind an event', () => {
  const hash = new EventHash();
  for (let round = 0; round < 300; round += 1) {
    for (let index = 0; index < eventInts.length; index += 1) eventInts[index] = word();
    for (let at = 0; at < eventInts.length; at += EVENT_WORDS) {
      eventInts[at] = (eventInts[at]! & ~255) | random.pick(KINDS);
    }
    const count = round === 0 ? EVENTS_MAX : 1 + random.below(EVENTS_MAX);
    const before = hash.value();
    const lanes = [before.slice(0, 8), before.slice(8)].map((hex) => Number.parseInt(hex, 16) | 0);
    const sum = expected(count, [lanes[0]!, lanes[1]!]);
    hash.mixRecords(count);
    assert.equal(hash.value(), sum);
    assert.notEqual(sum, before);
  }
});

test('a word of an event that differs makes another hash; one of no use does not', () => {
  const hashed = () => {
    const hash = new EventHash();
    hash.mixRecords(2);
    return hash.value();
  };
  for (const kind of KINDS) {
    for (let index = 0; index < EVENT_WORDS * 2; index += 1) eventInts[index] = word();
    eventInts[0] = (eventInts[0]! & ~255) | kind;
    eventInts[EVENT_WORDS] = EventKind.orderRested;
    const before = hashed();
    for (let index = 1; index < EVENT_WORDS; index += 1) {
      const bit = 1 << random.below(32);
      eventInts[index]! ^= bit;
      assert.equal(hashed() !== before, isHashed(kind, index), `word ${index}`);
      eventInts[index]! ^= bit;
    }
  }
});
