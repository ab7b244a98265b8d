import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DecodeError } from './codec.ts';
import { mutate, sampleBatches, xorshift } from './testing/batch-mutations.ts';

const MUTATIONS = 20_000;
const SEED = 20_261_121;

function codeOf(decode: () => unknown): string {
  try {
    decode();
    return 'decoded';
  } catch (error) {
    assert.ok(error instanceof DecodeError, `not a DecodeError: ${error}`);
    return error.code;
  }
}

for (const { name, samples, recode } of sampleBatches({ seed: SEED, count: 40 })) {
  describe(`a ${name}`, () => {
    test('with any one bit flipped is damaged', () => {
      for (const bytes of samples) {
        const copy = Uint8Array.from(bytes);
        for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
          copy[bit >>> 3]! ^= 1 << (bit & 7);
          assert.equal(
            codeOf(() => recode(copy)),
            'CRC_MISMATCH',
            `bit ${bit}`,
          );
          copy[bit >>> 3]! ^= 1 << (bit & 7);
        }
      }
    });

    test('cut off at any byte is damaged', () => {
      for (const bytes of samples) {
        for (let length = 0; length < bytes.length; length += 1) {
          assert.equal(
            codeOf(() => recode(bytes.subarray(0, length))),
            'CRC_MISMATCH',
          );
        }
      }
    });

    test('of arbitrary bytes with a valid CRC decodes to what has exactly these bytes, or not at all', () => {
      const random = xorshift(SEED);
      const outcomes = new Map<string, number>();
      for (let run = 0; run < MUTATIONS; run += 1) {
        const mutated = mutate(samples[run % samples.length]!, random);
        const outcome = codeOf(() => assert.deepEqual(recode(mutated), mutated));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      assert.equal(outcomes.get('CRC_MISMATCH'), undefined);
      for (const outcome of ['decoded', 'UNDECODABLE', 'SCHEMA_TOO_NEW']) {
        assert.ok((outcomes.get(outcome) ?? 0) > 10, `${outcome} was hardly seen`);
      }
    });

    test('of noise is damaged', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
          assert.equal(
            codeOf(() => recode(noise)),
            'CRC_MISMATCH',
          );
        }),
        { seed: SEED, numRuns: 2000 },
      );
    });
  });
}
