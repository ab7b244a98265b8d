/** The first connection: what is wrong is said at once, with a code. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { epoch, sessionId } from '../../proto/units.ts';
import { openRedisAccountStore } from '../account-store/redis/redis-account-store.ts';
import { systemClock } from '../clock/system-clock.ts';
import { openRedisCoordination } from '../coordination/redis-coordination.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { AccountBench, orderOf, withdrawalOf } from '../testing/account-fixture.ts';
import { OwnRedis } from '../testing/own-redis.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisSafety } from './redis-server.ts';

/** As docs/redis.md has it, for the namespace `acl`. */
const USERS = [
  'user default on nopass ~* &* +@all',
  'user lockstep on >secret resetkeys ~{acl}:* resetchannels &{acl}:* -@all ' +
    '+auth +select +ping +info +client|setname +evalsha +script|load +multi +exec +time ' +
    '+hget +hmget +hgetall +hset +hdel +hlen +hincrby +zadd +zrem +zcard +zrangebyscore ' +
    '+get +set +del +unlink +scan +publish +subscribe +pubsub|numsub',
];

function open(connection: RedisConnection, safety: RedisSafety = 'development') {
  const warnings: string[] = [];
  const options = { connection, safety, clock: systemClock, crashPoints: noCrashPoints };
  const opened = openRedisAccountStore({ ...options, onWarning: (text) => warnings.push(text) });
  return { opened, warnings };
}

describe('the first connection to a Redis', () => {
  const servers: OwnRedis[] = [];
  const start = async (starting: Promise<OwnRedis>) => {
    const redis = await starting;
    servers.push(redis);
    return redis;
  };
  after(async () => {
    for (const redis of servers) await redis.close();
  });

  test('fails with REDIS_UNREACHABLE where nobody listens', async () => {
    const redis = await start(OwnRedis.start());
    await redis.kill();
    await assert.rejects(open(redis.connection()).opened, { code: 'REDIS_UNREACHABLE' });
  });

  test('fails with REDIS_WRONG_PASSWORD, and never prints one', async () => {
    const redis = await start(OwnRedis.withUsers(USERS));
    const wrong = { ...redis.connection(), username: 'lockstep', password: 'hunter2' };
    await assert.rejects(open(wrong).opened, (error: Error & { code?: string }) => {
      assert.equal(error.code, 'REDIS_WRONG_PASSWORD');
      assert.ok(!error.message.includes('hunter2'));
      return true;
    });
  });

  test('fails with REDIS_UNSAFE in production where balances may be evicted', async () => {
    const redis = await start(OwnRedis.start('--maxmemory-policy', 'allkeys-lru'));
    const production = open(redis.connection(), 'production');
    await assert.rejects(production.opened, { code: 'REDIS_UNSAFE' });
    const development = open(redis.connection());
    await (await development.opened).close();
    assert.ok(development.warnings.some((text) => text.includes('allkeys-lru')));
  });

  test('is enough for a user with the rights of docs/redis.md, and no others', async () => {
    const redis = await start(OwnRedis.withUsers(USERS));
    const connection = {
      ...redis.connection(),
      username: 'lockstep',
      password: 'secret',
      namespace: 'acl',
    };
    const store = await open(connection).opened;
    const bench = await new AccountBench(store).open();
    await bench.fund({ 7: 100 });
    await bench.admit(7, orderOf(1, 30), orderOf(2, 5), withdrawalOf('w', 10));
    const entries = await store.outbox(sessionId(1));
    await store.withdrawFromOutbox(sessionId(1), entries.slice(1));
    await store.clearOutbox(sessionId(1), {
      topic: 'commands.BTC-USD',
      epoch: bench.epoch,
      through: entries[0]!.sequence,
    });
    assert.equal(await bench.balance(7), '70 30');
    assert.equal((await store.inspect()).holds.length, 1);
    await store.sweepClientOrderIds(0 as never);
    await store.clear();
    await store.reopen();
    assert.equal(await store.openSession(sessionId(1), epoch(4)), 5);

    const own = { connection, clock: systemClock, processName: 'a', incarnation: '1' };
    const coordination = await openRedisCoordination(own);
    await coordination.setSnapshotOffset('BTC-USD', 7 as never);
    assert.equal(await coordination.snapshotOffset('BTC-USD'), 7);
    await coordination.close();
    await store.close();

    const acl = (...command: string[]) =>
      redis.admin.call('ACL', ['DRYRUN', 'lockstep', ...command]) as Promise<string>;
    for (const command of [
      ['CONFIG', 'GET', 'dir'],
      ['FLUSHALL'],
      ['FLUSHDB'],
      ['KEYS', '*'],
      ['EVAL', 'return 1', '0'],
      ['DEBUG', 'SLEEP', '0'],
      ['GET', 'another:key'],
    ]) {
      assert.match(await acl(...command), /no permissions|can't run|permission/i, command[0]);
    }
    assert.equal(await acl('GET', '{acl}:x'), 'OK');
  });
});
