/** Makers of HTTP requests that are nearly, or not at all, what a door takes. */
import { createHmac } from 'node:crypto';
import type { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { type Credentials, signatureHeaders } from '../../client/request-signature.ts';
import { likeIt, STRANGE } from './bad-frames.ts';
import { type Operation, requestBy } from './open-api.ts';

type Values = Record<string, unknown>;

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who asks, and of what. */
export interface FuzzedParty {
  readonly credentials: Credentials;
  readonly accountId: string;
  readonly markets: readonly string[];
}

export type RequestMaker = (random: SeededRandom) => FuzzedRequest;

const MARKET_ORDERS = 'ETH-USD';
const GOOD_SHARE = 0.3;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PURGE'];
const CONTENT_TYPES = [
  ...['application/json', 'application/json; charset=utf-8', 'application/json\t;x', 'text/plain'],
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '', '/', 'é'],
];
/** Requests differ by it, so that none is taken for a replay. */
const WINDOW_MS = 2_000;
const BODY_TOO_LONG = 'x'.repeat(17_000);

const timestampMs = (random: SeededRandom): number => Date.now() - random.below(WINDOW_MS);
const isChanged = (random: SeededRandom): boolean => random.fraction() >= GOOD_SHARE;

/** Prices are far from those of whoever else trades; market orders are in a market of their own. */
function drawnValues(random: SeededRandom, { markets, accountId }: FuzzedParty): Values {
  const isMarket = markets.includes(MARKET_ORDERS) && random.fraction() < 0.2;
  return {
    market: isMarket ? MARKET_ORDERS : random.pick(markets),
    side: random.pick(['buy', 'sell']),
    type: isMarket ? 'market' : 'limit',
    ...(isMarket ? {} : { price: random.pick(['1.00', '20000', '0.001', '20000000000']) }),
    quantity: random.pick(['0.01', '1', '0', '1e3']),
    ...(random.below(4) === 0 && { time_in_force: random.pick(['gtc', 'ioc', 'fok', 'gtd']) }),
    ...(random.below(4) === 0 && { client_order_id: `x${random.below(50)}` }),
    ...(random.below(6) === 0 && { stop_price: '2.00', stop_kind: 'take_profit' }),
    ...(random.below(6) === 0 && { display_quantity: '0.005' }),
    ...(random.below(6) === 0 && { good_till: (Date.now() + 60_000) * 1_000 }),
    ...(random.below(3) === 0 && { limit: String(random.below(200)) }),
    ...(random.below(6) === 0 && { cursor: 'bm9uZQ' }),
    ...{ order_id: String(random.below(2 ** 31)), api_key: 'nobody', name: `n${random.below(9)}` },
    ...{ asset: 'USD', amount: '1', reference: `r${random.below(100)}`, interval: '1m' },
    ...{ base_asset: 'BTC', quote_asset: 'USD', base_scale: 8, quote_scale: 8, status: 'open' },
    ...{ tick_size: '0.01', lot_size: '0.00001', ms: 60_000 },
    account_id: accountId,
  };
}

/** A random half of them: what must be there is made by the document. */
function someOf(random: SeededRandom, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(() => random.below(3) > 0));
}

export function nativeMaker(operations: readonly Operation[], party: FuzzedParty): RequestMaker {
  return (random) => {
    const operation = random.pick(operations);
    const values = drawnValues(random, party);
    // The market is never the document's: there somebody else trades.
    const { market } = values;
    const some = random.below(2) === 0 ? values : { ...someOf(random, values), market };
    const made = requestBy(operation, some);
    const path = changedPath(random, made.path);
    const body = made.body === undefined ? '' : changedBody(random, made.body as Values);
    const method = random.below(30) === 0 ? random.pick(METHODS) : operation.method;
    const signed = { timestampMs: timestampMs(random), method, path, body };
    const signature = signatureHeaders(party.credentials, signed);
    const headers = { ...(body !== '' && { 'content-type': 'application/json' }), ...signature };
    return { method, path, headers: changedHeaders(random, headers), body };
  };
}

/** `places`: `GET /api/v3/depth`. Parameters that a method does not know are nothing to it. */
export function dialectMaker(places: readonly string[], account: Credentials): RequestMaker {
  return (random) => {
    const [verb = '', place = ''] = random.pick(places).split(' ');
    const isMarket = random.fraction() < 0.2;
    const params: Values = someOf(random, {
      symbol: isMarket ? 'ETHUSD' : random.pick(['BTCUSD', 'ETHUSD', 'BTC-USD', 'NOONE']),
      ...{ side: random.pick(['BUY', 'SELL']), type: isMarket ? 'MARKET' : 'LIMIT' },
      ...(isMarket ? {} : { timeInForce: 'GTC', price: random.pick(['1.00', '20000']) }),
      ...{ quantity: random.pick(['0.01', '0']), orderId: String(random.below(99)) },
      ...{ newClientOrderId: `y${random.below(50)}`, limit: String(random.below(200)) },
      ...{ cancelReplaceMode: random.pick(['STOP_ON_FAILURE', 'ALLOW_FAILURE']) },
      ...{ cancelOrderId: String(random.below(99)), interval: '1m', newQty: '0.005' },
      ...{ startTime: String(Date.now() - 60_000), listenKey: 'x', windowSize: '1d' },
      ...(random.below(6) === 0 && { icebergQty: '0.005', stopPrice: '2.00' }),
    });
    if (isMarket && params['symbol'] === undefined) params['symbol'] = 'ETHUSD';
    params['timestamp'] = String(timestampMs(random));
    if (isChanged(random)) {
      const name = random.pick(Object.keys(params));
      if (random.below(3) === 0) delete params[name];
      else params[name] = random.pick(STRANGE);
    }
    const pairs = Object.entries(params).map(([name, value]) => `${name}=${inUrl(value)}`);
    const inBody = verb !== 'GET' && random.below(2) === 0 ? pairs.splice(random.below(4)) : [];
    const text = `${pairs.join('&')}${inBody.join('&')}`;
    const signature = createHmac('sha256', account.secret).update(text).digest('hex');
    const path = changedPath(random, `${place}?${[...pairs, `signature=${signature}`].join('&')}`);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { 'x-mbx-apikey': account.apiKey, ...(inBody.length > 0 && type) };
    const method = random.below(30) === 0 ? random.pick(METHODS) : verb;
    return { method, path, headers: changedHeaders(random, headers), body: inBody.join('&') };
  };
}

/** A lone surrogate has no form in a URL. */
function inUrl(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}

function changedBody(random: SeededRandom, body: Values): string {
  if (!isChanged(random) || Object.keys(body).length === 0) return JSON.stringify(body);
  return random.below(50) === 0 ? BODY_TOO_LONG : likeIt(random, body);
}

const PATH_PIECES = [
  '%',
  '%00',
  '%ff',
  '..',
  '//',
  ';',
  '?',
  '&',
  '=',
  '[]',
  '%2e%2e%2f',
  '\u00e9',
];

function changedPath(random: SeededRandom, path: string): string {
  if (random.below(8) > 0) return path;
  const at = 1 + random.below(path.length);
  switch (random.below(5)) {
    case 0:
      return path.slice(0, at);
    case 1:
      return `${path.slice(0, at)}${random.pick(PATH_PIECES)}${path.slice(at)}`;
    case 2:
      return `${path}${path.includes('?') ? '&' : '?'}limit=${strangeText(random)}`;
    case 3:
      return `${path}${path.includes('?') ? '&' : '?'}${strangeText(random)}=1`;
    default:
      return `${path.slice(0, at)}${'a'.repeat(random.below(3_000))}${path.slice(at)}`;
  }
}

const strangeText = (random: SeededRandom): string => inUrl(random.pick(STRANGE));

function changedHeaders(
  random: SeededRandom,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (random.below(6) > 0) return headers;
  const changed: Record<string, string> = { ...headers };
  const names = Object.keys(changed);
  switch (random.below(6)) {
    case 0:
      changed['content-type'] = random.pick(CONTENT_TYPES);
      break;
    case 1:
      delete changed[random.pick(names)];
      break;
    case 2:
      changed[random.pick(names)] = strangeText(random);
      break;
    case 3:
      changed['prefer'] = 'respond-async';
      break;
    case 4:
      changed['idempotency-key'] = strangeText(random);
      break;
    default:
      changed['accept-encoding'] = 'x'.repeat(random.below(9_000));
  }
  return changed;
}

/** As it goes over the wire, with something wrong in it. */
export function httpBytes(random: SeededRandom, request: FuzzedRequest): Buffer {
  const { method, path, headers, body } = request;
  const length = Buffer.byteLength(body) + random.pick([0, 0, 1, -1, 40_000]);
  const framing = random.pick([
    `content-length: ${length}`,
    `content-length: ${length}\r\ncontent-length: ${length + 1}`,
    `content-length: ${length}\r\ntransfer-encoding: chunked`,
    'transfer-encoding: chunked',
    'transfer-encoding: chunked, gzip',
    'content-length: -1',
    'content-length: 99999999999999999999',
    'expect: 100-continue',
  ]);
  const lines = [
    `${method} ${path} ${random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9.9', ''])}`,
    ...(random.below(8) === 0 ? [] : ['host: exchange']),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    framing,
  ];
  const end = random.pick(['\r\n', '\r\n', '\n', '\r']);
  const bytes = Buffer.from(`${lines.join(end)}${end}${end}${body}`, 'utf8');
  return random.below(4) === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}
