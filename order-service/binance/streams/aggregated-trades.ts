import type { AggregateTradeRow } from '../../../ports/view-store/market-tables.ts';
import type { Lots } from '../../../proto/units.ts';
import type { TradeState } from '../../market-data/market-change.ts';

/** As the read model aggregates them: of one taker order, at one price, one behind the other. */
export function aggregated(
  trades: readonly TradeState[],
): readonly Omit<AggregateTradeRow, 'market'>[] {
  const rows: Omit<AggregateTradeRow, 'market'>[] = [];
  let before: TradeState | null = null;
  for (const trade of trades) {
    const { tradeId, priceTicks, quantityLots, takerSide, executedAtUs } = trade;
    const last = rows[rows.length - 1];
    const isMore = before?.takerOrderId === trade.takerOrderId && before.priceTicks === priceTicks;
    before = trade;
    if (isMore && last !== undefined) {
      const sum = (last.quantityLots + quantityLots) as Lots;
      rows[rows.length - 1] = { ...last, lastTradeId: tradeId, quantityLots: sum };
      continue;
    }
    const ids = { firstTradeId: tradeId, lastTradeId: tradeId };
    rows.push({ ...ids, priceTicks, quantityLots, takerSide, executedAtUs });
  }
  return rows;
}
