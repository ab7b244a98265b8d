/** Orders and fills as this dialect shows them (docs/binance.md names the shapes). */
import type { FillRow } from '../../ports/view-store/tables.ts';
import { assertNever } from '../../proto/assert.ts';
import {
  type OrderType as CoreOrderType,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import type { Lots, MinorUnits, PriceTicks, TimestampUs } from '../../proto/units.ts';
import type { FillState, OrderState } from '../market-data/order-state.ts';
import { feeText, moneyText, priceText, quantityText, quoteText, ZERO } from './decimals.ts';
import type { Listed } from './symbols.ts';

const US_PER_MS = 1_000;
const NO_LIST = -1;

export const msOf = (atUs: TimestampUs): number => Math.floor(atUs / US_PER_MS);

export const sideText = (side: Side): 'BUY' | 'SELL' => (side === Side.buy ? 'BUY' : 'SELL');

function timeInForceText(value: TimeInForce): 'GTC' | 'IOC' | 'FOK' {
  switch (value) {
    case TimeInForce.gtc:
      return 'GTC';
    case TimeInForce.ioc:
      return 'IOC';
    case TimeInForce.fok:
      return 'FOK';
    default:
      return assertNever(value);
  }
}

/** Of a market order GTC, although it never rests: what clients of this dialect expect. */
export const shownTimeInForce = (order: Pick<OrderState, 'type' | 'timeInForce'>) =>
  order.type === OrderType.market ? 'GTC' : timeInForceText(order.timeInForce);

export function typeText(order: {
  readonly type: CoreOrderType;
  readonly postOnly: boolean;
}): 'LIMIT' | 'LIMIT_MAKER' | 'MARKET' {
  if (order.type === OrderType.market) return 'MARKET';
  return order.postOnly ? 'LIMIT_MAKER' : 'LIMIT';
}

export function selfTradeText(
  mode: SelfTradePrevention | undefined,
): 'NONE' | 'EXPIRE_TAKER' | 'EXPIRE_MAKER' | 'EXPIRE_BOTH' {
  switch (mode) {
    case undefined:
      return 'NONE';
    case SelfTradePrevention.expireTaker:
      return 'EXPIRE_TAKER';
    case SelfTradePrevention.expireMaker:
      return 'EXPIRE_MAKER';
    case SelfTradePrevention.expireBoth:
      return 'EXPIRE_BOTH';
    default:
      return assertNever(mode);
  }
}

export function statusText(status: OrderState['status']): string {
  switch (status) {
    case 'open':
      return 'NEW';
    case 'partially_filled':
      return 'PARTIALLY_FILLED';
    case 'filled':
      return 'FILLED';
    case 'canceled':
      return 'CANCELED';
    case 'expired':
      return 'EXPIRED';
    case 'expired_in_match':
      return 'EXPIRED_IN_MATCH';
    case 'rejected':
      return 'REJECTED';
    default:
      return assertNever(status);
  }
}

/** The limit; a market order has none. */
export const shownPrice = (listed: Listed, order: PricedOrder): string =>
  order.type === OrderType.market ? ZERO : priceText(listed.units, order.priceTicks);

interface PricedOrder {
  readonly type: CoreOrderType;
  readonly priceTicks: PriceTicks;
}

/** Of an order by quote amount: what it bought, since it asked for no quantity. */
export const shownQuantity = (listed: Listed, order: OrderState): string =>
  quantityText(listed.units, order.quoteBudgetMinor > 0 ? order.filledLots : order.quantityLots);

export const quoteBudgetText = (listed: Listed, budget: MinorUnits): string =>
  moneyText(budget, listed.units.definition.quoteScale);

/** What RESULT, QUERY and a cancel's report have in common. */
function common(listed: Listed, order: OrderState) {
  return {
    symbol: listed.symbol,
    orderId: order.orderId,
    orderListId: NO_LIST,
    clientOrderId: order.clientOrderId,
    price: shownPrice(listed, order),
    origQty: shownQuantity(listed, order),
    executedQty: quantityText(listed.units, order.filledLots),
    origQuoteOrderQty: quoteBudgetText(listed, order.quoteBudgetMinor),
    cummulativeQuoteQty: quoteText(listed.units, order.filledTickLots),
    status: statusText(order.status),
    timeInForce: shownTimeInForce(order),
    type: typeText(order),
    side: sideText(order.side),
    selfTradePreventionMode: selfTradeText(order.selfTradePrevention),
  };
}

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** The answer to a new order. */
export function newOrderJson(listed: Listed, order: OrderState, response: ResponseType): object {
  const transactTime = msOf(order.updatedAtUs);
  if (response === 'ACK') {
    const { symbol, orderId, orderListId, clientOrderId } = common(listed, order);
    return { symbol, orderId, orderListId, clientOrderId, transactTime };
  }
  const result = {
    ...common(listed, order),
    transactTime,
    workingTime: msOf(order.createdAtUs),
  };
  if (response === 'RESULT') return result;
  return { ...result, fills: order.fills.map((fill) => fillJson(listed, order.side, fill)) };
}

function fillJson(listed: Listed, side: Side, fill: FillState): object {
  return {
    price: priceText(listed.units, fill.priceTicks),
    qty: quantityText(listed.units, fill.quantityLots),
    ...feeText(listed.units, side === Side.buy ? 'buyer' : 'seller', fill.feeMinor),
    tradeId: fill.tradeId,
  };
}

/** `clientOrderId` is the id of the cancel, `origClientOrderId` the order's own. */
export function canceledOrderJson(
  listed: Listed,
  order: OrderState,
  cancelId: string,
): Readonly<Record<string, unknown>> {
  return {
    ...common(listed, order),
    origClientOrderId: order.clientOrderId,
    clientOrderId: cancelId,
    transactTime: msOf(order.updatedAtUs),
  };
}

export function queriedOrderJson(listed: Listed, order: OrderState): object {
  return {
    ...common(listed, order),
    stopPrice: ZERO,
    icebergQty: ZERO,
    time: msOf(order.createdAtUs),
    updateTime: msOf(order.updatedAtUs === 0 ? order.createdAtUs : order.updatedAtUs),
    isWorking: true,
    workingTime: msOf(order.createdAtUs),
  };
}

export function ownTradeJson(listed: Listed, fill: FillRow): object {
  const isBuyer = fill.side === Side.buy;
  return {
    symbol: listed.symbol,
    id: fill.tradeId,
    orderId: fill.orderId,
    orderListId: NO_LIST,
    price: priceText(listed.units, fill.priceTicks),
    qty: quantityText(listed.units, fill.quantityLots),
    quoteQty: tradedQuote(listed, fill),
    ...feeText(listed.units, isBuyer ? 'buyer' : 'seller', fill.feeMinor),
    time: msOf(fill.executedAtUs),
    isBuyer,
    isMaker: fill.liquidity === 'maker',
    isBestMatch: true,
  };
}

export const tradedQuote = (
  listed: Listed,
  trade: { readonly priceTicks: PriceTicks; readonly quantityLots: Lots },
): string => quoteText(listed.units, trade.priceTicks * trade.quantityLots);
