/**
 * Every error of the dialect, over a real service: number, text to the letter, HTTP status, and that
 * nothing has changed. Texts stand here a second time because clients match them.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { MarketStatus, RejectReason } from '../../proto/messages.ts';
import { codeOfReason } from '../refusal.ts';
import { DialectClient } from '../testing/dialect-client.ts';
import { ERROR_ROWS, LIMIT } from '../testing/dialect-error-rows.ts';
import { until } from '../testing/exchange-harness.ts';
import {
  type ApiReply,
  addKey,
  type OpenExchange,
  openExchange,
} from '../testing/open-exchange.ts';
import { errors, isDialectError, translated } from './dialect-error.ts';

/** Seen by any test of this file. */
const seen = new Set<number>();

function assertSays(reply: ApiReply, [status, code, msg]: readonly [number, number, string]): void {
  const { code: foundCode, msg: foundMsg } = reply.body;
  assert.deepEqual([reply.status, foundCode, foundMsg], [status, code, msg]);
  seen.add(code);
}

describe('errors of the dialect', () => {
  let open: OpenExchange;
  let alice: DialectClient;

  /** All that there is of her, and the sequence of every market but those that a refusal by the engine moves. */
  async function everything(): Promise<string> {
    const replies = await Promise.all([
      open.alice.send('GET', '/v1/balances'),
      open.alice.send('GET', '/v1/orders'),
      open.nobody.send('GET', '/v1/markets/BTC-USD/book'),
    ]);
    const [balances, orders, book] = replies.map(({ body }) => body);
    return JSON.stringify([balances!['balances'], orders, book!['bids'], book!['asks']]);
  }

  before(async () => {
    open = await openExchange();
    const { service, admin } = open;
    const market = { base_scale: 8, quote_scale: 6, tick_size: '0.01', lot_size: '0.0001' };
    const wide = { ...market, max_price: '100000', max_quantity: '10000' };
    for (const more of [
      { market: 'ETH-USD', min_notional: '5' },
      { market: 'SOL-USD' },
      { market: 'XRP-USD', max_resting_orders: 1 },
    ]) {
      const defined = await admin.send('POST', '/v1/admin/markets', { ...wide, ...more });
      assert.equal(defined.status, 201, defined.text);
    }
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
    const ask = await bob.send('POST', '/api/v3/order', { ...LIMIT, side: 'SELL', price: '30000' });
    assert.equal(ask.status, 200, ask.text);
    const full = { ...LIMIT, symbol: 'XRPUSD', price: '1' };
    assert.equal((await bob.send('POST', '/api/v3/order', full)).status, 200);
    const resting = { ...LIMIT, newClientOrderId: 'resting' };
    assert.equal((await alice.send('POST', '/api/v3/order', resting)).status, 200);
    const halted = { status: MarketStatus.halted, reason: 'test' };
    assert.equal((await service.control.changeStatus('SOL-USD', halted)).kind, 'done');
  });
  after(() => open.close());
  const settled = async () => {
    for (const name of ['BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD'])
      await open.exchange.settled(name);
  };
  beforeEach(settled);

  for (const { what, status, code, msg, ask } of ERROR_ROWS) {
    test(`${code} ${what}`, async () => {
      const before = await everything();
      assertSays(await ask(alice), [status, code, msg]);
      await settled();
      assert.equal(await everything(), before);
    });
  }

  test('-2014 and -2015: keys that are none, and those that may not', async () => {
    const { baseUrl } = open.doors;
    const account = (apiKey: string) =>
      new DialectClient(baseUrl, { apiKey, secret: 'x' }).send('GET', '/api/v3/account');
    assertSays(await account('no key!'), [401, -2014, 'API-key format invalid.']);
    const none = await open.nobody.raw('GET', '/api/v3/account', '');
    assertSays(none, [401, -2014, 'API-key format invalid.']);
    const rejected = [401, -2015, 'Invalid API-key, IP, or permissions for action.'] as const;
    assertSays(await account('unknown'), rejected);
    const readOnly = await addKey(open.exchange, { accountId: 1 as never, scopes: [1 as never] });
    const before = await everything();
    const reader = new DialectClient(baseUrl, readOnly);
    assertSays(await reader.send('POST', '/api/v3/order', LIMIT), rejected);
    assert.equal(await everything(), before);
  });

  test('-2021: one half of a replacement', async () => {
    const replaced = await alice.send('POST', '/api/v3/order/cancelReplace', {
      ...LIMIT,
      cancelReplaceMode: 'ALLOW_FAILURE',
      cancelOrderId: 12_345,
    });
    assertSays(replaced, [409, -2021, 'Order cancel-replace partially failed.']);
    const { cancelResult, newOrderResult } = replaced.body['data'] as Record<string, unknown>;
    assert.deepEqual([cancelResult, newOrderResult], ['FAILURE', 'SUCCESS']);
  });
});

test('-1003 and -1015: more than the limits', async () => {
  const open = await openExchange({
    dialectLimits: { weightPerMinute: 200, ordersPerTenSeconds: 2 },
  });
  try {
    const alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    let last: ApiReply | null = null;
    await until(async () => {
      last = await alice.send('POST', '/api/v3/order', LIMIT);
      return last.status !== 200;
    }, 'too many orders');
    const orders = 'Too many new orders; current limit is 2 orders per 10 SECOND.';
    assertSays(last!, [429, -1015, orders]);
    const read = () => open.nobody.raw('GET', '/api/v3/exchangeInfo', '');
    let reply = await read();
    while (reply.status === 200) reply = await read();
    const weight =
      'Too much request weight used; current limit is 200 request weight per 1 MINUTE. ' +
      'Please use WebSocket Streams for live updates to avoid polling the API.';
    assertSays(reply, [429, -1003, weight]);
    // A minute of the clock that begins between lets some through again.
    await until(
      async () => {
        reply = await read();
        return reply.status === 418;
      },
      'a ban',
      60_000,
    );
    assert.match(
      String(reply.body['msg']),
      /^Way too much request weight used; IP banned until \d+/,
    );
  } finally {
    await open.close();
  }
});

test('-1007 and -1008: no answer in time, and no room for more', async () => {
  const limits = { answerTimeoutMs: 200, backlogCommandsMax: 1 };
  const open = await openExchange({ service: { limits } });
  try {
    const alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    await open.exchange.stopEngine();
    const timeout =
      'Timeout waiting for response from backend server. Send status unknown; execution status unknown.';
    assertSays(await alice.send('POST', '/api/v3/order', LIMIT), [504, -1007, timeout]);
    const busy =
      'Server is currently overloaded with other requests. Please try again in a few minutes.';
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => alice.send('POST', '/api/v3/order', LIMIT)),
    );
    const shed = replies.find(({ status }) => status === 503);
    assert.ok(shed !== undefined, 'nothing was shed');
    assertSays(shed, [503, -1008, busy]);
    open.exchange.startEngine();
  } finally {
    await open.close();
  }
});

test('every number of the table was answered, but for what is never meant to be', () => {
  const all = Object.values(errors).map((error) => {
    const made = isDialectError(error)
      ? error
      : (error as (text: never) => typeof errors.side)('x' as never);
    return made.code;
  });
  const UNEXPECTED = -1000;
  const missed = [...new Set(all)].filter((code) => code !== UNEXPECTED && !seen.has(code));
  assert.deepEqual(missed, []);
});

test("no reason of the engine's against an order is an unknown error", () => {
  /** Of orders that the service itself cannot send, and of definitions. */
  const bugs = ['DUPLICATE_ORDER_ID', 'FEE_OUT_OF_RANGE', 'MARKET_EXISTS', 'INVALID_DEFINITION'];
  const ofOperators = ['MARKET_HAS_ORDERS'];
  for (const reason of Object.values(RejectReason)) {
    const code = codeOfReason(reason);
    if (bugs.includes(code) || ofOperators.includes(code)) continue;
    const { status } = translated({ kind: 'refused', code, detail: '' });
    assert.notEqual(status, 500, code);
  }
});
