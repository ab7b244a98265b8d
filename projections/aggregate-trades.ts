/** What one taker order traded at one price in one go: table agg-trades. */
import { type AggregateTradeRow, aggregateTradeKey } from '../ports/view-store/market-tables.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import type { EventBatch, TradeExecuted } from '../proto/messages.ts';
import { lots } from '../proto/units.ts';
import type { MarketContext, Projection } from './projection.ts';

export const aggregateTradesProjection: Projection = {
  name: PROJECTION.aggregateTrades,
  due: 'later',
  events: { kind: 'rows', rowsForEvents: null, foldEvents },
  ledger: null,
};

/** A taker trades within one batch, so no row of before is ever added to. */
function foldEvents(batch: EventBatch, { market }: MarketContext, writes: ViewWrite[]): void {
  const rows: AggregateTradeRow[] = [];
  let before: TradeExecuted | null = null;
  for (const event of batch.events) {
    if (event.kind !== 'TradeExecuted') continue;
    const last = rows[rows.length - 1];
    const isMore =
      before?.takerOrderId === event.takerOrderId && before.priceTicks === event.priceTicks;
    before = event;
    const { tradeId, priceTicks, quantityLots, takerSide } = event;
    if (isMore && last !== undefined) {
      const sum = lots(last.quantityLots + quantityLots);
      rows[rows.length - 1] = { ...last, lastTradeId: tradeId, quantityLots: sum };
      continue;
    }
    const ids = { firstTradeId: tradeId, lastTradeId: tradeId };
    const executedAtUs = batch.timestampUs;
    rows.push({ market, ...ids, priceTicks, quantityLots, takerSide, executedAtUs });
  }
  for (const row of rows) {
    const key = aggregateTradeKey(market, row.firstTradeId);
    writes.push({ table: TABLE.aggregateTrades, key, value: row });
  }
}
