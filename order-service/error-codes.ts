/**
 * Every error that a client can see, in one table; docs/errors.md and the OpenAPI description are
 * made of it and a test keeps them equal. A code is never renamed or given another meaning.
 */
export interface ErrorEntry {
  readonly status: number;
  /** One short sentence, the same for every occurrence. */
  readonly title: string;
  /** True: the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** What the operator, or the developer of the client, should look at. */
  readonly hint: string;
}

const entry = (status: number, title: string, hint: string): ErrorEntry => ({
  status,
  title,
  retryable: false,
  hint,
});
const retry = (status: number, title: string, hint: string): ErrorEntry => ({
  ...entry(status, title, hint),
  retryable: true,
});

export const ERRORS = {
  // --- the request cannot be read
  MALFORMED_JSON: entry(400, 'The body is not JSON', 'UTF-8 JSON (RFC 8259), one value'),
  JSON_TOO_DEEP: entry(400, 'The JSON is nested too deeply', 'at most four levels'),
  DUPLICATE_KEY: entry(400, 'A key appears twice in one object', 'the client builds JSON by hand?'),
  FORBIDDEN_KEY: entry(400, 'A key that is never accepted', '__proto__, constructor, prototype'),
  UNKNOWN_FIELD: entry(400, 'A field that does not exist here', 'compare with /openapi.json'),
  MISSING_FIELD: entry(400, 'A required field is missing', 'compare with /openapi.json'),
  INVALID_FIELD: entry(400, 'A field has the wrong type or form', 'amounts are decimal strings'),
  INVALID_CURSOR: entry(422, 'The cursor is not of this list', 'it is the `next` of a page before'),
  INVALID_COMBINATION: entry(422, 'These fields do not go together', 'see the endpoint'),
  BODY_TOO_LARGE: entry(413, 'The body is too large', 'at most 16 KiB; 50 orders per batch'),
  HEADERS_TOO_LARGE: entry(431, 'The headers are too large', 'at most 8 KiB'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'The body must be application/json', 'set Content-Type'),
  REQUEST_TIMEOUT: retry(408, 'The request came too slowly', 'head in 10 s, all of it in 15 s'),
  BAD_REQUEST: entry(400, 'The request cannot be understood', 'not valid HTTP for this server'),
  NOT_FOUND: entry(404, 'There is no such endpoint', 'see /docs'),
  METHOD_NOT_ALLOWED: entry(405, 'The endpoint has no such method', 'see the Allow header'),
  // --- who asks
  MISSING_CREDENTIALS: entry(401, 'The request is not signed', 'three headers: see /docs'),
  INVALID_SIGNATURE: entry(401, 'Key or signature is wrong', 'sign the bytes as they are sent'),
  STALE_TIMESTAMP: entry(401, 'The timestamp is outside the window', 'compare with /v1/time'),
  REPLAYED_REQUEST: entry(401, 'This very request was received before', 'sign each request anew'),
  KEY_REVOKED: entry(401, 'The API key was revoked', 'create another key'),
  KEY_EXPIRED: entry(401, 'The API key has expired', 'create another key'),
  INSUFFICIENT_SCOPE: entry(403, 'The key lacks the scope for this', 'give the key the scope'),
  ACCOUNT_BLOCKED: entry(
    403,
    'The account may only cancel',
    'see POST /v1/admin/accounts/{account_id}/unblock',
  ),
  NOT_A_DEMONSTRATION: entry(
    403,
    'That is for demonstrations alone',
    '--faucet on makes one; it is refused in production',
  ),
  IP_NOT_ALLOWED: entry(403, 'The key may not be used from this address', 'see its allow-list'),
  // --- what it is about
  UNKNOWN_ORDER: entry(404, 'No such order of this account', 'never existed, or not yours'),
  UNKNOWN_MARKET: entry(404, 'No such market', 'see /v1/markets'),
  UNKNOWN_ACCOUNT: entry(404, 'No such account', 'see POST /v1/admin/accounts'),
  UNKNOWN_KEY: entry(404, 'No such API key', 'see POST /v1/admin/keys'),
  UNKNOWN_FEE_TIER: entry(404, 'No such fee tier', 'see POST /v1/admin/fee-tiers'),
  UNKNOWN_ASSET: entry(404, 'No such asset', 'an asset exists once a market or deposit names it'),
  MOMENT_OUT_OF_REACH: entry(
    422,
    'There is no way to that moment',
    'it is yet to come, no snapshot is near enough before it, or the log was shortened',
  ),
  // --- the order breaks a rule of its market
  PRICE_OFF_TICK: entry(422, 'The price is not a multiple of the tick', 'see tick_size'),
  QUANTITY_OFF_LOT: entry(422, 'The quantity is not a multiple of the lot', 'see lot_size'),
  AMOUNT_TOO_PRECISE: entry(422, 'The amount is finer than the asset', "see the asset's scale"),
  PRICE_OUT_OF_RANGE: entry(422, 'The price is outside the limits', 'see min_price, max_price'),
  QUANTITY_OUT_OF_RANGE: entry(422, 'The quantity is outside the limits', 'see min_quantity …'),
  NOTIONAL_OUT_OF_RANGE: entry(422, 'Price × quantity is outside the limits', 'see min_notional …'),
  AMOUNT_OUT_OF_RANGE: entry(422, 'The amount is zero or too large', 'at most int64 minor units'),
  FEE_OUT_OF_RANGE: entry(422, 'The fee rate is outside its limits', 'see the account'),
  POST_ONLY_WOULD_TRADE: entry(422, 'A post-only order would have traded', 'the book moved'),
  WOULD_TRIGGER_IMMEDIATELY: entry(
    422,
    'The stop price is reached already',
    'compare with the last trade price',
  ),
  PRICE_OUT_OF_BAND: entry(
    422,
    'The price is too far from the last trade',
    'see bid_band_ppm, ask_band_ppm',
  ),
  CLIENT_KEY_ID_CONFLICT: entry(
    409,
    'The client key id stands for another key, or for one that is revoked',
    'another client_key_id makes another key',
  ),
  NOT_REPLACED: entry(
    409,
    'The order to be replaced could not be canceled, so nothing took its place',
    'look at the order to be replaced; it is over, most often',
  ),
  GOOD_TILL_OVER: entry(
    422,
    'The time up to which the order is good is over',
    'compare good_till with /v1/time',
  ),
  DISPLAY_OUT_OF_RANGE: entry(
    422,
    'An order shows less than it has, in at most 100 parts',
    'see display_quantity',
  ),
  ORDER_WAITS: entry(422, 'An order that waits cannot be amended', 'cancel it and place another'),
  NO_LIQUIDITY: retry(422, 'There is nothing to trade with', 'the opposite side is empty'),
  BOOK_FULL: retry(422, 'The book holds as many orders as it may', 'see max_resting_orders'),
  TOO_MANY_OPEN_ORDERS: entry(422, 'The account has too many open orders', 'cancel some first'),
  TOO_MANY_WAITING_ORDERS: entry(
    422,
    'The account has too many orders that wait',
    'cancel some first',
  ),
  INSUFFICIENT_BALANCE: entry(422, 'Not enough is available', 'cancel orders or deposit'),
  QUANTITY_BELOW_FILLED: entry(422, 'The new total is not above what is filled', 'cancel instead'),
  NOTHING_TO_AMEND: entry(422, 'The amend changes nothing', 'the order is as asked already'),
  DUPLICATE_ORDER_ID: entry(500, 'The engine knew the order id', 'two services with one session?'),
  INVALID_DEFINITION: entry(422, 'The market definition is not possible', 'see the detail'),
  // --- the state is another
  CLIENT_ORDER_ID_CONFLICT: entry(
    409,
    'client_order_id was used for another order',
    'use a new id',
  ),
  TRANSACTION_ID_CONFLICT: entry(409, 'transaction_id was used before', 'use a new id'),
  AMEND_IN_FLIGHT: retry(409, 'The order is being amended', 'wait for the answer to the first'),
  ORDER_NOT_OPEN: entry(409, 'The order is not open any more', 'filled, canceled or expired'),
  MARKET_EXISTS: entry(409, 'The market exists with another definition', 'see /v1/markets'),
  MARKET_CLOSED: entry(409, 'The market is closed for good', 'its orders and trades can be read'),
  MARKET_HAS_ORDERS: retry(409, 'Orders are open in the market', 'delist it again'),
  ACCOUNT_EXISTS: entry(409, 'The account exists otherwise', 'use another name or id'),
  REJECTED_RESTARTED: retry(409, 'Never reached the market: it was restarted', 'send it again'),
  // --- we cannot, now
  RATE_LIMITED: retry(429, 'Too many requests', 'see Retry-After'),
  TOO_MANY_CONNECTIONS: retry(429, 'Too many connections', 'close some'),
  OVERLOADED: retry(503, 'The exchange sheds load', 'the backlog is full: engine or disk behind?'),
  NOT_READY: retry(503, 'Not ready yet', 'see /readyz: which check fails?'),
  MARKET_HALTED: retry(503, 'The market is halted', 'see /v1/status: operator or poison command'),
  MARKET_CANCEL_ONLY: retry(503, 'The market accepts cancels only', 'resume it'),
  LOG_UNAVAILABLE: retry(503, 'The command log cannot be written', 'disk, permissions, broker'),
  LOG_FULL: retry(
    503,
    'The command log has no space left',
    'free disk space; it resumes by itself',
  ),
  ACCOUNTS_UNAVAILABLE: retry(
    503,
    'The account store cannot be used',
    'disk, Redis; being rebuilt?',
  ),
  OUTCOME_UNKNOWN: retry(504, 'No answer in time: the outcome is unknown', 'ask by order id'),
  SEQUENCE_NOT_REACHED: retry(504, 'The view has not reached min_sequence', 'is it running?'),
  INTERNAL_ERROR: entry(500, 'An error of the exchange', 'see the log by request id'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];
