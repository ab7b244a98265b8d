/** A network that swallows everything and tells nobody: neither side hears of an end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../clock/system-clock.ts';
import { openRedisCoordination } from '../coordination/redis-coordination.ts';
import { OwnRedis } from '../testing/own-redis.ts';
import { PASS, TcpProxy } from '../testing/tcp-proxy.ts';
import { connectRedis } from './redis-connection.ts';

/** TCP alone would take a quarter of an hour. */
const BACK_MS_MAX = 25_000;

describe('connections that a network has forgotten', () => {
  let redis: OwnRedis;
  let proxy: TcpProxy;
  /** Connections up to this one are dead. */
  let deadThrough: number;
  let connections: number;
  let alive: NodeJS.Timeout;

  before(async () => {
    alive = setInterval(() => {}, 1000);
    redis = await OwnRedis.start('--enable-debug-command', 'yes');
    proxy = await TcpProxy.listen({ port: redis.port });
    deadThrough = -1;
    connections = 0;
    proxy.judge = ({ connection }) => {
      connections = Math.max(connections, connection);
      return connection <= deadThrough ? { kind: 'drop' } : PASS;
    };
  });
  after(async () => {
    clearInterval(alive);
    await proxy.close();
    await redis.close();
  });

  const options = (name: string) => ({
    connection: { ...redis.connection(), port: proxy.port },
    clock: systemClock,
    name,
    safety: 'development' as const,
  });

  test('are made again when a call stays without an answer', async () => {
    const link = await connectRedis(options('calls'));
    deadThrough = connections;
    await assert.rejects(
      link.call((client) => client.ping()),
      { code: 'REDIS_UNREACHABLE' },
    );
    await until('it answers again', async () => {
      try {
        return (await link.call((client) => client.ping())) === 'PONG';
      } catch {
        return false;
      }
    });
    assert.ok(proxy.counts.drop > 0, 'the fault has happened');
    link.close();
  });

  test('are kept while a call that may take long has time', async () => {
    const link = await connectRedis(options('patience'));
    const slow = link.call((client) => client.call('DEBUG', 'SLEEP', '7'), 20_000);
    await assert.rejects(
      link.call((client) => client.ping()),
      { code: 'REDIS_UNREACHABLE' },
    );
    assert.equal(await slow, 'OK');
    link.close();
  });

  test('are given up when they die before the first answer', async () => {
    deadThrough = connections + 1;
    await assert.rejects(connectRedis(options('begins')), { code: 'REDIS_UNREACHABLE' });
  });

  test('are made again when nothing that others say arrives any more', async () => {
    const { connection } = options('');
    const hearing = await openRedisCoordination({
      ...{ connection, clock: systemClock, processName: 'hearing', incarnation: '1' },
    });
    const renewed = connections + 1;
    const dropped = proxy.counts.drop;
    // It has opened the one that listens last; the one that speaks goes on.
    const listening = connections;
    const pass = proxy.judge;
    proxy.judge = (message) =>
      message.connection === listening ? { kind: 'drop' } : pass(message);
    await until('it listens anew', async () => connections >= renewed);
    assert.ok(proxy.counts.drop > dropped, 'the fault has happened');
    await hearing.close();
  });
});

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + BACK_MS_MAX;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await systemClock.sleep(50);
  }
}
