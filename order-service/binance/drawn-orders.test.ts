/**
 * Orders of every form, drawn and sent by two accounts, then judged: the answers, the reads of both
 * dialects and the user stream say what the naive book makes of the command log, to the last digit.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SeededRandom, seedOfRun } from '../../engine/core/testing/seeded-random.ts';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { ALL_FORMS, shuffled, withNumbers } from '../testing/drawn-dialect-orders.ts';
import { until } from '../testing/exchange-harness.ts';
import {
  type JudgedOrder,
  type Judgement,
  judged,
  statusOf,
  text,
} from '../testing/judged-orders.ts';
import { type ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const SYMBOL = { symbol: 'BTCUSD' };
/** What a well-formed order may hear: its account has money, its market trades. */
const REFUSALS = [
  'Order would immediately match and take.',
  'Order would trigger immediately.',
  'The requested quantity is not below the current one.',
  'The order waits for its stop price and cannot be amended.',
  'The new quantity is not above what is filled.',
  'Unknown order sent.',
  'Order does not exist.',
  'Order cancel-replace failed.',
  'Order cancel-replace partially failed.',
];

interface Trader {
  readonly name: string;
  readonly accountId: number;
  readonly dialect: DialectClient;
  readonly native: ApiClient;
  readonly stream: DialectListener;
  /** Every id that an answer named. */
  readonly orderIds: number[];
}

describe('drawn orders of the dialect', () => {
  const random = new SeededRandom(seedOfRun());
  let open: OpenExchange;
  let readModels: ReadModels;
  let judgement: Judgement;
  const traders: Trader[] = [];
  const answers = new Map<number, Json>();

  before(async () => {
    open = await openExchange();
    readModels = new ReadModels(open);
    const socket = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    for (const [index, name] of (['alice', 'bob'] as const).entries()) {
      const dialect = new DialectClient(open.doors.baseUrl, open.keys[name]);
      const stream = await DialectListener.connect(socket);
      await stream.ask('userDataStream.subscribe.signature', dialect.members());
      const native = open[name];
      traders.push({ name, accountId: index + 1, dialect, native, stream, orderIds: [] });
    }
    for (const form of shuffled(ALL_FORMS, random)) {
      const trader = random.pick(traders);
      await sent(trader, 'POST', 'order', withNumbers(form, random));
      if (random.oneIn(4)) await change(random.pick(traders));
    }
    await open.exchange.settled('BTC-USD');
    judgement = await judged(open.exchange.log);
    for (const { accountId } of traders) {
      judgement.pay(accountId, 'base', 1_000_00000000n);
      judgement.pay(accountId, 'quote', 100_000_000_000n);
    }
  });
  after(async () => {
    for (const { stream } of traders) stream.close();
    await readModels.close();
    await open.close();
  });

  async function sent(
    trader: Trader,
    method: string,
    path: string,
    params: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const reply = await trader.dialect.send(method, `/api/v3/${path}`, { ...params });
    const { body } = reply;
    if (reply.status !== 200) {
      assert.ok(REFUSALS.includes(String(body['msg'])), `${JSON.stringify(params)}: ${reply.text}`);
    }
    const data = (body['data'] ?? body) as Json;
    const placed = path === 'order/cancelReplace' ? (data['newOrderResponse'] as Json) : body;
    if (method !== 'POST' || placed === null || placed['orderId'] === undefined) return;
    trader.orderIds.push(Number(placed['orderId']));
    answers.set(Number(placed['orderId']), placed);
  }

  /** A cancel, an amend, or another order in the place of one that may be over. */
  async function change(trader: Trader): Promise<void> {
    if (trader.orderIds.length === 0) return;
    const orderId = random.pick(trader.orderIds);
    switch (random.below(3)) {
      case 0:
        return sent(trader, 'DELETE', 'order', { ...SYMBOL, orderId });
      case 1: {
        const newQty = `0.${1 + random.below(9)}`;
        return sent(trader, 'PUT', 'order/amend/keepPriority', { ...SYMBOL, orderId, newQty });
      }
      default: {
        const order = withNumbers(random.pick(ALL_FORMS), random);
        const cancelReplaceMode = random.pick(['STOP_ON_FAILURE', 'ALLOW_FAILURE']);
        const replaced = { ...order, cancelReplaceMode, cancelOrderId: orderId };
        return sent(trader, 'POST', 'order/cancelReplace', replaced);
      }
    }
  }

  const eachOrder = function* (): Generator<readonly [Trader, number, JudgedOrder]> {
    for (const trader of traders) {
      for (const orderId of trader.orderIds) {
        const order = judgement.orders.get(orderId);
        assert.ok(order !== undefined, `order ${orderId} is not in the log`);
        assert.equal(order.accountId, trader.accountId);
        yield [trader, orderId, order];
      }
    }
  };

  test('were accepted by both, and each that was is known to who sent it', () => {
    const known = new Set(traders.flatMap(({ orderIds }) => orderIds));
    assert.deepEqual(
      [...judgement.orders.keys()].filter((orderId) => !known.has(orderId)),
      [],
    );
    const ends = new Set([...judgement.orders.values()].map(statusOf));
    for (const status of ['FILLED', 'EXPIRED', 'EXPIRED_IN_MATCH']) assert.ok(ends.has(status));
  });

  test('are answered with the trades that they made at once', () => {
    for (const [, orderId, order] of eachOrder()) {
      const answer = answers.get(orderId)!;
      const fills = (answer['fills'] as readonly Json[]).map(({ commissionAsset, ...fill }) => {
        assert.equal(commissionAsset, answer['side'] === 'BUY' ? 'BTC' : 'USD');
        return fill;
      });
      const made = order.fills.slice(0, order.fillsAtOnce).map(({ isMaker, ...fill }) => fill);
      assert.deepEqual(fills, made, `order ${orderId}`);
    }
  });

  test('read alike in both dialects, as the naive book has them', async () => {
    for (const [{ dialect, native }, orderId, order] of eachOrder()) {
      const shown = (await dialect.send('GET', '/api/v3/order', { ...SYMBOL, orderId })).body;
      const { executedQty, cummulativeQuoteQty, status } = shown;
      const judgedAs = [text(order.lots, 'lots'), text(order.tickLots, 'tickLots')];
      assert.deepEqual(
        [executedQty, cummulativeQuoteQty, status],
        [...judgedAs, statusOf(order)],
        `order ${orderId}`,
      );
      const own = (await native.send('GET', `/v1/orders/${orderId}`)).body;
      assert.equal(Number(own['filled_quantity']), Number(executedQty));
      const ids = order.fills.map(({ tradeId }) => String(tradeId));
      assert.deepEqual(
        (own['fills'] as readonly Json[]).map((fill) => fill['trade_id']),
        ids,
      );
    }
  });

  test('leave each account the trades and the money that they come to', async () => {
    for (const { dialect, native, accountId, orderIds } of traders) {
      const asked = { ...SYMBOL, fromId: 0, limit: 1_000 };
      const rows = (await dialect.send('GET', '/api/v3/myTrades', asked)).body as unknown;
      const trades = (rows as readonly Json[]).map((row) =>
        [
          row['orderId'],
          row['id'],
          row['price'],
          row['qty'],
          row['commission'],
          row['isMaker'],
        ].join(),
      );
      const own = orderIds.flatMap((orderId) =>
        judgement.orders
          .get(orderId)!
          .fills.map((fill) =>
            [orderId, fill.tradeId, fill.price, fill.qty, fill.commission, fill.isMaker].join(),
          ),
      );
      assert.deepEqual(trades.sort(), own.sort());
      const { body } = await dialect.send('GET', '/api/v3/account');
      const said = (await native.send('GET', '/v1/balances')).body['balances'] as readonly Json[];
      for (const { asset, free, locked } of body['balances'] as readonly Json[]) {
        const of = asset === 'BTC' ? 'base' : 'quote';
        const money = text(judgement.money(accountId, of), of);
        const total = Number(free) + Number(locked);
        assert.equal(total.toFixed(6), Number(money).toFixed(6), `${asset} of ${accountId}`);
        const { available, held } = said.find((balance) => balance['asset'] === asset)!;
        assert.deepEqual([Number(available), Number(held)], [Number(free), Number(locked)]);
      }
    }
  });

  test('are told on the user stream: accepted first, each trade once, the end last', async () => {
    for (const [{ stream }, orderId, order] of eachOrder()) {
      const reports = () =>
        stream.events('executionReport').filter((report) => report['i'] === orderId);
      await until(() => reports().at(-1)?.['X'] === statusOf(order), `the end of order ${orderId}`);
      const told = reports();
      assert.equal(told[0]?.['x'], 'NEW');
      const trades = told.filter((report) => report['x'] === 'TRADE');
      assert.deepEqual(
        trades.map(({ t, L, l, n, m }) => [t, L, l, n, m]),
        order.fills.map((fill) => [
          ...[fill.tradeId, fill.price, fill.qty, fill.commission, fill.isMaker],
        ]),
      );
      assert.equal(told.at(-1)?.['z'], text(order.lots, 'lots'));
    }
  });

  test('hold nothing once nothing is open', async () => {
    for (const { dialect } of traders) {
      await dialect.send('DELETE', '/api/v3/openOrders', SYMBOL);
    }
    await open.exchange.settled('BTC-USD');
    for (const { dialect, accountId } of traders) {
      const { body } = await dialect.send('GET', '/api/v3/account');
      for (const { asset, free, locked } of body['balances'] as readonly Json[]) {
        const of = asset === 'BTC' ? 'base' : 'quote';
        assert.deepEqual([free, locked], [text(judgement.money(accountId, of), of), '0.00000000']);
      }
    }
  });
});
