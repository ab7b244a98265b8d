import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { EventLog, EventLogErrorCode } from '../ports/event-log/event-log.ts';
import { sha256 } from '../ports/objects/sha256.ts';
import { decodeCommandBatch, encodeCommandBatch, encodeSnapshot } from '../proto/codec.ts';
import type { CommandBatch } from '../proto/messages.ts';
import { commandTopic } from '../proto/topics.ts';
import { type AccountId, epoch, offset, sessionId } from '../proto/units.ts';
import type { PlaceOrderRequest } from './order-requests.ts';
import type { OrderService } from './order-service.ts';
import { type ExchangeHarness, tradingExchange, until } from './testing/exchange-harness.ts';
import { type AppendFault, FaultyLog } from './testing/faulty-log.ts';

const MARKET = 'BTC-USD';

const buy = (accountId: AccountId, more: Partial<PlaceOrderRequest> = {}): PlaceOrderRequest => ({
  accountId,
  market: MARKET,
  side: 'buy',
  type: 'limit',
  price: '10.00',
  quantity: '1',
  ...more,
});

const isOpen = (service: OrderService) =>
  until(() => service.markets.desk(MARKET)?.state === 'open', 'the market opens');

const heldUsd = async (exchange: ExchangeHarness, account: AccountId): Promise<bigint> => {
  const balances = await exchange.accounts.balances(account);
  return balances.find(({ asset }) => asset === 'USD')?.held ?? 0n;
};

/** All command batches of the market's log. */
async function commandBatches(log: EventLog, market: string): Promise<readonly CommandBatch[]> {
  const records = await log.read(commandTopic(market), offset(0), {
    records: 1_000_000,
    bytes: 1 << 30,
  });
  return records.map(({ bytes }) => decodeCommandBatch(bytes));
}

describe('a session', () => {
  const open: { exchange: ExchangeHarness; services: OrderService[] }[] = [];

  async function begin(limits: { readonly answerTimeoutMs?: number } = {}) {
    const logs: FaultyLog[] = [];
    const started = await tradingExchange({
      service: { limits: { ...limits, retryDelayMsMin: 2, retryDelayMsMax: 5 } },
      wrapLog: (log) => {
        const faulty = new FaultyLog(log);
        logs.push(faulty);
        return faulty;
      },
    });
    open.push({ exchange: started.exchange, services: [started.service] });
    return { ...started, log: logs[0]! };
  }

  afterEach(async () => {
    for (const { exchange, services } of open.splice(0)) {
      for (const service of services) await service.stop();
      await exchange.close();
      assert.deepEqual(exchange.broken, []);
    }
  });

  const faults: readonly (readonly [AppendFault, EventLogErrorCode])[] = [
    ['lost', 'LOG_UNAVAILABLE'],
    ['landed', 'LOG_UNAVAILABLE'],
    ['lost', 'LOG_FULL'],
  ];
  for (const [fault, code] of faults) {
    test(`publishes a record exactly once when its append is ${fault} (${code})`, async () => {
      const { exchange, service, alice, log } = await begin();
      const before = (await commandBatches(exchange.log, MARKET)).length;
      log.faults.push({ fault, code });
      const outcome = await service.orders.place(buy(alice));
      assert.equal(outcome.kind, 'placed', JSON.stringify(outcome));
      assert.equal((await commandBatches(exchange.log, MARKET)).length, before + 1);
      await until(() => service.commands.problem(commandTopic(MARKET)) === null, 'recovery');
      const next = await service.orders.place(buy(alice));
      assert.equal(next.kind, 'placed');
    });
  }

  test('refuses new commands while appends fail, and goes on when they succeed', async () => {
    const { service, alice, log } = await begin();
    for (let count = 0; count < 20; count += 1) {
      log.faults.push({ fault: 'lost', code: 'LOG_FULL' });
    }
    const first = service.orders.place(buy(alice));
    await until(() => service.commands.problem(commandTopic(MARKET)) !== null, 'the problem');
    const second = await service.orders.place(buy(alice));
    assert.equal(second.kind === 'refused' && second.code, 'LOG_FULL');
    assert.equal((await first).kind, 'placed');
    assert.equal((await service.orders.place(buy(alice))).kind, 'placed');
  });

  test('chains its records, each by the CRC of the one before', async () => {
    const { exchange, service, alice } = await begin();
    for (let count = 0; count < 3; count += 1) await service.orders.place(buy(alice));
    const own = (await commandBatches(exchange.log, MARKET)).filter((each) => each.sessionId === 1);
    assert.deepEqual(
      own.map(({ firstSequence }) => firstSequence),
      [1, 2, 3],
    );
    assert.equal(own[0]?.prevHash, 0);
    for (const [index, batch] of own.slice(1).entries()) {
      const bytes = encodeCommandBatch(own[index]!);
      assert.equal(batch.prevHash, Buffer.from(bytes).readUInt32LE(bytes.length - 4));
    }
  });

  test('publishes in one record what was admitted together', async () => {
    const { exchange, service, alice } = await begin();
    await Promise.all([1, 2, 3].map(() => service.orders.place(buy(alice))));
    const own = (await commandBatches(exchange.log, MARKET)).filter((each) => each.sessionId === 1);
    assert.deepEqual(
      own.map(({ commands }) => commands.length),
      [3],
    );
  });

  test('admits together what arrives while a record is on its way, once that has landed', async () => {
    const { exchange, service, alice, log } = await begin();
    log.hold();
    const first = service.orders.place(buy(alice));
    await until(async () => (await heldUsd(exchange, alice)) > 0n, 'the hold');
    const next = [1, 2, 3].map(() => service.orders.place(buy(alice)));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await heldUsd(exchange, alice), 10_000_000n, 'the first one only');
    log.release();
    for (const outcome of await Promise.all([first, ...next])) assert.equal(outcome.kind, 'placed');
    const own = (await commandBatches(exchange.log, MARKET)).filter((each) => each.sessionId === 1);
    assert.deepEqual(
      own.map(({ commands }) => commands.length),
      [1, 3],
    );
  });

  test('answers "unknown" in time when no engine answers, and never releases', async () => {
    const { exchange, service, alice } = await begin({ answerTimeoutMs: 100 });
    await exchange.stopEngine();
    const outcome = await service.orders.place(buy(alice, { clientOrderId: 'late' }));
    assert.equal(outcome.kind, 'unknown');
    assert.equal(outcome.kind === 'unknown' && outcome.clientOrderId, 'late');
    assert.equal(await heldUsd(exchange, alice), 10_000_000n);
    exchange.startEngine();
    await until(() => service.lookup.open(alice, null).length === 1, 'the order');
    const again = await service.orders.place(buy(alice, { clientOrderId: 'late' }));
    assert.equal(again.kind, 'existing');
  });

  test('finds its published orders again after a kill, and the same answer to a retry', async () => {
    const { exchange, service, alice } = await begin();
    await exchange.stopEngine();
    // Killed between the append and the answer: the old service just goes on unheard.
    const lost = service.orders.place(buy(alice, { clientOrderId: 'kept' }));
    await until(async () => (await commandBatches(exchange.log, MARKET)).length === 3, 'append');
    const next = await exchange.service();
    open[0]!.services.push(next);
    exchange.startEngine();
    await isOpen(next);
    const again = await next.orders.place(buy(alice, { clientOrderId: 'kept' }));
    assert.equal(again.kind, 'existing');
    assert.equal((await lost).kind, 'placed', 'a zombie reads the same truth');
    assert.equal(next.lookup.open(alice, null).length, 1);
    assert.equal(await heldUsd(exchange, alice), 10_000_000n);
    await until(() => next.ledger.isOpen, 'the ledger opens');
    const outbox = await exchange.accounts.outbox(sessionId(1));
    assert.deepEqual(
      outbox.filter((entry) => entry.epoch < next.epoch),
      [],
    );
  });

  test('takes back what was never published, and refuses it when it lands late', async () => {
    const { exchange, service, alice, log } = await begin({ answerTimeoutMs: 200 });
    log.hold();
    const lost = service.orders.place(buy(alice, { clientOrderId: 'gone' }));
    await until(async () => (await heldUsd(exchange, alice)) > 0n, 'the hold');
    const healthy = { ...exchange.ports, log: exchange.log };
    const next = await exchange.service({ ports: healthy, limits: {} });
    open[0]!.services.push(next);
    await isOpen(next);
    assert.equal(await heldUsd(exchange, alice), 0n);
    assert.equal((await lost).kind, 'unknown');
    // The request that hung lands behind the fence.
    log.release();
    await until(() => exchange.broken.length > 0, 'the zombie notices');
    assert.equal((exchange.broken.splice(0)[0] as { code: string }).code, 'SESSION_BROKEN');
    assert.equal(exchange.machine(MARKET)?.restingOrderCount, 0);
    const again = await next.orders.place(buy(alice, { clientOrderId: 'gone' }));
    assert.equal(again.kind, 'placed', 'the client order id is free again');
  });

  test('resolves what two sessions before left, one of which opened and died', async () => {
    const { exchange, service, alice } = await begin();
    await exchange.stopEngine();
    const lost = service.orders.place(buy(alice));
    await until(async () => (await commandBatches(exchange.log, MARKET)).length === 3, 'append');
    // Opens the next epoch and dies before it resolves anything.
    const second = await exchange.service();
    await second.stop();
    const third = await exchange.service();
    open[0]!.services.push(third);
    exchange.startEngine();
    await isOpen(third);
    assert.equal((await lost).kind, 'placed');
    await exchange.settled(MARKET);
    assert.equal(await heldUsd(exchange, alice), 10_000_000n, 'the hold of the open order stays');
    assert.equal(third.lookup.open(alice, null).length, 1);
  });

  test('is told when a newer session has taken its place', async () => {
    const { exchange, service, alice } = await begin();
    const next = await exchange.service();
    open[0]!.services.push(next);
    await isOpen(next);
    const outcome = await service.orders.place(buy(alice));
    assert.equal(outcome.kind === 'refused' && outcome.code, 'NOT_READY');
    assert.equal((exchange.broken.splice(0)[0] as { code: string }).code, 'SESSION_FENCED');
    assert.equal((await next.orders.place(buy(alice))).kind, 'placed');
  });

  test('begins above the epochs that the log knows when the account store forgot them', async () => {
    const { exchange, service } = await begin();
    await exchange.accounts.openSession(sessionId(1), epoch(7));
    const later = await exchange.service();
    await isOpen(later);
    await later.stop();
    await service.stop();
    // As after a rebuild of the account store, which knows no sessions.
    await exchange.stopSettlement();
    await exchange.accounts.clear();
    exchange.startSettlement();
    const forgetful = await exchange.service();
    open[0]!.services = [forgetful];
    await until(() => exchange.broken.length > 0, 'the refusal');
    assert.equal((exchange.broken.splice(0)[0] as { code: string }).code, 'SESSION_BROKEN');
    const next = await exchange.service();
    open[0]!.services.push(next);
    await isOpen(next);
    assert.ok(next.epoch > later.epoch);
    exchange.broken.splice(0);
  });

  test('begins its book at the newest snapshot that verifies', async () => {
    const { exchange, service, alice, bob } = await begin();
    const first = await service.orders.place(buy(alice, { clientOrderId: 'old', quantity: '3' }));
    await service.orders.place(buy(bob, { side: 'sell', quantity: '1' }));
    const machine = exchange.machine(MARKET)!;
    const snapshot = machine.snapshot();
    const bytes = encodeSnapshot(snapshot, { sha256 });
    const { offset: at, timestampUs } = snapshot;
    await exchange.snapshots.put({ market: MARKET, offset: at, timestampUs }, bytes);
    await service.orders.place(buy(alice, { price: '9.00' }));
    const { end } = await exchange.log.bounds(commandTopic(MARKET));
    const torn = bytes.slice(0, -10);
    const later = { market: MARKET, offset: (end - 1) as typeof at, timestampUs };
    await exchange.snapshots.put(later, torn);

    const next = await exchange.service();
    open[0]!.services.push(next);
    await isOpen(next);
    const view = next.markets.view(MARKET)!;
    assert.deepEqual(view.bids.top(5), service.markets.view(MARKET)?.bids.top(5));
    assert.equal(view.trades.last, null, 'trades before the snapshot are in the views');
    assert.ok(first.kind === 'placed');
    const order = await next.lookup.find(alice, first.order.orderId);
    assert.equal(order !== null && 'filledLots' in order && order.filledLots, 10_000);
    const whole = await next.lookup.whole(order!);
    assert.equal(whole.clientOrderId, 'old');
    const canceled = await next.changes.cancel({
      accountId: alice,
      orderId: first.order.orderId,
    });
    assert.equal(canceled.kind, 'canceled');
    assert.equal(next.markets.view(MARKET)?.bids.levelCount, 1);
  });
});
