/** How orders, fills, trades and books look outside, over HTTP and WebSocket alike. */

import { type CandleInterval, candleCloseMs } from '../ports/view-store/candle-intervals.ts';
import type { CandleRow } from '../ports/view-store/market-tables.ts';
import type { OrderStatus } from '../ports/view-store/order-status.ts';
import { assertNever } from '../proto/assert.ts';
import {
  formatDecimal,
  formatMoney,
  formatPrice,
  formatQuantity,
  lotSize,
  tickSize,
} from '../proto/decimal.ts';
import { type MarketUnits, marketUnits } from '../proto/market-units.ts';
import {
  type MarketDefinition,
  MarketStatus,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../proto/messages.ts';
import { type Lots, type MinorUnits, money, type TimestampUs } from '../proto/units.ts';
import { AVERAGE_EXTRA_DIGITS, scaledAverage } from './average-price.ts';
import type { BookLevels, Level } from './market-data/book-levels.ts';
import type { TradeState } from './market-data/market-change.ts';
import type { MarketView } from './market-data/market-view.ts';
import { isRejected, type OrderRecord } from './market-data/order-index.ts';
import { type FillState, isWaiting, type OrderState } from './market-data/order-state.ts';
import type { SelfTradeName } from './order-requests.ts';
import { codeOfReason } from './refusal.ts';

/** The second that was asked for last, and its text up to the point: most times are of one second. */
const lastSecond = { second: Number.NaN, text: '' };

export function rfc3339(atUs: TimestampUs): string {
  const second = Math.floor(atUs / 1_000_000);
  if (second !== lastSecond.second) {
    lastSecond.text = new Date(second * 1000).toISOString().slice(0, -'000Z'.length);
    lastSecond.second = second;
  }
  return `${lastSecond.text}${String(1_000_000 + (atUs - second * 1_000_000)).slice(1)}Z`;
}

export const sideName = (side: Side): 'buy' | 'sell' => (side === Side.buy ? 'buy' : 'sell');

export function timeInForceName(value: TimeInForce): 'gtc' | 'ioc' | 'fok' {
  switch (value) {
    case TimeInForce.gtc:
      return 'gtc';
    case TimeInForce.ioc:
      return 'ioc';
    case TimeInForce.fok:
      return 'fok';
    default:
      return assertNever(value);
  }
}

function stopKindName(kind: TriggerKind): 'stop_loss' | 'take_profit' {
  switch (kind) {
    case TriggerKind.stopLoss:
      return 'stop_loss';
    case TriggerKind.takeProfit:
      return 'take_profit';
    default:
      return assertNever(kind);
  }
}

export function statusName(status: MarketStatus): 'trading' | 'cancel_only' | 'halted' | 'closed' {
  switch (status) {
    case MarketStatus.trading:
      return 'trading';
    case MarketStatus.cancelOnly:
      return 'cancel_only';
    case MarketStatus.halted:
      return 'halted';
    case MarketStatus.closed:
      return 'closed';
    default:
      return assertNever(status);
  }
}

/** One word for every order that was not filled in time; `expired_in_match` tells them apart. */
export const statusShown = (status: OrderStatus): Exclude<OrderStatus, 'expired_in_match'> =>
  status === 'expired_in_match' ? 'expired' : status;

export function selfTradeName(mode: SelfTradePrevention | undefined): SelfTradeName {
  switch (mode) {
    case undefined:
      return 'none';
    case SelfTradePrevention.expireTaker:
      return 'expire_taker';
    case SelfTradePrevention.expireMaker:
      return 'expire_maker';
    case SelfTradePrevention.expireBoth:
      return 'expire_both';
    case SelfTradePrevention.decrement:
      return 'decrement';
    default:
      return assertNever(mode);
  }
}

export const quoteMoney = (units: MarketUnits, amount: MinorUnits): string =>
  formatDecimal(amount, units.definition.quoteScale);

/** Of its fills, to eight digits behind the tick's, without trailing zeros behind the tick's. */
export function averagePrice(units: MarketUnits, order: OrderState): string | null {
  const scaled = scaledAverage(units, order);
  if (scaled === null) return null;
  const text = formatDecimal(scaled, units.priceDecimals + AVERAGE_EXTRA_DIGITS);
  let end = text.length;
  while (end > text.length - AVERAGE_EXTRA_DIGITS && text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** A buyer's fee is in base, a seller's in quote: in what each receives. */
export function feeOf(units: MarketUnits, side: Side, fee: MinorUnits) {
  const { baseAsset, baseScale, quoteAsset, quoteScale } = units.definition;
  return side === Side.buy
    ? { fee: formatDecimal(fee, baseScale), fee_asset: baseAsset }
    : { fee: formatDecimal(fee, quoteScale), fee_asset: quoteAsset };
}

export function fillJson(units: MarketUnits, side: Side, fill: FillState) {
  return {
    trade_id: String(fill.tradeId),
    price: formatPrice(units, fill.priceTicks),
    quantity: formatQuantity(units, fill.quantityLots),
    ...feeOf(units, side, fill.feeMinor),
    liquidity: fill.liquidity,
    sequence: fill.sequence,
    executed_at: rfc3339(fill.executedAtUs),
  };
}

export function orderJson(units: MarketUnits, order: OrderRecord) {
  if (isRejected(order)) {
    return {
      id: String(order.orderId),
      client_order_id: order.clientOrderId === '' ? null : order.clientOrderId,
      market: order.market,
      status: 'rejected' as const,
      reject_code: codeOfReason(order.reason),
      filled_quantity: formatQuantity(units, 0 as Lots),
      fills: [],
      sequence: order.sequence,
      created_at: rfc3339(order.createdAtUs),
      created_at_us: order.createdAtUs,
    };
  }
  const isMarket = order.type === OrderType.market;
  const isByQuote = order.quoteBudgetMinor > 0;
  return {
    id: String(order.orderId),
    client_order_id: order.clientOrderId === '' ? null : order.clientOrderId,
    market: order.market,
    side: sideName(order.side),
    type: isMarket ? ('market' as const) : ('limit' as const),
    time_in_force: order.goodTillUs === 0 ? timeInForceName(order.timeInForce) : ('gtd' as const),
    good_till: order.goodTillUs === 0 ? null : order.goodTillUs,
    post_only: order.postOnly,
    self_trade: selfTradeName(order.selfTradePrevention),
    price: isMarket ? null : formatPrice(units, order.priceTicks),
    quantity: isByQuote ? null : formatQuantity(units, order.quantityLots),
    quote_quantity: isByQuote ? quoteMoney(units, order.quoteBudgetMinor) : null,
    display_quantity: order.displayLots === 0 ? null : formatQuantity(units, order.displayLots),
    filled_quantity: formatQuantity(units, order.filledLots),
    average_price: averagePrice(units, order),
    status: statusShown(order.status),
    ...(order.preventedLots > 0 && {
      prevented_quantity: formatQuantity(units, order.preventedLots),
    }),
    ...(order.status === 'expired_in_match' && { expired_in_match: true }),
    stop_price: order.trigger === null ? null : formatPrice(units, order.trigger.priceTicks),
    stop_kind: order.trigger === null ? null : stopKindName(order.trigger.kind),
    waiting: isWaiting(order),
    fills: order.fills.map((fill) => fillJson(units, order.side, fill)),
    sequence: order.sequence,
    created_at: order.createdAtUs === 0 ? null : rfc3339(order.createdAtUs),
    created_at_us: order.createdAtUs === 0 ? null : order.createdAtUs,
  };
}

export function tradeJson(units: MarketUnits, trade: TradeState) {
  return {
    trade_id: String(trade.tradeId),
    market: units.market,
    price: formatPrice(units, trade.priceTicks),
    quantity: formatQuantity(units, trade.quantityLots),
    side: sideName(trade.takerSide),
    sequence: trade.sequence,
    time: rfc3339(trade.executedAtUs),
    time_us: trade.executedAtUs,
  };
}

export function candleJson(
  units: MarketUnits,
  interval: CandleInterval,
  { row, nowMs }: { readonly row: CandleRow; readonly nowMs: number },
) {
  const { baseScale, quoteScale } = units.definition;
  const { volumeLots, volumeTickLots } = row;
  const paid = BigInt(volumeTickLots) * BigInt(units.quoteMinorPerTickLot);
  return {
    open_time: rfc3339((row.openMs * 1000) as TimestampUs),
    open_time_us: row.openMs * 1000,
    open: formatPrice(units, row.openTicks),
    high: formatPrice(units, row.highTicks),
    low: formatPrice(units, row.lowTicks),
    close: formatPrice(units, row.closeTicks),
    volume: formatDecimal(BigInt(volumeLots) * BigInt(units.baseMinorPerLot), baseScale),
    quote_volume: formatDecimal(paid, quoteScale),
    trades: row.tradeCount,
    is_over: candleCloseMs(interval, row.openMs) < nowMs,
  };
}

export type LevelJson = readonly [price: string, quantity: string];

export const levelJson = (units: MarketUnits, level: Level): LevelJson => [
  formatPrice(units, level.priceTicks),
  formatQuantity(units, level.lots),
];

export function bookJson(units: MarketUnits, view: MarketView, depth: number) {
  const side = (levels: BookLevels) => levels.top(depth).map((level) => levelJson(units, level));
  return {
    market: view.market,
    sequence: view.sequence,
    time_us: view.timestampUs,
    bids: side(view.bids),
    asks: side(view.asks),
  };
}

export function definitionJson(d: MarketDefinition) {
  const units = marketUnits(d);
  return {
    market: d.market,
    base_asset: d.baseAsset,
    base_scale: d.baseScale,
    quote_asset: d.quoteAsset,
    quote_scale: d.quoteScale,
    tick_size: tickSize(units),
    lot_size: lotSize(units),
    finest_tick_size: d.tickSize,
    finest_lot_size: d.lotSize,
    min_price: formatPrice(units, d.minPriceTicks),
    max_price: formatPrice(units, d.maxPriceTicks),
    min_quantity: formatQuantity(units, d.minQuantityLots),
    max_quantity: formatQuantity(units, d.maxQuantityLots),
    min_notional: formatMoney(money(BigInt(d.minNotionalMinor)), d.quoteScale),
    max_notional: formatMoney(money(BigInt(d.maxNotionalMinor)), d.quoteScale),
    max_resting_orders: d.maxRestingOrders,
    max_open_orders: d.maxOpenOrders ?? null,
    maker_fee_ppm: d.makerFeePpm,
    taker_fee_ppm: d.takerFeePpm,
    bid_band_ppm: d.bidBandPpm ?? 0,
    ask_band_ppm: d.askBandPpm ?? 0,
  };
}

export function marketJson(units: MarketUnits, view: MarketView) {
  return {
    ...definitionJson(units.definition),
    status: statusName(view.status),
    sequence: view.sequence,
  };
}
