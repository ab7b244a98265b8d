/** An order that was accepted, as the read models have it. */
import type { AcceptedOrderRow, FillRow } from '../../ports/view-store/tables.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { Lots, TimestampUs } from '../../proto/units.ts';
import type { FillState, OrderState } from './order-state.ts';

/** `units`: of its market; null: not known here. */
export function orderOfRow(
  row: AcceptedOrderRow,
  fills: readonly FillRow[],
  units: MarketUnits | null,
): OrderState {
  const perTickLot = units?.quoteMinorPerTickLot ?? 1;
  const { filledQuoteMinor, ...order } = row;
  return {
    orderId: order.orderId,
    accountId: order.accountId,
    market: order.market,
    clientOrderId: order.clientOrderId,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    goodTillUs: order.goodTillUs ?? (0 as TimestampUs),
    displayLots: order.displayLots ?? (0 as Lots),
    // Where it stands in the book is for the market's view to know.
    shownLots: 0 as Lots,
    ...(order.selfTradePrevention && { selfTradePrevention: order.selfTradePrevention }),
    priceTicks: order.priceTicks,
    quantityLots: order.quantityLots,
    quoteBudgetMinor: order.quoteBudgetMinor,
    filledLots: order.filledLots,
    preventedLots: order.preventedLots ?? (0 as Lots),
    ...(order.preventedMatchId && { preventedMatchId: order.preventedMatchId }),
    // Exact: every fill is a whole number of ticks × lots.
    filledTickLots: filledQuoteMinor / perTickLot,
    remainingLots: order.remainingLots,
    status: order.status,
    trigger: order.trigger ?? null,
    triggeredAtUs: order.triggeredAtUs ?? (0 as TimestampUs),
    createdAtUs: order.createdAtUs,
    updatedAtUs: order.updatedAtUs,
    sequence: order.sequence,
    fills: fills.map(fillOf),
    isWhole: true,
  };
}

const fillOf = (row: FillRow): FillState => ({
  tradeId: row.tradeId,
  priceTicks: row.priceTicks,
  quantityLots: row.quantityLots,
  feeMinor: row.feeMinor,
  liquidity: row.liquidity,
  sequence: row.sequence,
  executedAtUs: row.executedAtUs,
});
