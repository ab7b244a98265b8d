/**
 * What a market may ask of an order besides its bounds: price and quantity in whole steps, and a price
 * near the market. Most markets ask for none of it, and have no object of this kind.
 */
import { type MarketDefinition, OrderType, RejectReason } from '../../../proto/messages.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { PriceBand } from './price-band.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;

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
  refusal(lastTicks: number): RejectReason | 0 {
    const refusal = this.stepRefusal();
    return refusal !== 0 || this.band === null ? refusal : this.band.refusal(lastTicks);
  }

  /** The price of a market order is a protection that nobody chose; by quote amount it has no quantity. */
  stepRefusal(): RejectReason | 0 {
    const { priceStepTicks, quantityStepLots } = this;
    const isLimit = ROW[Field.type] === OrderType.limit;
    if (isLimit && ROW[Field.priceTicks]! % priceStepTicks !== 0) return RejectReason.priceOffTick;
    const waits = ROW[Field.triggerKind] !== 0;
    if (waits && ROW[Field.triggerTicks]! % priceStepTicks !== 0) return RejectReason.priceOffTick;
    const isOff = ROW_WIDE[Wide.quantityLots]! % quantityStepLots !== 0;
    const showsOff = ROW_WIDE[Wide.displayLots]! % quantityStepLots !== 0;
    return isOff || showsOff ? RejectReason.quantityOffLot : 0;
  }
}
