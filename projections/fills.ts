/** Each account's side of each trade: tables fills and order-fills. */

import {
  type FillRow,
  fillKey,
  type Liquidity,
  orderFillKey,
  PROJECTION,
  TABLE,
} from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { type EventBatch, Side, type TradeExecuted } from '../proto/messages.ts';
import { type Sequence, sequence, type TimestampUs } from '../proto/units.ts';
import type { MarketContext, Projection } from './projection.ts';

export const fillsProjection: Projection = {
  name: PROJECTION.fills,
  due: 'soon',
  events: { kind: 'rows', rowsForEvents: null, foldEvents },
  ledger: null,
};

function foldEvents(batch: EventBatch, { market }: MarketContext, writes: ViewWrite[]): void {
  const { events } = batch;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    if (event.kind !== 'TradeExecuted') continue;
    const at: Place = {
      market,
      sequence: sequence(batch.firstSequence + index),
      atUs: batch.timestampUs,
    };
    write(sideOf(event, 'maker', at), writes);
    write(sideOf(event, 'taker', at), writes);
  }
}

function write(row: FillRow, writes: ViewWrite[]): void {
  writes.push({ table: TABLE.fills, key: fillKey(row), value: row });
  writes.push({ table: TABLE.orderFills, key: orderFillKey(row), value: row });
}

interface Place {
  readonly market: string;
  readonly sequence: Sequence;
  readonly atUs: TimestampUs;
}

/** One literal, for the reason in order-rows.ts. */
function sideOf(event: TradeExecuted, liquidity: Liquidity, at: Place): FillRow {
  const { makerOrderId, takerOrderId, takerSide } = event;
  const isTaker = liquidity === 'taker';
  const makerSide = takerSide === Side.buy ? Side.sell : Side.buy;
  return {
    accountId: isTaker ? event.takerAccountId : event.makerAccountId,
    orderId: isTaker ? takerOrderId : makerOrderId,
    market: at.market,
    tradeId: event.tradeId,
    sequence: at.sequence,
    liquidity,
    side: isTaker ? takerSide : makerSide,
    priceTicks: event.priceTicks,
    quantityLots: event.quantityLots,
    feeMinor: isTaker ? event.takerFeeMinor : event.makerFeeMinor,
    executedAtUs: at.atUs,
  };
}
