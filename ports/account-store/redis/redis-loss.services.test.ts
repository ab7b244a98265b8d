/** Who may still use a store on Redis that was emptied, restarted, set back or begun anew. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import type { RedisConnection } from '../../redis/redis-connection.ts';
import { AccountBench, orderOf, SESSION } from '../../testing/account-fixture.ts';
import { OwnRedis } from '../../testing/own-redis.ts';
import { PASS, TcpProxy } from '../../testing/tcp-proxy.ts';
import type { AccountStore } from '../account-store.ts';
import { openRedisAccountStore } from './redis-account-store.ts';

const LOST = { code: 'ACCOUNT_STORE_LOST' };
/** Of a call to the account store (store-identity.ts). */
const CALL_DEADLINE_MS = 1000;

describe('a process that knew the store', () => {
  let redis: OwnRedis;
  let connection: RedisConnection;
  let bench: AccountBench;
  let alive: NodeJS.Timeout;
  const opened: AccountStore[] = [];

  before(async () => {
    alive = setInterval(() => {}, 1000);
    redis = await OwnRedis.start();
  });
  after(async () => {
    clearInterval(alive);
    for (const store of opened) await store.close();
    await redis.close();
  });
  beforeEach(async () => {
    connection = redis.connection();
    bench = await new AccountBench(await open()).open();
    await bench.fund({ 7: 100 });
  });

  async function open(port = connection.port, clock: Clock = systemClock): Promise<AccountStore> {
    const options = {
      connection: { ...connection, port },
      safety: 'development',
      clock,
      crashPoints: noCrashPoints,
    } as const;
    const store = await openRedisAccountStore(options);
    opened.push(store);
    return store;
  }
  const key = () => `{${connection.namespace}}:store`;
  const admit = () => bench.admit(7, orderOf(1, 10));

  async function refusesEverything(): Promise<void> {
    await assert.rejects(admit(), LOST);
    await assert.rejects(bench.store.inspect(), LOST);
    await assert.rejects(bench.store.balances(7 as never), LOST);
    await assert.rejects(bench.store.sessionEpoch(SESSION), LOST);
  }

  test('is refused by one that was emptied, and never takes it for a new one', async () => {
    await redis.admin.flushall();
    await refusesEverything();
    assert.equal(await bench.store.lookAgain(), false);
    await refusesEverything();
    assert.equal(await redis.admin.exists(key()), 0);
    // A process that comes now cannot know better.
    assert.equal(await (await open()).openSession(SESSION, 0 as never), 1);
    await assert.rejects(bench.store.openSession(SESSION, 0 as never), LOST);
  });

  test('is refused after a restart, as is everybody else, until somebody rebuilds it', async () => {
    await redis.kill();
    await assert.rejects(admit(), { code: 'ACCOUNT_STORE_UNAVAILABLE' });
    await redis.restart();
    const another = await open();
    await until(async () => (await codeOf(admit())) === LOST.code);
    await refusesEverything();
    await assert.rejects(another.inspect(), LOST);
    assert.equal(await another.lookAgain(), false);

    await another.clear();
    await assert.rejects((await open()).inspect(), LOST, 'closed to others');
    const rebuilt = await new AccountBench(another).open();
    await rebuilt.fund({ 7: 50 });
    await another.reopen();
    await refusesEverything();
    assert.equal((await (await open()).inspect()).balances[0]?.available, 50n);
    assert.equal(await bench.store.lookAgain(), true);
    assert.equal(await bench.balance(7), '50 0');
  });

  test('is refused when writes that it knows of are missing', async () => {
    await admit();
    await redis.admin.hincrby(key(), 'writes', -1);
    await assert.rejects(bench.store.openSession(SESSION, 0 as never), LOST);
  });

  test('takes nothing from one that somebody else begins while it drops what was there', async () => {
    const proxy = await TcpProxy.listen({ port: redis.port });
    try {
      const setTimer: Clock['setTimer'] = (ms, action) => systemClock.setTimer(50 * ms, action);
      const slow = await open(proxy.port, { ...systemClock, setTimer });
      await slow.inspect();
      let isLooking = false;
      let goOn = () => {};
      const released = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      proxy.judge = ({ direction, bytes }) => {
        if (direction !== 'request' || !/\bscan\b/i.test(`${bytes}`)) return PASS;
        isLooking = true;
        return { kind: 'hold', until: released };
      };
      const cleared = codeOf(slow.clear());
      await until(async () => isLooking);
      const other = await open();
      await other.clear();
      const rebuilt = await new AccountBench(other).open();
      await rebuilt.fund({ 7: 50 });
      goOn();
      const outcome = await cleared;
      assert.equal(await rebuilt.balance(7), '50 0');
      assert.equal(outcome, LOST.code);
    } finally {
      await proxy.close();
    }
  });

  test('is full where there is no memory, for reads too, and is itself again when there is', async () => {
    await redis.admin.config('SET', 'maxmemory', '1');
    const full = { code: 'ACCOUNT_STORE_FULL' };
    await assert.rejects(admit(), full);
    // Redis queues nothing then, not even what only reads.
    await assert
      .rejects(bench.store.inspect(), full)
      .finally(() => redis.admin.config('SET', 'maxmemory', '0'));
    await admit();
    assert.equal(await bench.balance(7), '90 10');
  });

  test('has no effect with a call that the server finds too late', async () => {
    await admit();
    redis.signal('SIGSTOP');
    await assert.rejects(bench.admit(7, orderOf(2, 10)), { code: 'ACCOUNT_STORE_UNAVAILABLE' });
    const refusedAtMs = performance.now();
    await assert.rejects(bench.admit(7, orderOf(3, 10)), { code: 'ACCOUNT_STORE_UNAVAILABLE' });
    const tookMs = performance.now() - refusedAtMs;
    assert.ok(tookMs < CALL_DEADLINE_MS, `nothing is sent behind an overdue call: ${tookMs} ms`);
    await systemClock.sleep(50);
    redis.signal('SIGCONT');
    await until(async () => (await codeOf(bench.store.inspect())) === null);
    assert.equal(await bench.balance(7), '90 10');
    assert.deepEqual(await bench.admit(7, orderOf(4, 10)), [{ kind: 'admitted', sequence: 2 }]);
  });
});

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return null;
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error('waited in vain');
    await systemClock.sleep(20);
  }
}
