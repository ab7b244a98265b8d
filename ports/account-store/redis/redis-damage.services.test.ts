/** Tables that somebody else has written to: a call that meets one changes nothing at all. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { commandSequence, epoch, timestampUs } from '../../../proto/units.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import type { RedisConnection } from '../../redis/redis-connection.ts';
import {
  AccountBench,
  account,
  amendOf,
  NOW,
  order,
  orderOf,
  SESSION,
  TOPIC,
  usd,
  withdrawalOf,
} from '../../testing/account-fixture.ts';
import { OwnRedis } from '../../testing/own-redis.ts';
import type { AccountStore } from '../account-store.ts';
import { openRedisAccountStore } from './redis-account-store.ts';

const TABLES = [
  'sessions',
  'sequences:1',
  'cleared:1',
  'outbox:1',
  'accounts',
  'balances',
  'purses',
  'holds',
  'clients',
  'closed',
  'withdrawals',
  'applied',
  'issued',
  'cursors',
  'api-keys',
] as const;

const deposit = { transactionId: 'new', accountId: account(9), asset: 'XYZ', amount: usd(5) };

const CALLS: Readonly<Record<string, (bench: AccountBench) => Promise<unknown>>> = {
  'an order': (bench) => bench.admit(7, orderOf(10, 1), orderOf(11, 1)),
  'an amend': (bench) => bench.admit(7, amendOf(1, 1)),
  'a withdrawal': (bench) => bench.admit(7, withdrawalOf('w2', 1)),
  'a trade': (bench) =>
    bench.settle([
      { kind: 'spend-hold', orderId: order(1), amount: usd(3) },
      { kind: 'credit', accountId: account(8), asset: 'EUR', amount: usd(3) },
      { kind: 'close-hold', orderId: order(2), nowUs: NOW },
    ]),
  'a deposit': (bench) => bench.settle([{ kind: 'deposit', ...deposit }]),
  'the withdrawal': (bench) =>
    bench.settle([
      { kind: 'withdraw', ...deposit, transactionId: 'w1', asset: 'USD', accountId: account(7) },
      { kind: 'revoke-api-key', apiKey: 'k' },
    ]),
  'a new session': (bench) => bench.store.openSession(SESSION, epoch(0)),
  'a tidy outbox': (bench) =>
    bench.store.clearOutbox(SESSION, {
      topic: TOPIC,
      epoch: bench.epoch,
      through: commandSequence(3),
    }),
  'a return': async (bench) =>
    bench.store.withdrawFromOutbox(
      SESSION,
      [2, 3, 4].map((sequence) => ({
        topic: TOPIC,
        epoch: bench.epoch,
        sequence: commandSequence(sequence),
        reserved: { kind: 'none' },
      })),
    ),
  'a sweep': (bench) => bench.store.sweepClientOrderIds(timestampUs(NOW + 1)),
};

describe('a damaged table', () => {
  let redis: OwnRedis;
  let connection: RedisConnection;
  let store: AccountStore;
  before(async () => {
    redis = await OwnRedis.start();
  });
  after(() => redis.close());

  async function filled(): Promise<AccountBench> {
    connection = redis.connection();
    const safety = 'development';
    const options = { connection, safety, clock: systemClock, crashPoints: noCrashPoints } as const;
    store = await openRedisAccountStore(options);
    const bench = await new AccountBench(store).open();
    await bench.fund({ 7: 100, 8: 100 });
    await bench.admit(7, orderOf(1, 30), orderOf(2, 20), orderOf(3, 5), withdrawalOf('w1', 5));
    await bench.settle([{ kind: 'close-hold', orderId: order(3), nowUs: NOW }]);
    return bench;
  }

  async function everything(): Promise<Readonly<Record<string, string>>> {
    const all: Record<string, string> = {};
    const keys = await redis.admin.keys(`{${connection.namespace}}:*`);
    for (const key of keys.sort()) {
      const type = await redis.admin.type(key);
      const value =
        type === 'hash'
          ? Object.entries(await redis.admin.hgetall(key)).sort()
          : type === 'zset'
            ? await redis.admin.call('ZRANGE', [key, 0, -1, 'WITHSCORES'])
            : await redis.admin.get(key);
      all[key] = JSON.stringify(value);
    }
    return all;
  }

  for (const [what, call] of Object.entries(CALLS)) {
    test(`never makes ${what} happen by half`, async () => {
      let refusals = 0;
      for (const table of TABLES) {
        const bench = await filled();
        const key = `{${connection.namespace}}:store`;
        const incarnation = await redis.admin.hget(key, 'incarnation');
        await redis.admin.set(`${key}:${incarnation}:${table}`, 'not a table');
        const before = await everything();
        try {
          await call(bench);
        } catch (error) {
          assert.equal((error as { readonly code?: string }).code, 'ACCOUNT_STORE_LOST', table);
          assert.deepEqual(await everything(), before, table);
          refusals += 1;
        }
        await store.close();
      }
      assert.ok(refusals > 0, 'no table was in its way');
    });
  }
});
