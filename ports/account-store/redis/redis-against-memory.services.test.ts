/**
 * The scripts against the rules in TypeScript: the same calls to both stores, whatever they are, have
 * the same outcomes, fail with the same codes and leave the same contents, to the last minor unit
 * around 2^53 and 2^63.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commandSequence, epoch, timestampUs } from '../../../proto/units.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import {
  AccountBench,
  account,
  amendOf,
  DAY_US,
  NOW,
  order,
  orderOf,
  SESSION,
  sweepAll,
  TOPIC,
  usd,
  withdrawalOf,
} from '../../testing/account-fixture.ts';
import { testRedis } from '../../testing/test-redis.ts';
import type { Effect, Reservation } from '../account-store.ts';
import { memoryAccountStore } from '../memory-account-store.ts';
import { openRedisAccountStore } from './redis-account-store.ts';

const SEED = Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 50;
const ORDERS = 8;

const near = (value: bigint) => fc.bigInt({ min: value - 3n, max: value + 3n });
const amounts = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 60n }) },
  { weight: 1, arbitrary: near(10n ** 10n) },
  { weight: 2, arbitrary: near(2n ** 53n) },
  { weight: 1, arbitrary: near(2n ** 62n) },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 63n - 4n, max: 2n ** 63n - 1n }) },
);
const orders = fc.integer({ min: 1, max: ORDERS });
const accounts = fc.constantFrom(7, 8, 9);
const clientIds = fc.constantFrom('', 'a', 'b', 'ü b/c%');
const times = fc.constantFrom(NOW, NOW + 1, NOW + DAY_US, NOW + 2 * DAY_US);
const assets = fc.constantFrom('USD', 'B/T C');

const reservations = fc.oneof(
  fc
    .tuple(orders, amounts, clientIds, times, assets)
    .map(
      ([id, amount, clientOrderId, nowUs, asset]): Reservation =>
        orderOf(id, amount, { clientOrderId, nowUs, asset }),
    ),
  fc
    .tuple(orders, amounts)
    .map(([id, amount]) => ({ ...amendOf(id, 0), amount: usd(amount) }) as Reservation),
  fc
    .tuple(fc.constantFrom('w/1', 'w2'), amounts)
    .map(([id, amount]) => ({ ...withdrawalOf(id, 0), amount: usd(amount) }) as Reservation),
  fc.constant<Reservation>({ kind: 'none' }),
);

const effects: fc.Arbitrary<Effect> = fc.oneof(
  fc
    .tuple(orders, accounts, amounts, assets, clientIds)
    .map(([id, owner, amount, asset, clientOrderId]) => ({
      kind: 'open-hold' as const,
      orderId: order(id),
      accountId: account(owner),
      market: 'BTC-USD',
      asset,
      amount: usd(amount),
      clientOrderId,
      nowUs: NOW,
    })),
  fc
    .tuple(fc.constantFrom('set-hold', 'spend-hold', 'release-hold'), orders, amounts)
    .map(([kind, id, amount]) => ({ kind, orderId: order(id), amount: usd(amount) }) as Effect),
  fc.tuple(orders, times).map(([id, nowUs]) => ({
    kind: 'close-hold' as const,
    orderId: order(id),
    nowUs: timestampUs(nowUs),
  })),
  fc.tuple(accounts, assets, amounts).map(([owner, asset, amount]) => ({
    kind: 'credit' as const,
    accountId: account(owner),
    asset,
    amount: usd(amount),
  })),
  fc
    .tuple(
      fc.constantFrom('deposit', 'withdraw'),
      fc.constantFrom('w/1', 'w2', 'd1', 'd2', 'd3'),
      accounts,
      assets,
      amounts,
    )
    .map(
      ([kind, transactionId, owner, asset, amount]) =>
        ({ kind, transactionId, accountId: account(owner), asset, amount: usd(amount) }) as Effect,
    ),
);

type Call =
  | {
      readonly kind: 'admit';
      readonly owner: number;
      readonly reservations: readonly Reservation[];
    }
  | { readonly kind: 'settle'; readonly effects: readonly Effect[] }
  | { readonly kind: 'clear' | 'take-back'; readonly pick: number }
  | { readonly kind: 'session' | 'sweep' };

const calls: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('admit' as const),
      owner: fc.constantFrom(7, 8, 9, 99),
      reservations: fc.array(reservations, { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      effects: fc.array(effects, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('clear', 'take-back'), pick: fc.nat(9) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('session', 'sweep') }) },
);

async function perform(bench: AccountBench, call: Call): Promise<unknown> {
  const { store } = bench;
  switch (call.kind) {
    case 'admit':
      return bench.admit(call.owner, ...call.reservations);
    case 'settle':
      return bench.settle(call.effects);
    case 'clear':
      return store.clearOutbox(SESSION, {
        topic: TOPIC,
        epoch: bench.epoch,
        through: commandSequence(call.pick),
      });
    case 'take-back': {
      const entries = await store.outbox(SESSION);
      return store.withdrawFromOutbox(SESSION, entries.slice(-1 - (call.pick % 3)));
    }
    case 'session':
      bench.epoch = await store.openSession(SESSION, epoch(0));
      return bench.epoch;
    case 'sweep':
      return sweepAll(store, NOW + 2);
  }
}

async function outcomeOf(bench: AccountBench, call: Call): Promise<unknown> {
  try {
    return await perform(bench, call);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    assert.ok(code === 'ACCOUNT_STORE_BROKEN' || code === 'UNIT_OUT_OF_RANGE', String(error));
    return 'ACCOUNT_STORE_BROKEN';
  }
}

async function contentsOf({ store }: AccountBench): Promise<unknown> {
  const clients = await Promise.all(
    [7, 8, 9].flatMap((owner) =>
      ['a', 'b', 'ü b/c%'].map((id) => store.orderIdOf(account(owner), id)),
    ),
  );
  const balances = await Promise.all([7, 8, 9].map((owner) => store.balances(account(owner))));
  const epochNow = await store.sessionEpoch(SESSION);
  return [await store.inspect(), await store.outbox(SESSION), clients, balances, epochNow];
}

test('the scripts and the rules in TypeScript agree, call by call', async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const seen = { admitted: 0, refused: 0, settled: 0, broken: 0 };
  const property = fc.asyncProperty(
    fc.array(calls, { minLength: 10, maxLength: 40, size: 'max' }),
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
      for (const call of played) {
        const outcome = await outcomeOf(memory, call);
        assert.deepEqual(await outcomeOf(redis, call), outcome, JSON.stringify(call, asText));
        assert.deepEqual(await contentsOf(redis), await contentsOf(memory));
        count(seen, call, outcome);
      }
      await store.clear();
      await store.close();
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
  for (const [what, times] of Object.entries(seen)) assert.ok(times > 50, `${what}: ${times}`);
});

function count(seen: Record<string, number>, call: Call, outcome: unknown): void {
  const add = (what: string) => {
    seen[what] = (seen[what] ?? 0) + 1;
  };
  if (outcome === 'ACCOUNT_STORE_BROKEN') add('broken');
  else if (call.kind === 'settle') add('settled');
  else if (call.kind === 'admit') {
    for (const { kind } of outcome as readonly { readonly kind: string }[]) {
      add(kind === 'admitted' ? 'admitted' : 'refused');
    }
  }
}

const asText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;
