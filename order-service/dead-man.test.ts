import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { MarketStatus } from '../proto/messages.ts';
import { accountId } from '../proto/units.ts';
import type { OrderService } from './order-service.ts';
import { isRefusal } from './refusal.ts';
import { type ExchangeHarness, tradingExchange, until } from './testing/exchange-harness.ts';
import { fileWatchStore, memoryWatchStore, type WatchStore } from './watch-store.ts';

const MARKET = 'BTC-USD';
const ALICE = accountId(1);
const BOB = accountId(2);
const LONG_MS = 3_600_000;
const SOON_MS = 50;
const WAIT_MS = 20_000;
const PASSED_US = 100_000;

async function rest(service: OrderService, owner = ALICE, price = '10.00'): Promise<void> {
  const terms = { market: MARKET, side: 'buy', type: 'limit', price, quantity: '1' } as const;
  const outcome = await service.orders.place({ accountId: owner, ...terms });
  assert.equal(outcome.kind, 'placed', JSON.stringify(outcome));
}

const openOf = (service: OrderService, owner = ALICE) => service.lookup.open(owner, null).length;
const gone = (service: OrderService, owner = ALICE) =>
  until(() => openOf(service, owner) === 0, 'the orders are canceled', WAIT_MS);
const CONNECTION = {};
const whole = { accountId: ALICE, market: null };

describe('a dead-man timer', () => {
  let exchange: ExchangeHarness;
  let service: OrderService;
  let store: WatchStore;

  before(async () => {
    store = memoryWatchStore();
    ({ exchange, service } = await tradingExchange({ service: { watches: store } }));
  });
  beforeEach(async () => {
    for (const owner of [ALICE, BOB]) {
      await service.changes.cancelAll({ accountId: owner, market: MARKET });
    }
  });
  after(async () => {
    await service.stop();
    await exchange.close();
  });

  /** Another service in its place, as after a crash: what was armed is in the store only. */
  async function startAgain(): Promise<void> {
    await service.stop();
    service = await exchange.service();
    await until(() => service.markets.desk(MARKET)?.state === 'open', 'the market opens', WAIT_MS);
  }

  test('cancels all of the account, and nobody else, when it is not set again', async () => {
    await rest(service);
    await rest(service, BOB);
    assert.ok(!isRefusal(await service.deadMan.arm(whole, SOON_MS)));
    await gone(service);
    assert.equal(openOf(service, BOB), 1);
    await until(() => store.load().length === 0, 'it is forgotten');
    // And it is over: what comes later stays.
    await rest(service);
    assert.equal(openOf(service), 1);
  });

  test('set again, it is the later one that counts; set to nothing, none', async () => {
    await rest(service);
    await service.deadMan.arm(whole, SOON_MS);
    await service.deadMan.arm(whole, LONG_MS);
    const other = { accountId: BOB, market: null };
    await rest(service, BOB);
    await service.deadMan.arm(other, SOON_MS);
    await gone(service, BOB);
    assert.equal(openOf(service), 1);
    assert.deepEqual(
      service.deadMan.of(ALICE).map(({ market }) => market),
      [null],
    );
    await service.deadMan.disarm(whole);
    assert.deepEqual([service.deadMan.of(ALICE), store.load()], [[], []]);
  });

  test('of a market that is not there cancels nothing; of one market, that one', async () => {
    await rest(service);
    await service.deadMan.arm({ accountId: ALICE, market: 'NO-ONE' }, SOON_MS);
    await until(() => store.load().length === 0, 'it is over');
    assert.equal(openOf(service), 1);
    await service.deadMan.arm({ accountId: ALICE, market: MARKET }, SOON_MS);
    await gone(service);
  });

  test('in a halted market cancels once it trades again', async () => {
    await rest(service);
    const halted = { status: MarketStatus.halted, reason: 'test' };
    await service.control.changeStatus(MARKET, halted);
    const dueUs = await service.deadMan.arm(whole, 1);
    const { clock } = exchange.ports;
    await until(() => clock.nowUs() > Number(dueUs) + PASSED_US, 'its time is over');
    assert.equal(openOf(service), 1);
    assert.equal(store.load().length, 1);
    await service.control.changeStatus(MARKET, { status: MarketStatus.trading, reason: 'test' });
    await gone(service);
    await until(() => store.load().length === 0, 'it is forgotten');
  });

  test('outlives the service: what came due meanwhile is canceled first of all', async () => {
    await rest(service);
    await service.deadMan.arm(whole, 1);
    service.deadMan.stop();
    await startAgain();
    await gone(service);
    await rest(service);
    await service.deadMan.arm(whole, LONG_MS);
    await startAgain();
    assert.equal(service.deadMan.of(ALICE).length, 1);
    assert.equal(openOf(service), 1);
    await service.deadMan.arm(whole, 1);
    await gone(service);
  });

  test('a connection that stood for the orders has not outlived its service', async () => {
    await rest(service);
    assert.equal(await service.deadMan.connected(ALICE, CONNECTION), null);
    service.deadMan.stop();
    await startAgain();
    // Its client is back at once, and stands for what it places from now on.
    assert.equal(await service.deadMan.connected(ALICE, CONNECTION), null);
    await gone(service);
    await until(() => store.load().length === 1, 'only the new one is left');
    await service.deadMan.released(ALICE, CONNECTION);
    assert.deepEqual(store.load(), []);
  });

  test('what cannot be kept is not promised, and what was promised stays', async () => {
    await service.deadMan.arm(whole, LONG_MS);
    const [before] = service.deadMan.of(ALICE);
    const { save } = store;
    store.save = () => Promise.reject(new Error('ENOSPC'));
    const refused = await service.deadMan.arm(whole, SOON_MS);
    assert.ok(isRefusal(refused) && refused.code === 'NOT_READY');
    assert.deepEqual(service.deadMan.of(ALICE), [before]);
    store.save = save;
    await service.deadMan.disarm(whole);
    assert.deepEqual(store.load(), []);
  });
});

test('the file of the watches is whole, private, and what was saved last', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watches-'));
  try {
    const path = join(folder, 'order-service-1.watches.json');
    const watches = fileWatchStore(path);
    assert.deepEqual(watches.load(), []);
    const watch = { kind: 'timer', accountId: ALICE, market: MARKET, cancelAtUs: 17 } as never;
    await watches.save([watch, watch]);
    await watches.save([watch]);
    assert.deepEqual(fileWatchStore(path).load(), [watch]);
    assert.match(readFileSync(path, 'utf8'), /"version":1/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
