/** Processes that are killed and frozen, and a Redis that is: who is told what, and how soon. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { systemClock } from '../clock/system-clock.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { Child } from '../testing/child.ts';
import { OwnRedis } from '../testing/own-redis.ts';
import { PASS, TcpProxy } from '../testing/tcp-proxy.ts';
import type { Coordination, PeerState } from './coordination.ts';
import { openRedisCoordination } from './redis-coordination.ts';

/** For so long after it lost its connection the watch blames nobody. */
const RETURN_MS = 2000;

describe('a process that watches another one over Redis', () => {
  let redis: OwnRedis;
  let connection: RedisConnection;
  let watcher: Coordination;
  let child: Child;
  let heard: { readonly state: PeerState; readonly atMs: number }[];
  let alive: NodeJS.Timeout;

  before(async () => {
    alive = setInterval(() => {}, 1000);
    redis = await OwnRedis.start();
  });
  after(async () => {
    clearInterval(alive);
    await redis.close();
  });
  beforeEach(async () => {
    connection = redis.connection();
    watcher = await openRedisCoordination({
      connection,
      clock: systemClock,
      processName: 'watcher',
      incarnation: '1',
    });
    heard = [];
    child = startChild();
    await child.printed(1);
    await until('the child is up', () => stateOfChild() === 'up');
    let last: PeerState = 'up';
    watcher.onPeerChange(({ state }) => {
      if (state !== last) heard.push({ state, atMs: performance.now() });
      last = state;
    });
  });
  afterEach(async () => {
    child.signal('SIGCONT');
    child.signal('SIGKILL');
    await child.ended;
    await watcher.close();
  });

  const startChild = () =>
    new Child(
      [`redis://127.0.0.1:${redis.port}`, connection.namespace, 'engine-a'],
      {},
      'coordination-child',
    );
  const stateOfChild = () => watcher.peers()[0]?.state ?? null;
  const states = () => heard.map(({ state }) => state);

  test('is told of its death by kill -9, though it has only just come itself', async () => {
    const killedMs = performance.now();
    child.signal('SIGKILL');
    await until('it is down', () => stateOfChild() === 'down');
    const tookMs = performance.now() - killedMs;
    process.stdout.write(`down after ${Math.round(tookMs)} ms\n`);
    assert.ok(tookMs < RETURN_MS, `${tookMs} ms`);
  });

  test('is told that it is frozen, and that it goes on', async () => {
    const frozenMs = performance.now();
    child.signal('SIGSTOP');
    await until('it is silent', () => stateOfChild() === 'silent');
    const tookMs = performance.now() - frozenMs;
    process.stdout.write(`silent after ${Math.round(tookMs)} ms\n`);
    child.signal('SIGCONT');
    await until('it is up again', () => stateOfChild() === 'up');
    assert.deepEqual(states(), ['silent', 'up']);
  });

  test('blames nobody while Redis is frozen, nor when it goes on', async () => {
    redis.signal('SIGSTOP');
    await systemClock.sleep(3000);
    redis.signal('SIGCONT');
    await systemClock.sleep(1000);
    assert.deepEqual(states(), []);
    await watcher.setSnapshotOffset('BTC-USD', 12 as never);
    assert.equal(await watcher.snapshotOffset('BTC-USD'), 12);
  });

  test('blames nobody when Redis is killed and comes back empty, and keeps its pointers', async () => {
    await redis.kill();
    await watcher.setSnapshotOffset('BTC-USD', 34 as never);
    assert.equal(await watcher.snapshotOffset('BTC-USD'), null);
    await systemClock.sleep(500);
    await redis.restart();
    await redis.admin.flushall();
    await systemClock.sleep(RETURN_MS + 700);
    assert.deepEqual(states(), []);
    assert.equal(stateOfChild(), 'up');
    await until('the pointer', async () => (await watcher.snapshotOffset('BTC-USD')) === 34);
    child.signal('SIGKILL');
    await until('it is down', () => stateOfChild() === 'down');
  });

  test('hears again after a connection that broke before it had subscribed', async () => {
    const proxy = await TcpProxy.listen({ port: redis.port });
    const port = proxy.port;
    const hearing = await openRedisCoordination({
      connection: { ...connection, port },
      clock: systemClock,
      processName: 'hearing',
      incarnation: '1',
    });
    try {
      await until('it hears the child', () => hearing.peers().some(({ state }) => state === 'up'));
      let subscriptions = 0;
      proxy.judge = ({ direction, bytes }) => {
        if (direction !== 'request' || !/subscribe/i.test(`${bytes}`)) return PASS;
        subscriptions += 1;
        return subscriptions === 1 ? { kind: 'reset' } : PASS;
      };
      proxy.refuse();
      proxy.accept();
      await until('it subscribes anew', () => subscriptions >= 2);
      child.signal('SIGKILL');
      await until('it is told of the death', () =>
        hearing.peers().some(({ report, state }) => report.name === 'engine-a' && state === 'down'),
      );
    } finally {
      await hearing.close();
      await proxy.close();
    }
  });

  test('refuses a second process of the same name while the first lives', async () => {
    const second = startChild();
    const { exitCode, errors } = await second.ended;
    assert.equal(exitCode, 1);
    assert.match(errors, /PEER_NAME_TAKEN/);
    child.signal('SIGKILL');
    await child.ended;
    child = startChild();
    await child.printed(1);
    await until('the new one is up', () => stateOfChild() === 'up');
  });
});

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await systemClock.sleep(5);
  }
}
