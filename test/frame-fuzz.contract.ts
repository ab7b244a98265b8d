/**
 * Sockets that are fed with broken, hostile and valid frames by a seed, at every door, while others
 * trade: nothing is thrown, nobody else notices, and a cancel is a cancel.
 */
import process from 'node:process';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { seedOfRun } from './testing/exchange-processes.ts';
import { assertAllKinds, FrameFuzzer, fuzzedDoors } from './testing/frame-fuzzer.ts';
import { testUnderFuzz } from './testing/under-fuzz.ts';

const SEED = seedOfRun();

export function frameFuzzContract(framesPerDoor: number): void {
  const title = `${framesPerDoor} frames at every socket: others trade on, nothing breaks`;
  testUnderFuzz(title, SEED, async ({ baseUrl, mallory }) => {
    const fuzzers = fuzzedDoors(mallory).map(
      (door, index) => new FrameFuzzer(baseUrl, door, new SeededRandom(SEED + index)),
    );
    await Promise.all(fuzzers.map((fuzzer) => fuzzer.run(framesPerDoor)));
    assertAllKinds(fuzzers);
    const counts = fuzzers.map((fuzzer) => ({ ...fuzzer.counts, ...closes(fuzzer) }));
    process.stdout.write(`${JSON.stringify(counts)}\n`);
  });
}

const closes = ({ closeCodes }: FrameFuzzer) => ({ closed: Object.fromEntries(closeCodes) });
