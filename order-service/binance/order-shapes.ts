/** Orders and fills as this dialect shows them (docs/binance.md names the shapes). */
import type { FillRow } from '../../ports/view-store/tables.ts';
import { assertNever } from '../../proto/assert.ts';
import {
  type OrderType as CoreOrderType,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../proto/messages.ts';
import type { Lots, MinorUnits, PriceTicks } from '../../proto/units.ts';
import type { FillState, OrderState } from '../market-data/order-state.ts';
import { feeText, moneyText, priceText, quantityText, quoteText, ZERO } from './decimals.ts';
import { type DialectTime, timeOf } from './dialect-time.ts';
import { expiryReason } from './expiry-reason.ts';
import type { ORDER_TYPES, STP_MODES } from './new-order.ts';
import type { Listed } from './symbols.ts';

const NO_LIST = -1;
/** Accounts trade for themselves. */
export const NO_GROUP = -1;

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

type TypedOrder = Pick<OrderState, 'type' | 'postOnly' | 'trigger'>;

export function typeText({ type, postOnly, trigger }: TypedOrder): (typeof ORDER_TYPES)[number] {
  const isMarket = type === OrderType.market;
  if (trigger === null) return isMarket ? 'MARKET' : postOnly ? 'LIMIT_MAKER' : 'LIMIT';
  switch (trigger.kind) {
    case TriggerKind.stopLoss:
      return isMarket ? 'STOP_LOSS' : 'STOP_LOSS_LIMIT';
    case TriggerKind.takeProfit:
      return isMarket ? 'TAKE_PROFIT' : 'TAKE_PROFIT_LIMIT';
    default:
      return assertNever(trigger.kind);
  }
}

/** What it shows at a time; zero: all of it. */
export const icebergText = (listed: Listed, { displayLots }: Pick<OrderState, 'displayLots'>) =>
  quantityText(listed.units, displayLots);

export const stopPriceText = (listed: Listed, { trigger }: Pick<OrderState, 'trigger'>): string =>
  trigger === null ? ZERO : priceText(listed.units, trigger.priceTicks);

const NOT_WORKING = -1;

/** Since when it is in the market; -1: it waits for its stop price, or was canceled while it did. */
export const workingTime = (
  order: Pick<OrderState, 'trigger' | 'triggeredAtUs' | 'createdAtUs'>,
): DialectTime | typeof NOT_WORKING => {
  if (order.trigger === null) return timeOf(order.createdAtUs);
  return order.triggeredAtUs === 0 ? NOT_WORKING : timeOf(order.triggeredAtUs);
};

export function selfTradeText(mode: SelfTradePrevention | undefined): (typeof STP_MODES)[number] {
  switch (mode) {
    case undefined:
      return 'NONE';
    case SelfTradePrevention.expireTaker:
      return 'EXPIRE_TAKER';
    case SelfTradePrevention.expireMaker:
      return 'EXPIRE_MAKER';
    case SelfTradePrevention.expireBoth:
      return 'EXPIRE_BOTH';
    case SelfTradePrevention.decrement:
      return 'DECREMENT';
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
    ...(order.preventedLots > 0 && {
      preventedQuantity: quantityText(listed.units, order.preventedLots),
    }),
    ...(order.preventedMatchId && { preventedMatchId: order.preventedMatchId }),
    ...(order.status === 'expired' && { expiryReason: expiryReason(order) }),
  };
}

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** The answer to a new order. */
export function newOrderJson(listed: Listed, order: OrderState, response: ResponseType): object {
  const transactTime = timeOf(order.updatedAtUs);
  if (response === 'ACK') {
    const { symbol, orderId, orderListId, clientOrderId } = common(listed, order);
    return { symbol, orderId, orderListId, clientOrderId, transactTime };
  }
  const result = {
    ...common(listed, order),
    transactTime,
    ...stopPart(listed, order),
    workingTime: workingTime(order),
  };
  if (response === 'RESULT') return result;
  return { ...result, fills: order.fills.map((fill) => fillJson(listed, order.side, fill)) };
}

/** Only where there is one. */
const stopPart = (listed: Listed, order: OrderState): object => ({
  ...(order.trigger !== null && { stopPrice: stopPriceText(listed, order) }),
  ...(order.displayLots > 0 && { icebergQty: icebergText(listed, order) }),
});

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
    transactTime: timeOf(order.updatedAtUs),
    ...stopPart(listed, order),
  };
}

export function queriedOrderJson(listed: Listed, order: OrderState): object {
  return {
    ...common(listed, order),
    stopPrice: stopPriceText(listed, order),
    icebergQty: icebergText(listed, order),
    time: timeOf(order.createdAtUs),
    updateTime: timeOf(order.updatedAtUs === 0 ? order.createdAtUs : order.updatedAtUs),
    isWorking: workingTime(order) !== NOT_WORKING,
    workingTime: workingTime(order),
  };
}

/** An order behind an amend, in the words of that method. */
export function amendedOrderJson(listed: Listed, order: OrderState): object {
  const { symbol, orderId, orderListId, clientOrderId, price, ...rest } = common(listed, order);
  const { status, timeInForce, type, side, selfTradePreventionMode } = rest;
  return {
    symbol,
    orderId,
    orderListId,
    // It keeps its id.
    origClientOrderId: clientOrderId,
    clientOrderId,
    price,
    qty: rest.origQty,
    executedQty: rest.executedQty,
    preventedQty: quantityText(listed.units, order.preventedLots),
    quoteOrderQty: rest.origQuoteOrderQty,
    cumulativeQuoteQty: rest.cummulativeQuoteQty,
    ...{ status, timeInForce, type, side },
    workingTime: workingTime(order),
    selfTradePreventionMode,
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
    time: timeOf(fill.executedAtUs),
    isBuyer,
    isMaker: fill.liquidity === 'maker',
    isBestMatch: true,
  };
}

export const tradedQuote = (
  listed: Listed,
  trade: { readonly priceTicks: PriceTicks; readonly quantityLots: Lots },
): string => quoteText(listed.units, trade.priceTicks * trade.quantityLots);
