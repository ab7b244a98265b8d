/** What the naive book says of two orders that met. */
import { feeMinor } from '../../../proto/market-units.ts';
import { Side } from '../../../proto/messages.ts';
import type { MinorUnits, Ppm } from '../../../proto/units.ts';
import type { Prevented, Trade } from './naive-book-events.ts';
import type { Order, Taker } from './naive-orders.ts';

/** After the lots were taken from both. */
export function tradeOf(
  met: {
    readonly taker: Taker;
    readonly maker: Order;
    readonly lots: number;
    readonly tradeId: number;
  },
  units: { readonly quoteMinorPerTickLot: number; readonly baseMinorPerLot: number },
): Trade {
  const { taker, maker, lots, tradeId } = met;
  const quote = (maker.priceTicks * lots * units.quoteMinorPerTickLot) as MinorUnits;
  const base = (lots * units.baseMinorPerLot) as MinorUnits;
  const takerBuys = taker.side === Side.buy;
  return {
    ...metOf(taker, maker, lots),
    tradeId,
    makerAccountId: maker.accountId,
    makerFeeMinor: feeMinor(takerBuys ? quote : base, maker.makerFeePpm as Ppm),
    takerFeeMinor: feeMinor(takerBuys ? base : quote, taker.takerFeePpm as Ppm),
  };
}

/** As above. */
export function preventedOf(taker: Taker, maker: Order, lots: number): Prevented {
  return { ...metOf(taker, maker, lots), makerShownLots: maker.part?.shownLots ?? null };
}

function metOf(taker: Taker, maker: Order, lots: number) {
  const byQuantity = taker.budgetMinor === null;
  return {
    makerOrderId: maker.orderId,
    takerOrderId: taker.orderId,
    takerAccountId: taker.accountId,
    takerSide: taker.side,
    priceTicks: maker.priceTicks,
    quantityLots: lots,
    makerRemainingLots: maker.remainingLots,
    takerRemainingLots: byQuantity ? taker.remainingLots : 0,
    takerLimitTicks: byQuantity ? taker.limitTicks : 0,
  };
}
