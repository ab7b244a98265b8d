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
import { sequence } from '../proto/units.ts';
import type { MarketContext, Projection } from './projection.ts';

export const fillsProjection: Projection = {
  name: PROJECTION.fills,
  due: 'soon',
  rowsForEvents: null,
  foldEvents,
  ledger: null,
};

function foldEvents(batch: EventBatch, { market }: MarketContext): readonly ViewWrite[] {
  return batch.events.flatMap((event, index) => {
    if (event.kind !== 'TradeExecuted') return [];
    const common = {
      market,
      tradeId: event.tradeId,
      sequence: sequence(batch.firstSequence + index),
      priceTicks: event.priceTicks,
      quantityLots: event.quantityLots,
      executedAtUs: batch.timestampUs,
    };
    const sides = [sideOf(event, 'maker'), sideOf(event, 'taker')];
    return sides.flatMap((side) => {
      const row: FillRow = { ...side, ...common };
      return [
        { table: TABLE.fills, key: fillKey(row), value: row },
        { table: TABLE.orderFills, key: orderFillKey(row), value: row },
      ];
    });
  });
}

function sideOf(
  event: TradeExecuted,
  liquidity: Liquidity,
): Pick<FillRow, 'accountId' | 'orderId' | 'liquidity' | 'side' | 'feeMinor'> {
  if (liquidity === 'taker') {
    return {
      accountId: event.takerAccountId,
      orderId: event.takerOrderId,
      liquidity,
      side: event.takerSide,
      feeMinor: event.takerFeeMinor,
    };
  }
  return {
    accountId: event.makerAccountId,
    orderId: event.makerOrderId,
    liquidity,
    side: event.takerSide === Side.buy ? Side.sell : Side.buy,
    feeMinor: event.makerFeeMinor,
  };
}
