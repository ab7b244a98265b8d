/** Reads a new order's parameters: what each type needs, and what it must not have. */
import type { AccountId } from '../../proto/units.ts';
import type { PlaceOrderRequest } from '../order-requests.ts';
import { type DialectError, errors, isDialectError } from './dialect-error.ts';
import type { DialectContext } from './method.ts';
import type { NewOrder } from './order-entry.ts';
import { listedOf } from './order-search.ts';
import type { ResponseType } from './order-shapes.ts';
import type { RequestParams } from './request-params.ts';

/** What works; exchangeInfo lists the same. */
export const ORDER_TYPES = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
] as const;
export const STP_MODES = [
  'NONE',
  'EXPIRE_TAKER',
  'EXPIRE_MAKER',
  'EXPIRE_BOTH',
  'DECREMENT',
] as const;
type DialectOrderType = (typeof ORDER_TYPES)[number];

const TIMES_IN_FORCE = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok' } as const;
const SELF_TRADES = {
  NONE: 'none',
  EXPIRE_TAKER: 'expire_taker',
  EXPIRE_MAKER: 'expire_maker',
  EXPIRE_BOTH: 'expire_both',
  DECREMENT: 'decrement',
} as const;
const SIDES = { BUY: 'buy', SELL: 'sell' } as const;

/** Prices that follow the market: an order without them would be another order. */
const FOLLOWING = ['trailingDelta', 'pegPriceType', 'pegOffsetType', 'pegOffsetValue'] as const;
const STRATEGY_TYPE_MIN = 1_000_000;

const WAITING_LIMIT = {
  needs: ['timeInForce', 'quantity', 'price', 'stopPrice'],
  notOf: ['quoteOrderQty'],
} as const;
const WAITING_MARKET = {
  needs: ['stopPrice'],
  notOf: ['timeInForce', 'price', 'icebergQty'],
} as const;

interface TypeRules {
  readonly needs: readonly string[];
  readonly notOf: readonly string[];
  /** What it waits for, and without it not at all. */
  readonly stopKind?: 'stop_loss' | 'take_profit';
}

const RULES: Readonly<Record<DialectOrderType, TypeRules>> = {
  LIMIT: {
    needs: ['timeInForce', 'quantity', 'price'],
    notOf: ['quoteOrderQty', 'stopPrice'],
  },
  LIMIT_MAKER: {
    needs: ['quantity', 'price'],
    notOf: ['timeInForce', 'quoteOrderQty', 'stopPrice'],
  },
  MARKET: {
    needs: [],
    notOf: ['timeInForce', 'price', 'stopPrice', 'icebergQty'],
  },
  STOP_LOSS: { ...WAITING_MARKET, stopKind: 'stop_loss' },
  STOP_LOSS_LIMIT: { ...WAITING_LIMIT, stopKind: 'stop_loss' },
  TAKE_PROFIT: { ...WAITING_MARKET, stopKind: 'take_profit' },
  TAKE_PROFIT_LIMIT: { ...WAITING_LIMIT, stopKind: 'take_profit' },
};
const MARKET_TYPES: ReadonlySet<DialectOrderType> = new Set(['MARKET', 'STOP_LOSS', 'TAKE_PROFIT']);

export function readNewOrder(
  context: DialectContext,
  params: RequestParams,
  accountId: AccountId,
): NewOrder | DialectError {
  const symbol = params.symbol();
  const side = params.oneOf('side', ['BUY', 'SELL'], errors.side);
  if (side === undefined) return errors.mandatory('side');
  const type = params.oneOf('type', ORDER_TYPES, errors.orderType);
  if (type === undefined) return errors.mandatory('type');
  const listed = listedOf(context, symbol);
  if (isDialectError(listed)) return listed;
  const wrong = wrongParameter(params, type) ?? wrongStrategy(params);
  if (wrong !== null) return wrong;
  const request = requestOf(params, {
    type,
    side: SIDES[side],
    market: listed.view.market,
    accountId,
  });
  const response = responseOf(params, type);
  return {
    listed,
    request: { ...request, clientOrderId: request.clientOrderId ?? context.newClientId() },
    response,
  };
}

function wrongParameter(params: RequestParams, type: DialectOrderType): DialectError | null {
  for (const name of RULES[type].needs) {
    if (params.text(name) === undefined) return errors.mandatory(name);
  }
  for (const name of [...RULES[type].notOf, ...FOLLOWING]) {
    if (params.text(name) !== undefined) return errors.notRequired(name);
  }
  if (!MARKET_TYPES.has(type)) return null;
  const byQuantity = params.text('quantity') !== undefined;
  const byQuote = params.text('quoteOrderQty') !== undefined;
  if (byQuantity && byQuote) return errors.combination;
  return byQuantity || byQuote ? null : errors.eitherMandatory('quantity', 'quoteOrderQty');
}

/** Labels of the client's own: read, and not kept. */
function wrongStrategy(params: RequestParams): DialectError | null {
  params.integer('strategyId');
  const type = params.integer('strategyType') ?? STRATEGY_TYPE_MIN;
  return type < STRATEGY_TYPE_MIN ? errors.strategyType : null;
}

function requestOf(
  params: RequestParams,
  about: {
    readonly type: DialectOrderType;
    readonly side: 'buy' | 'sell';
    readonly market: string;
    readonly accountId: AccountId;
  },
): PlaceOrderRequest {
  const { type, side, market, accountId } = about;
  const mode = params.oneOf('selfTradePreventionMode', STP_MODES);
  const inForce = params.oneOf('timeInForce', ['GTC', 'IOC', 'FOK'], errors.timeInForce);
  return {
    accountId,
    market,
    side,
    type: MARKET_TYPES.has(type) ? 'market' : 'limit',
    price: params.decimal('price'),
    quantity: params.decimal('quantity'),
    quoteQuantity: params.decimal('quoteOrderQty'),
    displayQuantity: params.decimal('icebergQty'),
    timeInForce: inForce === undefined ? undefined : TIMES_IN_FORCE[inForce],
    postOnly: type === 'LIMIT_MAKER',
    stopPrice: params.decimal('stopPrice'),
    stopKind: RULES[type].stopKind,
    selfTrade: mode === undefined ? undefined : SELF_TRADES[mode],
    clientOrderId: params.clientId('newClientOrderId'),
    clientOrderIdRule: 'while-open',
    whenNoLiquidity: 'expire',
  };
}

function responseOf(params: RequestParams, type: DialectOrderType): ResponseType {
  const asked = params.oneOf('newOrderRespType', ['ACK', 'RESULT', 'FULL']);
  return asked ?? (type === 'LIMIT' || type === 'MARKET' ? 'FULL' : 'ACK');
}
