import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { AccountBench, NOW as LONG_AGO, usd } from '../ports/testing/account-fixture.ts';
import { orderId, timestampUs } from '../proto/units.ts';
import { conservationProblems } from './conservation.ts';
import { settledTopics } from './events-in.ts';
import { Settlement } from './settlement.ts';
import { MemoryEventLog } from './testing/memory-event-log.ts';
import { RandomExchange } from './testing/random-exchange.ts';
import { ALICE, BOB } from './testing/samples.ts';
import { testPorts, until } from './testing/test-ports.ts';

/** Above all order ids of the random exchange. */
const OTHERS = 1e9;

const identity = { name: 'settlement', pid: 1, version: 'test' };

/** What runs: stopped after each test, so that one that failed does not keep the process alive. */
const started: Settlement[] = [];

afterEach(() => {
  for (const each of started.splice(0)) each.stop();
});

/** An exchange whose settlement is the real role. */
class Scene {
  readonly log = new MemoryEventLog();
  readonly store: AccountStore = memoryAccountStore();
  readonly exchange = new RandomExchange(this.store, this.log);
  readonly seen = testPorts({ log: this.log, accounts: this.store });
  #settlement: Settlement | null = null;
  running: Promise<void> = Promise.resolve();
  #seed = 1;

  start(): void {
    const { ports, logger } = this.seen;
    this.#settlement = new Settlement({ ports, logger, identity, eventsLateMsMax: 50 });
    started.push(this.#settlement);
    this.running = this.#settlement.run();
    // Awaited by whoever expects it to fail.
    this.running.catch(() => {});
  }

  async stop(): Promise<void> {
    this.#settlement?.stop();
    await this.running;
  }

  async settled(): Promise<void> {
    await until('all logs are settled', async () => {
      for (const topic of await settledTopics(this.log)) {
        const { end } = await this.log.bounds(topic);
        const next = (await this.store.cursor(topic))?.nextLogOffset ?? 0;
        // The second copy of a batch has no effect, so no cursor is stored behind it.
        if (next < end - 1) return false;
        if (next < end && topic === 'commands.ledger') return false;
      }
      return true;
    });
  }

  async trade(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const next = () => {
        this.#seed = (this.#seed * 48_271) % 2_147_483_647;
        return this.#seed;
      };
      await this.exchange.move({ kind: next(), a: next(), b: next(), c: next(), d: next() });
    }
  }

  async balances(): Promise<string> {
    const { balances, holds } = await this.store.inspect();
    const rows = balances.map(
      (each) => `${each.accountId} ${each.asset} ${each.available} ${each.held}`,
    );
    return [...rows.filter((row) => !row.endsWith(' 0 0')).sort(), `${holds.length} holds`].join(
      '\n',
    );
  }
}

async function scene(): Promise<Scene> {
  const opened = new Scene();
  opened.start();
  await opened.exchange.begin(() => opened.settled());
  await opened.trade(150);
  await opened.settled();
  return opened;
}

test('what is traded while it runs is settled, and the lag that it reports goes to 0', async () => {
  const opened = await scene();
  await opened.trade(100);
  await opened.settled();
  assert.deepEqual(conservationProblems(await opened.store.inspect()), []);
  const market = () =>
    opened.seen.reports.at(-1)?.markets.find((each) => each.market === 'BTC-USD');
  await until('the report says so', async () => (market()?.lag ?? 9) <= 1);
  assert.equal(opened.seen.reports.at(-1)?.service, 'settlement');
  assert.ok((market()?.sequence ?? 0) > 100);
  await opened.stop();
});

test('a settlement that was away settles what it missed', async () => {
  const opened = await scene();
  await opened.stop();
  await opened.trade(100);
  const before = await opened.balances();
  opened.start();
  await opened.settled();
  assert.notEqual(await opened.balances(), before);
  assert.deepEqual(conservationProblems(await opened.store.inspect()), []);
  await opened.stop();
});

test('a store that is lost while it runs is folded anew from the logs', async () => {
  const opened = await scene();
  const before = await opened.balances();
  await opened.store.clear();
  // The edge begins anew, with an epoch that the logs have seen: what it asks has no effect.
  await opened.exchange.begin(async () => {}).catch(() => {});
  await until('it is there again', async () => (await opened.store.inspect()).cursors.length === 3);
  await opened.settled();
  assert.notEqual(before, '');
  assert.ok(opened.seen.logged.some((line) => line.includes('folded all logs')));
  assert.deepEqual(conservationProblems(await opened.store.inspect()), []);
  await opened.stop();
});

test('a store that was lost while it was away comes to the very same balances', async () => {
  const opened = await scene();
  const before = await opened.balances();
  await opened.stop();
  await opened.store.clear();
  opened.start();
  await opened.settled();
  assert.equal(await opened.balances(), before);
  await opened.stop();
});

test('a store that is ahead of a log which stays short is folded anew from what there is', async () => {
  const opened = await scene();
  await opened.stop();
  const { end } = await opened.log.bounds('events.BTC-USD');
  opened.log.cutAt('events.BTC-USD', end - 20);
  opened.start();
  await until('it began anew', async () => opened.seen.logged.some((line) => /ahead/.test(line)));
  await until('it is folded', async () => {
    const cursor = await opened.store.cursor('events.BTC-USD');
    return cursor !== null && cursor.nextLogOffset <= end - 20;
  });
  assert.deepEqual(conservationProblems(await opened.store.inspect()), []);
  await opened.stop();
});

test('client order ids of a day and more ago are swept to the last, however many there are', async () => {
  const opened = await scene();
  await opened.stop();
  const bench = new AccountBench(opened.store);
  const count = 300;
  for (let id = 1; id <= count; id += 1) {
    const nowUs = timestampUs(LONG_AGO + id);
    const common = { accountId: ALICE, market: 'BTC-USD', asset: 'USD', amount: usd(0), nowUs };
    const order = { orderId: orderId(OTHERS + id), clientOrderId: `old-${id}` };
    const opening = { kind: 'open-hold', ...common, ...order } as const;
    const closing = { kind: 'close-hold', orderId: order.orderId, nowUs } as const;
    await bench.settle([opening, closing], 'events.OLD-USD');
  }
  const first = () => opened.store.orderIdOf(ALICE, 'old-1');
  const last = () => opened.store.orderIdOf(ALICE, `old-${count}`);
  assert.equal((await first())?.orderId, OTHERS + 1);
  assert.equal((await last())?.orderId, OTHERS + count);
  opened.start();
  await until('all are free', async () => (await first()) === null && (await last()) === null);
  await opened.stop();
});

test('books that do not balance stop settlement, loudly', async () => {
  const opened = await scene();
  await opened.stop();
  const cursor = await opened.store.cursor('commands.ledger');
  assert.ok(cursor !== null);
  const forged = { ...cursor, inputOffset: (cursor.inputOffset + 1) as typeof cursor.inputOffset };
  const credit = { kind: 'credit', accountId: ALICE, asset: 'USD', amount: 1n as never } as const;
  await opened.store.apply([{ topic: 'commands.ledger', cursor: forged, effects: [credit] }]);
  opened.start();
  await assert.rejects(opened.running, { code: 'ACCOUNT_STORE_BROKEN' });
  assert.match(opened.seen.reports.at(-1)?.markets[0]?.problem ?? 'USD', /USD/);
  assert.ok(opened.seen.logged.some((line) => line.startsWith('error: the books do not balance')));
});

test('a second settlement on the same store does no harm', async () => {
  const opened = await scene();
  const { ports, logger } = opened.seen;
  const second = new Settlement({ ports, logger, identity });
  started.push(second);
  const running = second.run();
  await opened.trade(100);
  await opened.settled();
  assert.deepEqual(conservationProblems(await opened.store.inspect()), []);
  assert.ok((await opened.store.balances(BOB)).length > 0);
  second.stop();
  await running;
  await opened.stop();
});
