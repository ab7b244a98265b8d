import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DecodeError } from './codec.ts';
import { mutate, sampleBatches, xorshift } from './testing/batch-mutations.ts';

const MUTATIONS = 5_000_000;
const seed = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
process.stdout.write(`SEED=${seed}\n`);

describe('whatever stands between a valid header and a valid CRC', () => {
  for (const { name, samples, recode } of sampleBatches({ seed, count: 500 })) {
    test(`a ${name} decodes to what has exactly these bytes, or is a DecodeError`, () => {
      const random = xorshift(seed | 1);
      for (let run = 0; run < MUTATIONS; run += 1) {
        const mutated = mutate(samples[run % samples.length]!, random);
        try {
          const again = recode(mutated);
          assert.ok(Buffer.compare(again, mutated) === 0, `run ${run} has a second encoding`);
        } catch (error) {
          assert.ok(error instanceof DecodeError, `SEED=${seed}, run ${run}: ${error}`);
        }
      }
    });
  }
});
