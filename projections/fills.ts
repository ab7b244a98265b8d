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

function foldEvents(batch: EventBatch, { market }: MarketContext): readonly ViewWrite[] {
  return batch.events.flatMap((event, index) => {
    if (event.kind !== 'TradeExecuted') return [];
    const at: Place = {
      market,
      sequence: sequence(batch.firstSequence + index),
      atUs: batch.timestampUs,
    };
    return [sideOf(event, 'maker', at), sideOf(event, 'taker', at)].flatMap((row) => [
      { table: TABLE.fills, key: fillKey(row), value: row },
      { table: TABLE.orderFills, key: orderFillKey(row), value: row },
    ]);
  });
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
