/** Right after a start: what is meant for every market is not done before those that are still to come. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type EventLog, EventLogError } from '../ports/event-log/event-log.ts';
import { AccountStatus, MarketStatus } from '../proto/messages.ts';
import { marketOfTopic } from '../proto/topics.ts';
import { accountId } from '../proto/units.ts';
import type { OrderService } from './order-service.ts';
import { readiness } from './readiness.ts';
import { btcUsd } from './testing/btc-usd.ts';
import { type ExchangeHarness, tradingExchange, until } from './testing/exchange-harness.ts';

const LATE = 'ETH-USD';
const ALICE = accountId(1);
const limits = { answerTimeoutMs: 400, topicPollMs: 20, retryDelayMsMin: 2, retryDelayMsMax: 5 };

describe('a market that cannot be opened yet', () => {
  let exchange: ExchangeHarness;
  let first: OrderService;
  let service: OrderService;
  let isAway = true;

  /** The topics of one market are out of reach. */
  const partly = (log: EventLog): EventLog =>
    new Proxy(log, {
      get: (target, name) => {
        if (name !== 'createTopic') {
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (topic: string) => {
          if (isAway && marketOfTopic(topic) === LATE) {
            throw new EventLogError('LOG_UNAVAILABLE', 'its broker is away');
          }
          return target.createTopic(topic);
        };
      },
    });

  before(async () => {
    ({ exchange, service: first } = await tradingExchange());
    await first.control.define({ ...btcUsd, market: LATE, baseAsset: 'ETH' });
    for (const market of ['BTC-USD', LATE]) {
      const terms = { market, side: 'buy', type: 'limit', price: '10.00', quantity: '1' } as const;
      const outcome = await first.orders.place({ accountId: ALICE, ...terms });
      assert.equal(outcome.kind, 'placed', JSON.stringify(outcome));
    }
    await first.stop();
    const ports = { ...exchange.ports, log: partly(exchange.ports.log) };
    service = await exchange.service({ ports, limits });
    await until(() => service.markets.desk('BTC-USD')?.state === 'open', 'the other one opens');
    assert.equal(service.markets.desk(LATE), null);
  });
  after(async () => {
    await service.stop();
    await exchange.close();
    assert.deepEqual(exchange.broken, []);
  });

  test('is missed by whoever asks whether all is ready, at any time', async () => {
    for (let count = 0; count < 50; count += 1) {
      const missing = readiness(service).find(({ name }) => name === 'markets');
      assert.deepEqual(missing, { name: 'markets', ok: false, detail: '1 being opened' });
      await service.ports.clock.sleep(1);
    }
  });

  test('is not said to be halted, and the others are', async () => {
    const change = { status: MarketStatus.halted, reason: 'stop' };
    const halted = await service.control.changeStatusEverywhere(change);
    assert.equal(halted.kind === 'refused' && halted.code, 'NOT_READY', JSON.stringify(halted));
    assert.equal(service.markets.view('BTC-USD')?.status, MarketStatus.halted);
    await service.control.changeStatus('BTC-USD', { status: MarketStatus.trading, reason: 'go' });
  });

  test('is not said to have blocked an account', async () => {
    const change = { accountId: ALICE, status: AccountStatus.blocked, reason: 'runaway' };
    const blocked = await service.control.changeAccountStatus(change);
    assert.equal(blocked.kind === 'refused' && blocked.code, 'NOT_READY', JSON.stringify(blocked));
  });

  test('is told among those that did not cancel in time, and cancels when it is there', async () => {
    const inTime = await service.massCancel.inTime(ALICE);
    const late = inTime.find(({ market }) => market === LATE);
    assert.deepEqual(late, { market: LATE, canceled: null }, JSON.stringify(inTime));
    const all = service.massCancel.run(ALICE, null, () => false);
    await service.ports.clock.sleep(100);
    isAway = false;
    const canceled = (await all).find(({ market }) => market === LATE);
    assert.deepEqual(canceled, { market: LATE, canceled: 1 });
    assert.equal(service.lookup.open(ALICE, null).length, 0);
  });
});
