/** Candles of every interval: table candles. A batch has one time, so it adds to one of each. */
import { CANDLE_INTERVALS, candleOpenMs } from '../ports/view-store/candle-intervals.ts';
import { type CandleRow, candleKey } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { type EventBatch, Side, type TradeExecuted } from '../proto/messages.ts';
import type { PriceTicks } from '../proto/units.ts';
import type { MarketContext, Projection, RowAddress } from './projection.ts';

export const candlesProjection: Projection = {
  name: PROJECTION.candles,
  due: 'later',
  rowsForEvents: (batch, market) =>
    tradesOf(batch).length === 0 ? [] : addressesOf(market, batch),
  foldEvents,
  rewrites: 'most rows',
  ledger: null,
};

const US_PER_MS = 1_000;

const tradesOf = (batch: EventBatch): readonly TradeExecuted[] =>
  batch.events.filter((event) => event.kind === 'TradeExecuted');

function addressesOf(market: string, batch: EventBatch): readonly RowAddress[] {
  const atMs = Math.floor(batch.timestampUs / US_PER_MS);
  return CANDLE_INTERVALS.map((interval) => ({
    table: TABLE.candles,
    key: candleKey(market, interval, candleOpenMs(interval, atMs)),
  }));
}

function foldEvents(batch: EventBatch, context: MarketContext): readonly ViewWrite[] {
  const trades = tradesOf(batch);
  if (trades.length === 0) return [];
  const traded = candleOf(trades);
  return addressesOf(context.market, batch).map(({ table, key }) => {
    const before = context.row({ table, key }) as CandleRow | undefined;
    const openMs = key[key.length - 1] as number;
    const value: CandleRow = before === undefined ? { ...traded, openMs } : joined(before, traded);
    return { table, key, value };
  });
}

/** Of the trades alone; `openMs` is filled in per interval. */
function candleOf(trades: readonly TradeExecuted[]): CandleRow {
  const [first, last] = [trades[0]!, trades[trades.length - 1]!];
  const candle = {
    openMs: 0,
    openTicks: first.priceTicks,
    highTicks: first.priceTicks,
    lowTicks: first.priceTicks,
    closeTicks: last.priceTicks,
    volumeLots: 0n,
    volumeTickLots: 0n,
    takerBuyLots: 0n,
    takerBuyTickLots: 0n,
    tradeCount: trades.length,
    firstTradeId: first.tradeId,
    lastTradeId: last.tradeId,
  };
  for (const { priceTicks, quantityLots, takerSide } of trades) {
    candle.highTicks = Math.max(candle.highTicks, priceTicks) as PriceTicks;
    candle.lowTicks = Math.min(candle.lowTicks, priceTicks) as PriceTicks;
    // Safe: the definition bounds what one order's price × quantity can be.
    const [quantity, tickLots] = [BigInt(quantityLots), BigInt(priceTicks * quantityLots)];
    candle.volumeLots += quantity;
    candle.volumeTickLots += tickLots;
    if (takerSide !== Side.buy) continue;
    candle.takerBuyLots += quantity;
    candle.takerBuyTickLots += tickLots;
  }
  return candle;
}

function joined(before: CandleRow, after: CandleRow): CandleRow {
  return {
    openMs: before.openMs,
    openTicks: before.openTicks,
    highTicks: Math.max(before.highTicks, after.highTicks) as PriceTicks,
    lowTicks: Math.min(before.lowTicks, after.lowTicks) as PriceTicks,
    closeTicks: after.closeTicks,
    volumeLots: BigInt(before.volumeLots) + after.volumeLots,
    volumeTickLots: BigInt(before.volumeTickLots) + after.volumeTickLots,
    takerBuyLots: BigInt(before.takerBuyLots) + after.takerBuyLots,
    takerBuyTickLots: BigInt(before.takerBuyTickLots) + after.takerBuyTickLots,
    tradeCount: before.tradeCount + after.tradeCount,
    firstTradeId: before.firstTradeId,
    lastTradeId: after.lastTradeId,
  };
}
