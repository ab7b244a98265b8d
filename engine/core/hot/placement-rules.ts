/**
 * What a market may ask of an order besides its bounds: price and quantity in whole steps, and a price
 * near the market. Most markets ask for none of it, and have no object of this kind.
 */
import { type MarketDefinition, OrderType, RejectReason } from '../../../proto/messages.ts';
import { Field, type OrderCommand, Wide } from './order-command.ts';
import { PriceBand } from './price-band.ts';

export class PlacementRules {
  private readonly band: PriceBand | null;
  private readonly priceStepTicks: number;
  private readonly quantityStepLots: number;

  constructor(definition: MarketDefinition) {
    this.band = PriceBand.of(definition);
    this.priceStepTicks = definition.priceStepTicks ?? 1;
    this.quantityStepLots = definition.quantityStepLots ?? 1;
  }

  /** Null: the market has none. */
  static of(definition: MarketDefinition): PlacementRules | null {
    const rules = new PlacementRules(definition);
    const asks = rules.band !== null || rules.priceStepTicks > 1 || rules.quantityStepLots > 1;
    return asks ? rules : null;
  }

  /** `lastTicks`: of the last trade; 0: none yet. Returns 0: none. */
  refusal(command: OrderCommand, lastTicks: number): RejectReason | 0 {
    const refusal = this.stepRefusal(command);
    return refusal !== 0 || this.band === null ? refusal : this.band.refusal(command, lastTicks);
  }

  /** The price of a market order is a protection that nobody chose; by quote amount it has no quantity. */
  stepRefusal({ ints: order, doubles }: OrderCommand): RejectReason | 0 {
    const { priceStepTicks, quantityStepLots } = this;
    const isLimit = order[Field.type] === OrderType.limit;
    if (isLimit && order[Field.priceTicks]! % priceStepTicks !== 0)
      return RejectReason.priceOffTick;
    const waits = order[Field.triggerKind] !== 0;
    if (waits && order[Field.triggerTicks]! % priceStepTicks !== 0)
      return RejectReason.priceOffTick;
    const isOff = doubles[Wide.quantityLots]! % quantityStepLots !== 0;
    return isOff ? RejectReason.quantityOffLot : 0;
  }
}
