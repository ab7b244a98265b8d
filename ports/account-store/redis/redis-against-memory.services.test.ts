/**
 * The scripts against the rules in TypeScript: the same calls to both stores, whatever they are, have
 * the same outcomes, fail with the same codes and leave the same contents, to the last minor unit
 * around 2^53 and 2^63.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import {
  accountCalls,
  asText,
  contentsOf,
  countOutcome,
  OrderIdsOnce,
  outcomeOf,
} from '../../testing/account-calls.ts';
import { AccountBench } from '../../testing/account-fixture.ts';
import { testRedis } from '../../testing/test-redis.ts';
import { memoryAccountStore } from '../memory-account-store.ts';
import { openRedisAccountStore } from './redis-account-store.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 50;

test('the scripts and the rules in TypeScript agree, call by call', async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const seen = { admitted: 0, refused: 0, settled: 0, broken: 0 };
  const property = fc.asyncProperty(
    fc.array(accountCalls, { minLength: 10, maxLength: 40, size: 'max' }),
    async (played) => {
      const store = await openRedisAccountStore({
        connection: testRedis(),
        safety: 'development',
        clock: systemClock,
        crashPoints: noCrashPoints,
      });
      const redis = await new AccountBench(store).open();
      const memory = await new AccountBench(memoryAccountStore()).open();
      for (const bench of [redis, memory]) {
        await bench.fund({ 7: 100, 8: 2n ** 53n, 9: 2n ** 62n });
      }
      const once = new OrderIdsOnce();
      for (const call of played) {
        if (!(await once.allows(call, memory))) continue;
        const outcome = await outcomeOf(memory, call);
        assert.deepEqual(await outcomeOf(redis, call), outcome, JSON.stringify(call, asText));
        assert.deepEqual(await contentsOf(redis), await contentsOf(memory));
        countOutcome(seen, call, outcome);
      }
      await store.clear();
      await store.close();
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 50, `${what}: ${times}`);
});
