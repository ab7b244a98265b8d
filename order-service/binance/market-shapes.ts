/** Market data as this dialect shows it; REST, WebSocket API and streams alike. */

import type { AggregateTradeRow } from '../../ports/view-store/market-tables.ts';
import { formatDecimal } from '../../proto/decimal.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import { Side } from '../../proto/messages.ts';
import type { Lots, PriceTicks, TimestampUs, TradeId } from '../../proto/units.ts';
import type { BookLevels, Level } from '../market-data/book-levels.ts';
import type { SpanStatistics } from '../market-data/candle-reads.ts';
import type { MarketView } from '../market-data/market-view.ts';
import type { ZonedCandle } from '../market-data/zoned-candles.ts';
import { eightPlaces, moneyText, priceText, quantityText, quoteText, ZERO } from './decimals.ts';
import { endOfMs, timeOf, timeOfMs } from './dialect-time.ts';
import { tradedQuote } from './order-shapes.ts';
import type { Listed } from './symbols.ts';

const PLACES = 8;
const PERCENT_PLACES = 3;

export type LevelText = readonly [price: string, quantity: string];

export const levelText = (units: MarketUnits, { priceTicks, lots }: Level): LevelText => [
  priceText(units, priceTicks),
  quantityText(units, lots),
];

export function depthJson({ units, view }: Listed, levels: number) {
  const side = (of: BookLevels) => of.top(levels).map((level) => levelText(units, level));
  return { lastUpdateId: view.sequence, bids: side(view.bids), asks: side(view.asks) };
}

/** A sum of lots may be beyond what one order can be. */
export const volumeText = ({ units }: Listed, lots: bigint | number): string =>
  moneyText(BigInt(lots) * BigInt(units.baseMinorPerLot), units.definition.baseScale);

interface ShownTrade {
  readonly tradeId: TradeId;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly takerSide: Side;
  readonly executedAtUs: TimestampUs;
}

export const tradeJson = (listed: Listed, trade: ShownTrade): object => ({
  id: trade.tradeId,
  price: priceText(listed.units, trade.priceTicks),
  qty: quantityText(listed.units, trade.quantityLots),
  quoteQty: tradedQuote(listed, trade),
  time: timeOf(trade.executedAtUs),
  isBuyerMaker: trade.takerSide === Side.sell,
  isBestMatch: true,
});

export const aggregateTradeJson = ({ units }: Listed, row: Omit<AggregateTradeRow, 'market'>) => ({
  a: row.firstTradeId,
  p: priceText(units, row.priceTicks),
  q: quantityText(units, row.quantityLots),
  f: row.firstTradeId,
  l: row.lastTradeId,
  T: timeOf(row.executedAtUs),
  m: row.takerSide === Side.sell,
  M: true,
});

export function candleJson(listed: Listed, { row, closeMs }: ZonedCandle): unknown[] {
  const { units } = listed;
  return [
    timeOfMs(row.openMs),
    priceText(units, row.openTicks),
    priceText(units, row.highTicks),
    priceText(units, row.lowTicks),
    priceText(units, row.closeTicks),
    volumeText(listed, row.volumeLots),
    endOfMs(closeMs),
    quoteText(units, row.volumeTickLots),
    row.tradeCount,
    volumeText(listed, row.takerBuyLots),
    quoteText(units, row.takerBuyTickLots),
    '0',
  ];
}

/** Best bid and ask; zeros where there is none. */
export function bestJson(units: MarketUnits, view: MarketView) {
  const best = (levels: BookLevels): LevelText => {
    const [level] = levels.top(1);
    return level === undefined ? [ZERO, ZERO] : levelText(units, level);
  };
  const [bidPrice, bidQty] = best(view.bids);
  const [askPrice, askQty] = best(view.asks);
  return { bidPrice, bidQty, askPrice, askQty };
}

export function lastPriceText({ units, view }: Listed, span: SpanStatistics | null): string {
  const ticks = view.trades.last?.priceTicks ?? span?.closeTicks;
  return ticks === undefined ? ZERO : priceText(units, ticks);
}

export function averagePriceText({ units }: Listed, span: SpanStatistics | null): string {
  if (span === null) return ZERO;
  const lots = BigInt(span.volumeLots);
  if (lots === 0n) return priceText(units, span.closeTicks);
  const finer = 10n ** BigInt(Math.max(0, PLACES - units.priceDecimals));
  const scaled = BigInt(span.volumeTickLots) * BigInt(units.tickUnits) * finer;
  return eightPlaces(formatDecimal(scaled / lots, Math.max(PLACES, units.priceDecimals)));
}

export interface TickerSpan {
  readonly span: SpanStatistics | null;
  readonly openMs: number;
  readonly closeMs: number;
}

export function miniTickerJson(listed: Listed, { span, openMs, closeMs }: TickerSpan) {
  const price = (ticks: PriceTicks | undefined) =>
    ticks === undefined ? ZERO : priceText(listed.units, ticks);
  return {
    symbol: listed.symbol,
    openPrice: price(span?.openTicks),
    highPrice: price(span?.highTicks),
    lowPrice: price(span?.lowTicks),
    lastPrice: lastPriceText(listed, span),
    volume: volumeText(listed, span?.volumeLots ?? 0),
    quoteVolume: quoteText(listed.units, span?.volumeTickLots ?? 0),
    openTime: timeOfMs(openMs),
    closeTime: endOfMs(closeMs),
    firstId: span?.firstTradeId ?? -1,
    lastId: span?.lastTradeId ?? -1,
    count: span?.tradeCount ?? 0,
  };
}

export function changeJson(listed: Listed, span: SpanStatistics | null) {
  const change = span === null ? 0 : span.closeTicks - span.openTicks;
  const open = BigInt(span?.openTicks ?? 1);
  const percent = (BigInt(change) * 100n * 10n ** BigInt(PERCENT_PLACES)) / open;
  return {
    priceChange: priceText(listed.units, change as PriceTicks),
    priceChangePercent: formatDecimal(percent, PERCENT_PLACES),
    weightedAvgPrice: averagePriceText(listed, span),
  };
}

/** Of the last 24 hours: with the best prices, by which a client tells that this is spot. */
export function fullTickerJson(listed: Listed, ticker: TickerSpan) {
  const { units, view } = listed;
  const { span } = ticker;
  const last = view.trades.last;
  return {
    ...miniTickerJson(listed, ticker),
    ...changeJson(listed, span),
    prevClosePrice: span === null ? ZERO : priceText(units, span.previousTicks ?? span.openTicks),
    lastQty: last === null ? ZERO : quantityText(units, last.quantityLots),
    ...bestJson(units, view),
  };
}
