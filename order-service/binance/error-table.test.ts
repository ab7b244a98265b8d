/**
 * Every error of the dialect, over a real service: number, text to the letter, HTTP status, and that
 * nothing has changed. Texts stand here a second time because clients match them.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { MarketStatus, RejectReason } from '../../proto/messages.ts';
import { codeOfReason } from '../refusal.ts';
import { DialectClient } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import {
  type ApiReply,
  addKey,
  type OpenExchange,
  openExchange,
} from '../testing/open-exchange.ts';
import { errors, isDialectError, translated } from './dialect-error.ts';

type Values = Readonly<Record<string, string | number>>;
type Ask = (by: DialectClient) => Promise<ApiReply>;

interface Row {
  readonly what: string;
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  readonly ask: Ask;
}

const LIMIT = {
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '20000',
} as const;
const BUY = { symbol: 'BTCUSD', side: 'BUY', type: 'MARKET' } as const;
const NOBODYS = { symbol: 'BTCUSD', orderId: 12_345 };

const without = (values: Values, name: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));
const send =
  (method: string, path: string, values: Values): Ask =>
  (by) =>
    by.send(method, `/api/v3/${path}`, values);
const place = (change: Values, model: Values = LIMIT): Ask =>
  send('POST', 'order', { ...model, ...change });
const raw =
  (query: string): Ask =>
  (by) =>
    by.raw('GET', `/api/v3/account?${query}`, '');

const row = (
  what: string,
  [status, code, msg]: readonly [number, number, string],
  ask: Ask,
): Row => ({ what, status, code, msg, ask });
const bad = (what: string, code: number, msg: string, ask: Ask): Row =>
  row(what, [400, code, msg], ask);
const filter = (what: string, name: string, ask: Ask): Row =>
  bad(what, -1013, `Filter failure: ${name}`, ask);

const now = () => Date.now();
const DECIMALS =
  "Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.";
const IDS =
  "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.";
const SYMBOLS =
  "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.";
const missing = (name: string) =>
  `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
const WINDOW = 'Timestamp for this request is outside of the recvWindow.';
const AHEAD = "Timestamp for this request was 1000ms ahead of the server's time.";

const ROWS: readonly Row[] = [
  filter('a price off the tick', 'PRICE_FILTER', place({ price: '20000.001' })),
  filter('no price to speak of', 'PRICE_FILTER', place({ price: '0' })),
  filter('a price beyond all', 'PRICE_FILTER', place({ price: '99999999' })),
  filter('a quantity off the lot', 'LOT_SIZE', place({ quantity: '1.00001' })),
  filter('nothing', 'LOT_SIZE', place({ quantity: '0' })),
  filter('more than may be', 'LOT_SIZE', place({ quantity: '11' })),
  filter('off the lot at the market', 'MARKET_LOT_SIZE', place({ quantity: '1.00001' }, BUY)),
  filter(
    'worth too little',
    'NOTIONAL',
    place({ symbol: 'ETHUSD', price: '1', quantity: '0.0001' }),
  ),
  bad('a price in words', -1100, DECIMALS, place({ price: 'much' })),
  bad('a client id too long', -1100, IDS, place({ newClientOrderId: 'x'.repeat(37) })),
  bad('a symbol of another alphabet', -1100, SYMBOLS, place({ symbol: 'btc!' })),
  ...['symbol', 'side', 'type', 'quantity', 'price', 'timeInForce'].map((name) =>
    bad(`no ${name}`, -1102, missing(name), send('POST', 'order', without(LIMIT, name))),
  ),
  bad(
    'an order without an id',
    -1102,
    "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
    send('GET', 'order', { symbol: 'BTCUSD' }),
  ),
  bad(
    'how long a maker is in force',
    -1106,
    "Parameter 'timeInForce' sent when not required.",
    place({ type: 'LIMIT_MAKER' }),
  ),
  bad(
    'nine places',
    -1111,
    "Parameter 'price' has too much precision.",
    place({ price: '1.123456789' }),
  ),
  bad(
    'finer than money',
    -1111,
    "Parameter 'quoteOrderQty' has too much precision.",
    place({ quoteOrderQty: '1.1234567' }, BUY),
  ),
  bad('a wrong time in force', -1115, 'Invalid timeInForce.', place({ timeInForce: 'GTX' })),
  bad('a wrong type', -1116, 'Invalid orderType.', place({ type: 'STOP' })),
  bad('a wrong side', -1117, 'Invalid side.', place({ side: 'HOLD' })),
  bad(
    'a wrong interval',
    -1120,
    'Invalid interval.',
    send('GET', 'klines', { symbol: 'BTCUSD', interval: '7m' }),
  ),
  bad('a symbol that is not', -1121, 'Invalid symbol.', place({ symbol: 'DOGEUSD' })),
  bad(
    'a listen key that is not',
    -1125,
    'This listenKey does not exist.',
    send('PUT', 'userDataStream', { listenKey: 'x'.repeat(60) }),
  ),
  bad(
    'quantity and cost at once',
    -1128,
    'Combination of optional parameters invalid.',
    place({ quantity: '1', quoteOrderQty: '1' }, BUY),
  ),
  bad(
    'a wrong response type',
    -1130,
    "Data sent for parameter 'newOrderRespType' is not valid.",
    place({ newOrderRespType: 'LONG' }),
  ),
  bad(
    'more than it has',
    -2010,
    'Account has insufficient balance for requested action.',
    place({ price: '20000', quantity: '10' }),
  ),
  bad(
    'a maker that would take',
    -2010,
    'Order would immediately match and take.',
    place({ type: 'LIMIT_MAKER', price: '30000' }, without(LIMIT, 'timeInForce')),
  ),
  bad('the same client id', -2010, 'Duplicate order sent.', place({ newClientOrderId: 'resting' })),
  bad(
    'a market that is closed',
    -2010,
    'Market is closed.',
    place({ symbol: 'SOLUSD', price: '20' }),
  ),
  bad(
    'a full book',
    -2010,
    'The order book is full.',
    place({ symbol: 'XRPUSD', price: '1', quantity: '1' }),
  ),
  bad(
    'an iceberg',
    -2010,
    'Iceberg orders are not supported for this symbol.',
    place({ icebergQty: '1' }),
  ),
  bad(
    'a cancel that its restriction forbids',
    -2010,
    'Order was not canceled due to cancel restrictions.',
    send('DELETE', 'order', {
      symbol: 'BTCUSD',
      origClientOrderId: 'resting',
      cancelRestrictions: 'ONLY_PARTIALLY_FILLED',
    }),
  ),
  bad(
    'an amend to more',
    -2010,
    'The requested quantity is not below the current one.',
    send('PUT', 'order/amend/keepPriority', {
      symbol: 'BTCUSD',
      origClientOrderId: 'resting',
      newQty: '5',
    }),
  ),
  bad('a cancel of nothing', -2011, 'Unknown order sent.', send('DELETE', 'order', NOBODYS)),
  bad(
    'a cancel of all of nothing',
    -2011,
    'Unknown order sent.',
    send('DELETE', 'openOrders', { symbol: 'ETHUSD' }),
  ),
  bad('a read of nothing', -2013, 'Order does not exist.', send('GET', 'order', NOBODYS)),
  bad(
    'a replacement of nothing',
    -2022,
    'Order cancel-replace failed.',
    send('POST', 'order/cancelReplace', {
      ...LIMIT,
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrderId: 12_345,
    }),
  ),
  row('no such path', [404, -1020, 'This operation is not supported.'], send('GET', 'nothing', {})),
  bad('no time', -1102, missing('timestamp'), raw('')),
  bad('too late', -1021, WINDOW, (by) => raw(`timestamp=${now() - 6_000}&signature=x`)(by)),
  bad('too early', -1021, AHEAD, (by) => raw(`timestamp=${now() + 2_000}&signature=x`)(by)),
  bad('a window too wide', -1131, 'recvWindow must be less than 60000.', (by) =>
    raw(`timestamp=${now()}&recvWindow=60001`)(by),
  ),
  bad('no signature', -1102, missing('signature'), (by) => raw(`timestamp=${now()}`)(by)),
  bad('a wrong signature', -1022, 'Signature for this request is not valid.', (by) =>
    raw(`timestamp=${now()}&signature=${'0'.repeat(64)}`)(by),
  ),
];

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
  beforeEach(() => open.exchange.settled('BTC-USD'));

  for (const { what, status, code, msg, ask } of ROWS) {
    test(`${code} ${what}`, async () => {
      const before = await everything();
      assertSays(await ask(alice), [status, code, msg]);
      for (const name of ['BTC-USD', 'ETH-USD', 'XRP-USD']) await open.exchange.settled(name);
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
    while (reply.status === 429) reply = await read();
    assert.equal(reply.status, 418);
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
  for (const reason of Object.values(RejectReason)) {
    const code = codeOfReason(reason);
    if (bugs.includes(code)) continue;
    const { status } = translated({ kind: 'refused', code, detail: '' });
    assert.notEqual(status, 500, code);
  }
});
