/** Candles of every interval: table candles. A batch has one time, so it adds to one of each. */
import { CANDLE_INTERVALS, candleOpenMs } from '../ports/view-store/candle-intervals.ts';
import { type CandleRow, candleKey } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { type EventBatch, Side, type TradeExecuted } from '../proto/messages.ts';
import type { PriceTicks } from '../proto/units.ts';
import {
  type MarketContext,
  type NamedWrite,
  type Projection,
  type RowAddress,
  rowAddress,
  rowName,
} from './projection.ts';

export const candlesProjection: Projection = {
  name: PROJECTION.candles,
  due: 'later',
  events: {
    kind: 'rows',
    rowsForEvents: (batch, market) =>
      tradesOf(batch).length === 0 ? [] : addressesOf(market, batch),
    foldEvents,
  },
  ledger: null,
};

const MS_PER_SECOND = 1_000;
const US_PER_SECOND = 1_000_000;

const tradesOf = (batch: EventBatch): readonly TradeExecuted[] =>
  batch.events.filter((event) => event.kind === 'TradeExecuted');

/** Of each market the rows of the newest second: batches of one second add to the same candles. */
const newest = new Map<string, { readonly second: number; readonly rows: readonly RowAddress[] }>();

function addressesOf(market: string, batch: EventBatch): readonly RowAddress[] {
  const second = Math.floor(batch.timestampUs / US_PER_SECOND);
  const known = newest.get(market);
  if (known?.second === second) return known.rows;
  const rows = CANDLE_INTERVALS.map((interval) =>
    rowAddress(
      TABLE.candles,
      candleKey(market, interval, candleOpenMs(interval, second * MS_PER_SECOND)),
    ),
  );
  newest.set(market, { second, rows });
  return rows;
}

function foldEvents(batch: EventBatch, context: MarketContext, writes: ViewWrite[]): void {
  const trades = tradesOf(batch);
  if (trades.length === 0) return;
  const traded = candleOf(trades);
  for (const address of addressesOf(context.market, batch)) {
    const { table, key } = address;
    const before = context.row(address) as CandleRow | undefined;
    const openMs = key[key.length - 1] as number;
    const value: CandleRow = before === undefined ? { ...traded, openMs } : joined(before, traded);
    const named: NamedWrite = { table, key, name: rowName(address), value };
    writes.push(named);
  }
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
