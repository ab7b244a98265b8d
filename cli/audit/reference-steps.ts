/** Prices and quantities in whole steps, where a market asks for it. */
import { type MarketDefinition, OrderType, RejectReason } from '../../proto/messages.ts';

const PRICE_STEP_MAX = 2 ** 31 - 1;

export function stepsAreWhole({
  priceStepTicks: price = 1,
  quantityStepLots: quantity = 1,
}: MarketDefinition): boolean {
  return price >= 1 && price <= PRICE_STEP_MAX && quantity >= 1;
}

/** Of what the order says itself: the worst price of a market order is not its own. */
export function stepRefusal(
  { priceStepTicks = 1, quantityStepLots = 1 }: MarketDefinition,
  order: {
    readonly type: OrderType;
    readonly priceTicks: number;
    readonly quantityLots: number;
    readonly trigger?: { readonly priceTicks: number };
  },
): RejectReason | null {
  const prices = order.type === OrderType.limit ? [order.priceTicks] : [];
  if (order.trigger !== undefined) prices.push(order.trigger.priceTicks);
  const isWhole = (value: number, step: number) => BigInt(value) % BigInt(step) === 0n;
  if (!prices.every((ticks) => isWhole(ticks, priceStepTicks))) return RejectReason.priceOffTick;
  return isWhole(order.quantityLots, quantityStepLots) ? null : RejectReason.quantityOffLot;
}
