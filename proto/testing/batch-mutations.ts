/** Encoded batches, and what a broken writer could make of them; for tests only. */
import fc from 'fast-check';
import {
  crc32c,
  decodeCommandBatch,
  decodeEventBatch,
  encodeCommandBatch,
  encodeEventBatch,
} from '../codec.ts';
import { commandBatch, eventBatch } from './message-arbitraries.ts';

export interface SampleBatches {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  /** Decodes and encodes again. */
  readonly recode: (bytes: Uint8Array) => Uint8Array;
}

export function sampleBatches(options: {
  readonly seed: number;
  readonly count: number;
}): readonly SampleBatches[] {
  const sampling = { seed: options.seed, numRuns: options.count };
  return [
    {
      name: 'command batch',
      samples: fc.sample(commandBatch(), sampling).map(encodeCommandBatch),
      recode: (bytes) => encodeCommandBatch(decodeCommandBatch(bytes)),
    },
    {
      name: 'event batch',
      samples: fc.sample(eventBatch(), sampling).map(encodeEventBatch),
      recode: (bytes) => encodeEventBatch(decodeEventBatch(bytes)),
    },
  ];
}

/** One to four changes (a byte set, removed, inserted, or a stretch doubled), then a CRC that fits. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const body = [...bytes.subarray(0, -5)];
  for (let changes = 1 + random(4); changes > 0; changes -= 1) {
    const at = random(body.length);
    const action = random(5);
    if (action <= 1) body[at] = random(256);
    else if (action === 2) body.splice(at, 1 + random(3));
    else if (action === 3) body.splice(at, 0, random(256));
    else body.splice(at, 0, ...body.slice(at, at + random(20)));
  }
  const mutated = Uint8Array.from([...body, 0x7d, 0, 0, 0, 0]);
  new DataView(mutated.buffer).setUint32(body.length + 1, crc32c(mutated, 0, body.length), true);
  return mutated;
}

export function xorshift(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
