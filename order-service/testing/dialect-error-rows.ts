/** What the dialect refuses, and how it says so: number and text to the letter. Clients match them. */
import type { DialectClient } from './dialect-client.ts';
import type { ApiReply } from './open-exchange.ts';

type Values = Readonly<Record<string, string | number>>;
type Ask = (by: DialectClient) => Promise<ApiReply>;

export interface ErrorRow {
  readonly what: string;
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  readonly ask: Ask;
}

export const LIMIT = {
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
const market =
  (path: string, symbolStatus: string): Ask =>
  (by) =>
    by.raw('GET', `/api/v3/${path}?symbolStatus=${symbolStatus}`, '');
const raw =
  (query: string): Ask =>
  (by) =>
    by.raw('GET', `/api/v3/account?${query}`, '');

const row = (
  what: string,
  [status, code, msg]: readonly [number, number, string],
  ask: Ask,
): ErrorRow => ({ what, status, code, msg, ask });
const bad = (what: string, code: number, msg: string, ask: Ask): ErrorRow =>
  row(what, [400, code, msg], ask);
const filter = (what: string, name: string, ask: Ask): ErrorRow =>
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

export const ERROR_ROWS: readonly ErrorRow[] = [
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
  bad(
    'a zone that is none',
    -1130,
    "Data sent for parameter 'timeZone' is not valid.",
    send('GET', 'klines', { symbol: 'BTCUSD', interval: '1d', timeZone: '14:01' }),
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
  filter('an iceberg that shows all of itself', 'ICEBERG_PARTS', place({ icebergQty: '1' })),
  filter('an iceberg of more than 100 parts', 'ICEBERG_PARTS', place({ icebergQty: '0.0099' })),
  filter('an iceberg that shows nothing', 'LOT_SIZE', place({ icebergQty: '0' })),
  bad(
    'an iceberg that cannot rest',
    -1128,
    'Combination of optional parameters invalid.',
    place({ icebergQty: '0.1', timeInForce: 'IOC' }),
  ),
  bad(
    'a price that follows the market',
    -1106,
    "Parameter 'pegPriceType' sent when not required.",
    place({ pegPriceType: 'PRIMARY_PEG' }),
  ),
  bad(
    'a type of strategy that is kept for others',
    -1134,
    'strategyType was less than 1000000.',
    place({ strategyId: 1, strategyType: 999_999 }),
  ),
  bad('a status that is none', -1122, 'Invalid symbolStatus.', market('exchangeInfo', 'BREAKING')),
  bad('a ticker of another size', -1139, 'Invalid ticker type.', (by) =>
    by.raw('GET', '/api/v3/ticker/24hr?symbol=BTCUSD&type=LONG', ''),
  ),
  bad('the same symbol twice', -1151, 'Symbol is present multiple times in the list.', (by) =>
    by.raw('GET', '/api/v3/ticker/price?symbols=["BTCUSD","BTCUSD"]', ''),
  ),
  bad(
    'a restriction that is none',
    -1145,
    'Invalid cancelRestrictions',
    send('DELETE', 'order', { ...NOBODYS, cancelRestrictions: 'ONLY_OLD' }),
  ),
  bad(
    'a cancel that its restriction forbids',
    -2011,
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
  bad(
    'an amend under another client id',
    -1130,
    "Data sent for parameter 'newClientOrderId' is not valid.",
    send('PUT', 'order/amend/keepPriority', {
      ...{ symbol: 'BTCUSD', origClientOrderId: 'resting' },
      ...{ newQty: '0.5', newClientOrderId: 'other' },
    }),
  ),
  bad(
    'prevented matches of no order',
    -1128,
    'Combination of optional parameters invalid.',
    send('GET', 'myPreventedMatches', { symbol: 'BTCUSD' }),
  ),
  bad(
    'amendments of no order',
    -1102,
    missing('orderId'),
    send('GET', 'order/amendments', { symbol: 'BTCUSD' }),
  ),
  bad('a cancel of nothing', -2011, 'Unknown order sent.', send('DELETE', 'order', NOBODYS)),
  bad(
    'a cancel of all of nothing',
    -2011,
    'Unknown order sent.',
    send('DELETE', 'openOrders', { symbol: 'ETHUSD' }),
  ),
  bad('a read of nothing', -2013, 'Order does not exist.', send('GET', 'order', NOBODYS)),
  bad('a read of a list', -2018, 'Order list does not exist.', send('GET', 'orderList', NOBODYS)),
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
  bad(
    'a time unit that is none',
    -1194,
    'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.',
    (by) => by.raw('GET', '/api/v3/time', '', { 'x-mbx-time-unit': 'HOUR' }),
  ),
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
