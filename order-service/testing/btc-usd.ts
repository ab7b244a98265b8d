/** The market of most tests. */
import type { MarketDefinition } from '../../proto/messages.ts';
import { lots, minorUnits, ppm, priceTicks } from '../../proto/units.ts';

export const btcUsd: MarketDefinition = {
  market: 'BTC-USD',
  baseAsset: 'BTC',
  baseScale: 8,
  quoteAsset: 'USD',
  quoteScale: 6,
  tickSize: '0.01',
  lotSize: '0.0001',
  minPriceTicks: priceTicks(1),
  maxPriceTicks: priceTicks(100_000_000),
  minQuantityLots: lots(1),
  maxQuantityLots: lots(100_000),
  minNotionalMinor: minorUnits(0),
  maxNotionalMinor: minorUnits(9_000_000_000_000_000),
  maxRestingOrders: 10_000,
  makerFeePpm: ppm(1_000),
  takerFeePpm: ppm(2_000),
};
