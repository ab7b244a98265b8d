/** Calls to an account store as they come, sensible or not, and all that can be seen of one behind them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandSequence, epoch, timestampUs } from '../../proto/units.ts';
import type { Effect, Reservation } from '../account-store/account-store.ts';
import {
  type AccountBench,
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
} from './account-fixture.ts';

const ORDERS = 20;

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
  fc.tuple(orders, amounts, clientIds, times, assets, fc.option(orders)).map(
    ([id, amount, clientOrderId, nowUs, asset, from]): Reservation =>
      orderOf(id, amount, {
        clientOrderId,
        nowUs,
        asset,
        ...(from !== null && { takenOverFrom: order(from) }),
      }),
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

export type Call =
  | {
      readonly kind: 'admit';
      readonly owner: number;
      readonly reservations: readonly Reservation[];
    }
  | { readonly kind: 'settle'; readonly effects: readonly Effect[] }
  | { readonly kind: 'clear' | 'take-back'; readonly pick: number }
  | { readonly kind: 'session' | 'sweep' };

export const accountCalls: fc.Arbitrary<Call> = fc.oneof(
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

export async function outcomeOf(bench: AccountBench, call: Call): Promise<unknown> {
  try {
    return await perform(bench, call);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    assert.ok(code === 'ACCOUNT_STORE_BROKEN' || code === 'UNIT_OUT_OF_RANGE', String(error));
    return 'ACCOUNT_STORE_BROKEN';
  }
}

export async function contentsOf({ store }: AccountBench): Promise<unknown> {
  const clients = await Promise.all(
    [7, 8, 9].flatMap((owner) =>
      ['a', 'b', 'ü b/c%'].map((id) => store.orderIdOf(account(owner), id)),
    ),
  );
  const balances = await Promise.all([7, 8, 9].map((owner) => store.balances(account(owner))));
  const epochNow = await store.sessionEpoch(SESSION);
  return [await store.inspect(), await store.outbox(SESSION), clients, balances, epochNow];
}

/** No exchange gives an order id twice; which end an id had, each store may remember in its own way. */
export class OrderIdsOnce {
  readonly #opened = new Set<number>();

  /** False: the call would open an order that was open before. To be asked before each call. */
  async allows(call: Call, { store }: AccountBench): Promise<boolean> {
    const { holds } = await store.inspect();
    const open = new Set<number>(holds.map(({ orderId }) => orderId));
    for (const id of open) this.#opened.add(id);
    const opening = openedBy(call);
    if (new Set(opening).size !== opening.length) return false;
    if (opening.some((id) => this.#opened.has(id) && !open.has(id))) return false;
    // It may be over again before the next call.
    for (const id of opening) this.#opened.add(id);
    return true;
  }
}

function openedBy(call: Call): readonly number[] {
  if (call.kind === 'admit') {
    return call.reservations.flatMap((each) => (each.kind === 'order' ? [each.orderId] : []));
  }
  if (call.kind !== 'settle') return [];
  return call.effects.flatMap((each) => (each.kind === 'open-hold' ? [each.orderId] : []));
}

/** What a run of calls has seen, so that one that only saw refusals proves nothing. */
export function countOutcome(seen: Record<string, number>, call: Call, outcome: unknown): void {
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

export const asText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;
