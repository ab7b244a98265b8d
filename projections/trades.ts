/** The public tape: table trades. */

import { PROJECTION, TABLE, type TradeRow, tradeKey } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import type { EventBatch } from '../proto/messages.ts';
import { sequence } from '../proto/units.ts';
import type { MarketContext, Projection } from './projection.ts';

export const tradesProjection: Projection = {
  name: PROJECTION.trades,
  due: 'later',
  events: { kind: 'rows', rowsForEvents: null, foldEvents },
  ledger: null,
};

function foldEvents(batch: EventBatch, { market }: MarketContext, writes: ViewWrite[]): void {
  const { events } = batch;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    if (event.kind !== 'TradeExecuted') continue;
    const row: TradeRow = {
      market,
      tradeId: event.tradeId,
      sequence: sequence(batch.firstSequence + index),
      takerSide: event.takerSide,
      priceTicks: event.priceTicks,
      quantityLots: event.quantityLots,
      makerOrderId: event.makerOrderId,
      takerOrderId: event.takerOrderId,
      executedAtUs: batch.timestampUs,
    };
    writes.push({ table: TABLE.trades, key: tradeKey(market, event.tradeId), value: row });
  }
}
