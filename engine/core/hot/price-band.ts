/**
 * How far from the market a limit may be, as a hard block against slips of the finger.
 *
 *   reference × (1 − ask band) ─── reference ─── reference × (1 + bid band)
 *   ▲ a sell below it is refused                  ▲ a buy above it is refused
 *
 * The reference is the last trade price, of an order that waits its trigger price: there it enters.
 */
import { type MarketDefinition, OrderType, RejectReason, Side } from '../../../proto/messages.ts';
import { fee } from './fee.ts';
import { commandInts, Field } from './order-command.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;

export class PriceBand {
  private readonly bidPpm: number | undefined;
  private readonly askPpm: number | undefined;

  constructor({ bidBandPpm, askBandPpm }: MarketDefinition) {
    this.bidPpm = bidBandPpm;
    this.askPpm = askBandPpm;
  }

  /** Null: the market has none. */
  static of(definition: MarketDefinition): PriceBand | null {
    const { bidBandPpm, askBandPpm } = definition;
    return bidBandPpm === undefined && askBandPpm === undefined ? null : new PriceBand(definition);
  }

  /** Of a limit order; a market order's price is a protection, not a wish. `lastTicks` 0: no trade yet. 0: none. */
  refusal(lastTicks: number): RejectReason | 0 {
    return this.isOutside(lastTicks) ? RejectReason.priceOutOfBand : 0;
  }

  private isOutside(lastTicks: number): boolean {
    const reference = ROW[Field.triggerKind] === 0 ? lastTicks : ROW[Field.triggerTicks]!;
    if (ROW[Field.type] !== OrderType.limit || reference === 0) return false;
    const price = ROW[Field.priceTicks]!;
    if (ROW[Field.side] === Side.buy) {
      return this.bidPpm !== undefined && price > reference + fee(reference, this.bidPpm);
    }
    return this.askPpm !== undefined && price < reference - fee(reference, this.askPpm);
  }
}
