import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestAndMedian, type Contestant, interleave } from './interleaved-runs.ts';

const never = new AbortController().signal;

test('contestants run by turns, and warm-ups do not count', async () => {
  const turns: string[] = [];
  const contestant = (name: string): Contestant<number> => ({
    name,
    run: async () => turns.push(name),
  });
  const series = await interleave([contestant('a'), contestant('b')], {
    ...{ warmUps: 2, rounds: 3, warmUpMs: 0, slowMs: 1e6, interrupted: never },
  });
  assert.equal(turns.join(''), 'aabbababab');
  assert.deepEqual(series, [
    { name: 'a', runs: [5, 7, 9], problem: null },
    { name: 'b', runs: [6, 8, 10], problem: null },
  ]);
});

test('one that fails is a row with its reason, and the others go on', async () => {
  let calls = 0;
  const failing: Contestant<number> = {
    name: 'failing',
    run: async () => {
      calls += 1;
      if (calls === 3) throw new Error('it broke');
      return calls;
    },
  };
  const sound: Contestant<number> = { name: 'sound', run: async () => 1 };
  const series = await interleave([failing, sound], {
    ...{ warmUps: 1, rounds: 3, warmUpMs: 0, slowMs: 1e6, interrupted: never },
  });
  assert.deepEqual(series[0], { name: 'failing', runs: [2], problem: 'it broke' });
  assert.deepEqual(series[1]?.runs, [1, 1, 1]);
});

test('a slow one does one warm-up and one run', async () => {
  let calls = 0;
  const slow: Contestant<number> = {
    name: 'slow',
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ++calls;
    },
  };
  const series = await interleave([slow], {
    ...{ warmUps: 3, rounds: 5, warmUpMs: 0, slowMs: 1, interrupted: never },
  });
  assert.deepEqual(series[0]?.runs, [2]);
});

test('best and median of runs', () => {
  assert.deepEqual(bestAndMedian([3, 1, 2]), { best: 3, median: 2 });
  assert.deepEqual(bestAndMedian([4, 1, 2, 3]), { best: 4, median: 2.5 });
  assert.deepEqual(bestAndMedian([7]), { best: 7, median: 7 });
});
