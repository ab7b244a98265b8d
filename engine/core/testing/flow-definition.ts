/** A market with room for far prices and for orders that are too small or too dear. */
import type { MarketDefinition } from '../../../proto/messages.ts';

export const FLOW_MARKET = 'SEED-FLOW';

/** 2 quote minor units a tick and lot, 1,000 base minor units a lot. */
export function flowDefinition(changed: Readonly<Record<string, unknown>> = {}): MarketDefinition {
  return {
    market: FLOW_MARKET,
    baseAsset: 'SEED',
    baseScale: 6,
    quoteAsset: 'FLOW',
    quoteScale: 5,
    tickSize: '0.02',
    lotSize: '0.001',
    minPriceTicks: 10,
    maxPriceTicks: 2_000_000_000,
    minQuantityLots: 2,
    maxQuantityLots: 1_000_000,
    minNotionalMinor: 1_000,
    maxNotionalMinor: 2_000_000_000_000_000,
    maxRestingOrders: 120,
    makerFeePpm: 100,
    takerFeePpm: 250,
    ...changed,
  } as unknown as MarketDefinition;
}
