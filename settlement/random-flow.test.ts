/** Random order flow through the engine's core: the money is right after every step, and stays so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AccountStore, SettlementStep } from '../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { marketUnits } from '../proto/market-units.ts';
import { MarketStatus, Side } from '../proto/messages.ts';
import { money } from '../proto/units.ts';
import { conservationProblems } from './conservation.ts';
import { settledTopics, TopicInput } from './events-in.ts';
import { FEE_ACCOUNT, needOf } from './ledger.ts';
import { rebuild } from './rebuild.ts';
import { MemoryEventLog } from './testing/memory-event-log.ts';
import { type Move, RandomExchange } from './testing/random-exchange.ts';
import { definition } from './testing/samples.ts';
import { effectsOfTopic, type TopicEffects } from './topic-effects.ts';

const MARKETS = ['BTC-USD', 'ETH-BTC'];
const RUNS = 60;

const moves: fc.Arbitrary<readonly (Move & { readonly settle: number })[]> = fc.array(
  fc.record({
    kind: fc.nat(1000),
    a: fc.nat(1000),
    b: fc.nat(1000),
    c: fc.nat(10_000),
    d: fc.nat(1000),
    settle: fc.nat(9),
  }),
  { maxLength: 120, size: 'max' },
);

/** Settles as the role does, but when the test says; `restart` forgets all that is in memory. */
class TestSettlement {
  readonly applied: SettlementStep[] = [];
  readonly #store: AccountStore;
  readonly #log: MemoryEventLog;
  #topics = new Map<string, { input: TopicInput; fold: TopicEffects }>();

  constructor(store: AccountStore, log: MemoryEventLog) {
    this.#store = store;
    this.#log = log;
  }

  restart(): void {
    this.#topics = new Map();
  }

  /** `audit`: after every single record; else all that has arrived in one step per topic. */
  async settle(audit: boolean): Promise<void> {
    for (const topic of await settledTopics(this.#log)) {
      const { input, fold } = await this.#topic(topic);
      const steps: SettlementStep[] = [];
      for (const record of await input.read(0)) {
        const effects = await fold.effectsOf(record);
        steps.push({ topic, cursor: record.cursor, effects });
      }
      for (const part of audit ? steps.map((step) => [step]) : [steps]) {
        await this.#store.apply(part);
        if (audit) assert.deepEqual(conservationProblems(await this.#store.inspect()), []);
      }
      this.applied.push(...steps);
    }
  }

  async #topic(topic: string): Promise<{ input: TopicInput; fold: TopicEffects }> {
    let entry = this.#topics.get(topic);
    if (entry === undefined) {
      const cursor = await this.#store.cursor(topic);
      entry = {
        input: new TopicInput({ log: this.#log, topic, cursor }),
        fold: effectsOfTopic(topic, this.#store),
      };
      this.#topics.set(topic, entry);
    }
    return entry;
  }
}

interface Played {
  readonly exchange: RandomExchange;
  readonly settlement: TestSettlement;
  readonly store: AccountStore;
  readonly log: MemoryEventLog;
}

async function play(
  all: readonly (Move & { readonly settle: number })[],
  options: { readonly restarts: boolean },
): Promise<Played> {
  const store = memoryAccountStore();
  const log = new MemoryEventLog();
  const exchange = new RandomExchange(store, log);
  const settlement = new TestSettlement(store, log);
  await exchange.begin(() => settlement.settle(false));
  for (const move of all) {
    await exchange.move(move);
    if (options.restarts && move.settle === 9) settlement.restart();
    if (move.settle < 4) await settlement.settle(true);
  }
  await settlement.settle(true);
  return { exchange, settlement, store, log };
}

const property = (check: (played: Played) => Promise<void>, restarts = false) =>
  fc.assert(
    fc.asyncProperty(moves, async (all) => check(await play(all, { restarts }))),
    { numRuns: RUNS },
  );

async function contentsOf(store: AccountStore, exchange: RandomExchange): Promise<unknown> {
  const { balances, cursors, holds, issued, withdrawalHolds } = await store.inspect();
  const clientOrderIds = [];
  for (const { accountId, id } of exchange.clientOrderIds) {
    const found = await store.orderIdOf(accountId, id);
    clientOrderIds.push([accountId, id, found?.orderId ?? null]);
  }
  const sorted = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] =>
    [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    balances: sorted(
      balances.filter(({ available, held }) => available + held !== 0n),
      ({ accountId, asset }) => `${accountId} ${asset}`,
    ),
    cursors: sorted(cursors, ({ topic }) => topic),
    holds: sorted(holds, (hold) => `${hold.orderId}`),
    issued: sorted(issued, ({ asset }) => asset),
    withdrawalHolds,
    accounts: await store.accounts(),
    assets: await store.assets(),
    markets: await store.markets(),
    clientOrderIds,
  };
}

test('after all is settled, what is held is exactly what the orders in the books need', () =>
  property(async ({ exchange, store }) => {
    const needed = new Map<number, bigint>();
    for (const market of MARKETS) {
      const record = { definition: definition(market), status: MarketStatus.trading };
      const settled = { record, units: marketUnits(record.definition) };
      const machine = exchange.machines.get(market);
      const { orders, triggers } = machine!.snapshot();
      for (const {
        orderId,
        side,
        priceTicks,
        quantityLots,
        quoteBudgetMinor,
      } of triggers?.waiting ?? []) {
        const byQuantity = needOf(settled, side, priceTicks, quantityLots).amount;
        needed.set(orderId, quoteBudgetMinor > 0 ? money(BigInt(quoteBudgetMinor)) : byQuantity);
      }
      for (let index = 0; index < orders.orderId.length; index += 1) {
        const side = orders.side[index] === 1 ? Side.buy : Side.sell;
        const price = orders.priceTicks[index] as Parameters<typeof needOf>[2];
        const remaining = orders.remainingLots[index] as Parameters<typeof needOf>[3];
        needed.set(orders.orderId[index]!, needOf(settled, side, price, remaining).amount);
      }
    }
    const { holds, withdrawalHolds } = await store.inspect();
    assert.deepEqual(
      new Map(holds.map(({ orderId, amount }) => [orderId, amount] as const).sort()),
      new Map([...needed].sort()),
    );
    assert.deepEqual(withdrawalHolds, []);
  }));

test('the fee account owns exactly the fees of all trades', () =>
  property(async ({ exchange, store }) => {
    const fees = new Map<string, bigint>();
    const add = (asset: string, amount: number) =>
      amount > 0 && fees.set(asset, (fees.get(asset) ?? 0n) + BigInt(amount));
    for (const { market, batch } of exchange.eventBatches) {
      const [base = '', quote = ''] = market.split('-');
      for (const event of batch.events) {
        if (event.kind !== 'TradeExecuted') continue;
        const takerBuys = event.takerSide === Side.buy;
        add(takerBuys ? base : quote, event.takerFeeMinor);
        add(takerBuys ? quote : base, event.makerFeeMinor);
      }
    }
    const owned = await store.balances(FEE_ACCOUNT);
    assert.deepEqual(
      new Map(owned.map(({ asset, available }) => [asset, available] as const).sort()),
      new Map([...fees].sort()),
    );
  }));

test('settling the same records again changes nothing', () =>
  property(async ({ exchange, settlement, store }) => {
    const before = await contentsOf(store, exchange);
    assert.equal(await store.apply(settlement.applied), 0);
    assert.deepEqual(await contentsOf(store, exchange), before);
  }));

test('a settlement that restarts from its cursors comes to the same, and so does one from nothing', () =>
  property(async ({ exchange, store, log }) => {
    const rebuilt = await rebuild({
      log,
      clock: { ...systemClock, nowUs: () => 0 as never },
      eventsLateMsMax: 0,
      isStopped: () => false,
    });
    assert.ok(rebuilt !== null);
    assert.deepEqual(rebuilt.late, []);
    const fresh = memoryAccountStore();
    await fresh.apply(rebuilt.steps);
    assert.deepEqual(conservationProblems(await fresh.inspect()), []);
    const accepted = exchange.eventBatches.flatMap(({ batch }) =>
      batch.events.flatMap((event) =>
        event.kind === 'OrderAccepted' ? [event.clientOrderId] : [],
      ),
    );
    const known = new Set(accepted);
    const ids = exchange.clientOrderIds.filter(({ id }) => known.has(id));
    exchange.clientOrderIds.splice(0, Number.POSITIVE_INFINITY, ...ids);
    assert.deepEqual(await contentsOf(fresh, exchange), await contentsOf(store, exchange));
  }, true));

test('the random flow is worth its name', async () => {
  const kinds = new Map<string, number>();
  const random = fc.sample(moves, { numRuns: 40, seed: 7 });
  for (const all of random) {
    const { exchange } = await play(all, { restarts: false });
    for (const { batch } of exchange.eventBatches) {
      for (const { kind } of batch.events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  for (const kind of [
    'TradeExecuted',
    'TradePrevented',
    'OrderAmended',
    'AmendRejected',
    'OrderDone',
    'OrderRejected',
  ]) {
    assert.ok((kinds.get(kind) ?? 0) > 10, `${kind}: ${kinds.get(kind)}`);
  }
});
