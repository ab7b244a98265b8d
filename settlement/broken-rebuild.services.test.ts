/** A Redis that goes away in the middle of a rebuild: it is begun again, and from nothing. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import { accountScripts } from '../ports/account-store/redis/account-scripts.ts';
import { openRedisAccountStore } from '../ports/account-store/redis/redis-account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { type CrashPoints, noCrashPoints } from '../ports/crash-points/crash-points.ts';
import { testRedis } from '../ports/testing/test-redis.ts';
import { conservationProblems } from './conservation.ts';
import { Settlement } from './settlement.ts';
import { besideAnother } from './testing/beside-another.ts';
import { testPorts, until } from './testing/test-ports.ts';
import { balancesOf, tradedExchange } from './testing/traded-exchange.ts';

const identity = { name: 'settlement', pid: 1, version: 'test' };

describe('a rebuild on Redis', () => {
  const opened: AccountStore[] = [];
  const alive = setInterval(() => {}, 1000);
  // Else the first call is refused, and sent again.
  before(async () => {
    const { host, port, username, password } = testRedis();
    const login = {
      ...(username !== null && { username }),
      ...(password !== null && { password }),
    };
    const redis = new Redis({ host, port, ...login });
    await redis.script('LOAD', accountScripts.apply.text);
    redis.disconnect();
  });
  after(async () => {
    clearInterval(alive);
    for (const store of opened) await store.close();
  });

  // In two calls: what there is, then how far it goes.
  for (const call of [1, 2]) {
    test(`whose call ${call} gets no answer ends with the same money, open to all`, async () => {
      const { log, store } = await tradedExchange();
      const connection = testRedis();
      let calls = 0;
      const crashPoints: CrashPoints = {
        reach: (point) => {
          if (point !== 'CP14-inside-settle') return;
          calls += 1;
          if (calls === call) throw new Error('the connection broke');
        },
      };
      const open = async (points: CrashPoints) => {
        const options = { connection, safety: 'development', clock: systemClock } as const;
        const redis = await openRedisAccountStore({ ...options, crashPoints: points });
        opened.push(redis);
        return redis;
      };
      const accounts = await open(crashPoints);
      const { ports, logger, logged } = testPorts({ log, accounts });
      const settlement = new Settlement({ ports, logger, identity });
      const running = settlement.run();
      running.catch(() => {});
      await until('it is folded', async () => logged.some((line) => line.includes('folded')));
      settlement.stop();
      await running;
      assert.ok(calls > call, 'the fault has happened');
      assert.deepEqual(await balancesOf(await open(noCrashPoints)), await balancesOf(store));
      assert.deepEqual(conservationProblems(await accounts.inspect()), []);
    });
  }

  test("beside another settlement's leaves open what that one has rebuilt", async () => {
    const connection = testRedis();
    await besideAnother(async () => {
      const options = { connection, safety: 'development', clock: systemClock } as const;
      const redis = await openRedisAccountStore({ ...options, crashPoints: noCrashPoints });
      opened.push(redis);
      return redis;
    });
  });
});
