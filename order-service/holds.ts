/** What an order can cost at most: the amount that is held until it is over. Exact integers. */
import { assertNever } from '../proto/assert.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import { Side } from '../proto/messages.ts';
import { type Lots, type MinorUnits, type Money, money, type PriceTicks } from '../proto/units.ts';

export interface Need {
  readonly asset: string;
  readonly amount: Money;
}

/** A buyer pays quote, a seller gives base. */
export function heldAsset(units: MarketUnits, side: Side): string {
  switch (side) {
    case Side.buy:
      return units.definition.quoteAsset;
    case Side.sell:
      return units.definition.baseAsset;
    default:
      return assertNever(side);
  }
}

/**
 * An order by quantity: a buyer's limit (a market order's worst price) × quantity, a seller's
 * quantity. Bigint where a product is beyond 2^53: the caller may not have checked the notional yet.
 */
export function needOf(
  units: MarketUnits,
  order: { readonly side: Side; readonly priceTicks: PriceTicks; readonly lots: Lots },
): Need {
  const { priceTicks, lots } = order;
  const asset = heldAsset(units, order.side);
  const isBuy = order.side === Side.buy;
  const perLot = isBuy ? priceTicks * units.quoteMinorPerTickLot : units.baseMinorPerLot;
  const amount = perLot * lots;
  // A safe product has safe factors.
  if (Number.isSafeInteger(amount)) return { asset, amount: money(BigInt(amount)) };
  const exact = isBuy
    ? BigInt(priceTicks) * BigInt(units.quoteMinorPerTickLot)
    : BigInt(units.baseMinorPerLot);
  return { asset, amount: money(exact * BigInt(lots)) };
}

/** A market buy by quote amount needs it; a sell the lots that bring it at the worst price. */
export function needOfBudget(
  units: MarketUnits,
  order: { readonly side: Side; readonly priceTicks: PriceTicks; readonly amount: MinorUnits },
): Need {
  const asset = heldAsset(units, order.side);
  if (order.side === Side.buy) return { asset, amount: money(BigInt(order.amount)) };
  const atWorst = BigInt(order.priceTicks) * BigInt(units.quoteMinorPerTickLot);
  const lots = BigInt(order.amount) / atWorst;
  return { asset, amount: money(lots * BigInt(units.baseMinorPerLot)) };
}

/**
 * How much more an amended order may need than it holds now, whatever more of it (u) is used up before
 * the amend takes effect: max over u of P'(Q' - u) - P(Q - u), from what is used already up to all
 * that can be. Linear in f, so the ends decide.
 */
export function amendNeed(
  units: MarketUnits,
  order: {
    readonly side: Side;
    /** Filled, or taken by self-trade prevention. */
    readonly usedLots: Lots;
    readonly before: { readonly priceTicks: PriceTicks; readonly lots: Lots };
    readonly after: { readonly priceTicks: PriceTicks; readonly lots: Lots };
  },
): Money {
  const { side, usedLots, before, after } = order;
  const perLot = (ticks: PriceTicks): bigint =>
    side === Side.buy
      ? BigInt(ticks) * BigInt(units.quoteMinorPerTickLot)
      : BigInt(units.baseMinorPerLot);
  const extraAt = (used: bigint): bigint =>
    perLot(after.priceTicks) * (BigInt(after.lots) - used) -
    perLot(before.priceTicks) * (BigInt(before.lots) - used);
  const usedMost = BigInt(Math.max(usedLots, Math.min(before.lots, after.lots)));
  // Math.max knows no bigint.
  const ends = [0n, extraAt(BigInt(usedLots)), extraAt(usedMost)];
  return money(ends.reduce((most, extra) => (extra > most ? extra : most)));
}
