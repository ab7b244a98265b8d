/** A Redis that goes away in the middle of a rebuild: it is begun again, and from nothing. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { accountScripts } from '../ports/account-store/redis/account-scripts.ts';
import { openRedisAccountStore } from '../ports/account-store/redis/redis-account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { type CrashPoints, noCrashPoints } from '../ports/crash-points/crash-points.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { testRedis } from '../ports/testing/test-redis.ts';
import { decodeCommandBatch, encodeEventBatch } from '../proto/codec.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../proto/topics.ts';
import { conservationProblems } from './conservation.ts';
import { Settlement } from './settlement.ts';
import { MemoryEventLog } from './testing/memory-event-log.ts';
import { RandomExchange } from './testing/random-exchange.ts';
import { testPorts, until } from './testing/test-ports.ts';

const identity = { name: 'settlement', pid: 1, version: 'test' };

/** An exchange that has traded; `log` has engines behind it, which answer whoever appends to it. */
async function tradedExchange(): Promise<{
  readonly log: EventLog;
  readonly store: AccountStore;
}> {
  const log = new MemoryEventLog();
  const store = memoryAccountStore();
  const exchange = new RandomExchange(store, log);
  const { ports, logger } = testPorts({ log, accounts: store });
  const settlement = new Settlement({ ports, logger, identity });
  const running = settlement.run();
  const settled = () =>
    until('all is settled', async () => {
      for (const topic of await log.topics()) {
        if (topic.startsWith('commands.') && topic !== 'commands.ledger') continue;
        const { end } = await log.bounds(topic);
        const next = (await store.cursor(topic))?.nextLogOffset ?? 0;
        if (next < end - (topic === 'commands.ledger' ? 0 : 1)) return false;
      }
      return true;
    });
  await exchange.begin(settled);
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  for (let count = 0; count < 150; count += 1) {
    await exchange.move({ kind: next(), a: next(), b: next(), c: next(), d: next() });
  }
  await settled();
  settlement.stop();
  await running;
  const append: EventLog['append'] = async (topic, records) => {
    const first = await log.append(topic, records);
    const market = marketOfTopic(topic);
    const machine = market === null ? undefined : exchange.machines.get(market);
    if (market === null || machine === undefined || topic !== commandTopic(market)) return first;
    for (const [index, bytes] of records.entries()) {
      const events = machine.applyBatch(decodeCommandBatch(bytes), (first + index) as typeof first);
      await log.append(eventTopic(market), [encodeEventBatch(events)]);
    }
    return first;
  };
  const answered = new Proxy<EventLog>(log, {
    get: (target, name: keyof EventLog) => {
      if (name === 'append') return append;
      const member = target[name];
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { log: answered, store };
}

async function balancesOf(store: AccountStore): Promise<readonly string[]> {
  const { balances } = await store.inspect();
  return balances
    .map(({ accountId, asset, available, held }) => `${accountId} ${asset} ${available} ${held}`)
    .filter((row) => !row.endsWith(' 0 0'))
    .sort();
}

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
});
