/**
 * What goes wrong, in the words of the dialect: `{"code":int,"msg":string}`. Clients match the exact
 * text first and the number second, so both are contract (docs/binance.md lists them).
 */
import type { ErrorCode } from '../error-codes.ts';
import type { Refusal } from '../refusal.ts';

export interface DialectError {
  readonly kind: 'error';
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  /** Only of cancel-replace: what became of its halves. */
  readonly data?: unknown;
  readonly retryAfterSeconds?: number;
}

export const dialectError = (status: number, code: number, msg: string): DialectError => ({
  kind: 'error',
  status,
  code,
  msg,
});

const bad = (code: number, msg: string): DialectError => dialectError(400, code, msg);

export function isDialectError(value: unknown): value is DialectError {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'error';
}

export const errors = {
  unknown: dialectError(500, -1000, 'An unknown error occurred while processing the request.'),
  tooMuchWeight: (limit: number): DialectError =>
    dialectError(
      429,
      -1003,
      `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. ` +
        'Please use WebSocket Streams for live updates to avoid polling the API.',
    ),
  banned: (untilMs: number): DialectError =>
    dialectError(
      418,
      -1003,
      `Way too much request weight used; IP banned until ${untilMs}. ` +
        'Please use WebSocket Streams for live updates to avoid bans.',
    ),
  tooManyRequests: dialectError(429, -1003, 'Too many requests queued.'),
  outcomeUnknown: dialectError(
    504,
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  ),
  overloaded: dialectError(
    503,
    -1008,
    'Server is currently overloaded with other requests. Please try again in a few minutes.',
  ),
  tooManyOrders: (limit: number, interval: string): DialectError =>
    dialectError(
      429,
      -1015,
      `Too many new orders; current limit is ${limit} orders per ${interval}.`,
    ),
  filter: (name: string): DialectError => bad(-1013, `Filter failure: ${name}`),
  outsideWindow: bad(-1021, 'Timestamp for this request is outside of the recvWindow.'),
  aheadOfServer: bad(-1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  signature: bad(-1022, 'Signature for this request is not valid.'),
  illegal: (name: string, range: string): DialectError =>
    bad(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`),
  mandatory: (name: string): DialectError =>
    bad(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  eitherMandatory: (one: string, other: string): DialectError =>
    bad(-1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`),
  notRequired: (name: string): DialectError =>
    bad(-1106, `Parameter '${name}' sent when not required.`),
  precision: (name: string): DialectError =>
    bad(-1111, `Parameter '${name}' has too much precision.`),
  timeInForce: bad(-1115, 'Invalid timeInForce.'),
  orderType: bad(-1116, 'Invalid orderType.'),
  side: bad(-1117, 'Invalid side.'),
  interval: bad(-1120, 'Invalid interval.'),
  symbol: bad(-1121, 'Invalid symbol.'),
  symbolStatus: bad(-1122, 'Invalid symbolStatus.'),
  listenKey: bad(-1125, 'This listenKey does not exist.'),
  combination: bad(-1128, 'Combination of optional parameters invalid.'),
  value: (name: string): DialectError =>
    bad(-1130, `Data sent for parameter '${name}' is not valid.`),
  recvWindow: bad(-1131, 'recvWindow must be less than 60000.'),
  strategyType: bad(-1134, 'strategyType was less than 1000000.'),
  tickerType: bad(-1139, 'Invalid ticker type.'),
  cancelRestrictions: bad(-1145, 'Invalid cancelRestrictions'),
  duplicateSymbols: bad(-1151, 'Symbol is present multiple times in the list.'),
  timeUnit: bad(-1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.'),
  rejected: (msg: string): DialectError => bad(-2010, msg),
  unknownOrder: bad(-2011, 'Unknown order sent.'),
  restrictedCancel: bad(-2011, 'Order was not canceled due to cancel restrictions.'),
  noSuchOrder: bad(-2013, 'Order does not exist.'),
  noSuchList: bad(-2018, 'Order list does not exist.'),
  keyFormat: dialectError(401, -2014, 'API-key format invalid.'),
  keyRejected: dialectError(401, -2015, 'Invalid API-key, IP, or permissions for action.'),
  notFound: dialectError(404, -1020, 'This operation is not supported.'),
} as const;

const insufficient = errors.rejected('Account has insufficient balance for requested action.');
const duplicate = errors.rejected('Duplicate order sent.');
const wouldMatch = errors.rejected('Order would immediately match and take.');
const closed = errors.rejected('Market is closed.');

/** Of the codes that an order, or a read, can be refused with. */
const TRANSLATED: Partial<Record<ErrorCode, DialectError>> = {
  UNKNOWN_MARKET: errors.symbol,
  PRICE_OFF_TICK: errors.filter('PRICE_FILTER'),
  PRICE_OUT_OF_RANGE: errors.filter('PRICE_FILTER'),
  QUANTITY_OFF_LOT: errors.filter('LOT_SIZE'),
  QUANTITY_OUT_OF_RANGE: errors.filter('LOT_SIZE'),
  NOTIONAL_OUT_OF_RANGE: errors.filter('NOTIONAL'),
  TOO_MANY_OPEN_ORDERS: errors.filter('MAX_NUM_ORDERS'),
  AMOUNT_TOO_PRECISE: errors.precision('quoteOrderQty'),
  INVALID_COMBINATION: errors.combination,
  INSUFFICIENT_BALANCE: insufficient,
  CLIENT_ORDER_ID_CONFLICT: duplicate,
  POST_ONLY_WOULD_TRADE: wouldMatch,
  WOULD_TRIGGER_IMMEDIATELY: errors.rejected('Order would trigger immediately.'),
  PRICE_OUT_OF_BAND: errors.filter('PERCENT_PRICE_BY_SIDE'),
  TOO_MANY_WAITING_ORDERS: errors.filter('MAX_NUM_ALGO_ORDERS'),
  DISPLAY_OUT_OF_RANGE: errors.filter('ICEBERG_PARTS'),
  GOOD_TILL_OVER: errors.rejected('The order is over before it begins.'),
  NOT_REPLACED: errors.rejected('The order to be replaced was not canceled.'),
  ORDER_WAITS: errors.rejected('The order waits for its stop price and cannot be amended.'),
  BOOK_FULL: errors.rejected('The order book is full.'),
  AMEND_IN_FLIGHT: errors.rejected('The order is being amended.'),
  NOTHING_TO_AMEND: errors.rejected('The requested action would change no state; rejecting.'),
  QUANTITY_BELOW_FILLED: errors.rejected('The new quantity is not above what is filled.'),
  ACCOUNT_BLOCKED: errors.rejected('This action is disabled on this account.'),
  MARKET_HALTED: closed,
  MARKET_CANCEL_ONLY: closed,
  MARKET_CLOSED: closed,
  UNKNOWN_ORDER: errors.unknownOrder,
  ORDER_NOT_OPEN: errors.unknownOrder,
  UNKNOWN_ACCOUNT: errors.keyRejected,
  OUTCOME_UNKNOWN: errors.outcomeUnknown,
  RATE_LIMITED: errors.tooManyRequests,
  NOT_READY: errors.overloaded,
  OVERLOADED: errors.overloaded,
  LOG_UNAVAILABLE: errors.overloaded,
  LOG_FULL: errors.overloaded,
  ACCOUNTS_UNAVAILABLE: errors.overloaded,
  REJECTED_RESTARTED: errors.overloaded,
  SEQUENCE_NOT_REACHED: errors.overloaded,
};

export const translated = ({ code }: Refusal): DialectError => TRANSLATED[code] ?? errors.unknown;

export const errorBody = ({ code, msg, data }: DialectError): object =>
  data === undefined ? { code, msg } : { code, msg, data };
