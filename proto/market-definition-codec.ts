import type { MarketDefinition } from './messages.ts';
import { BAND_PPM_MAX, PPM_MAX, PRICE_TICKS_MAX, SCALE_MAX } from './ranges.ts';
import type { Lots, MinorUnits, Ppm, PriceTicks } from './units.ts';
import type { WireReader } from './wire-reader.ts';
import type { WireWriter } from './wire-writer.ts';

/** As message field `field`. Whether the definition makes sense is decided by market-units.ts. */
export function writeMarketDefinition(w: WireWriter, field: number, d: MarketDefinition): void {
  const start = w.begin(field);
  w.string(1, d.market);
  w.string(2, d.baseAsset);
  w.enumeration(3, d.baseScale, 0, SCALE_MAX);
  w.string(4, d.quoteAsset);
  w.enumeration(5, d.quoteScale, 0, SCALE_MAX);
  w.string(6, d.tickSize);
  w.string(7, d.lotSize);
  w.uint32(8, d.minPriceTicks, 1, PRICE_TICKS_MAX);
  w.uint32(9, d.maxPriceTicks, 1, PRICE_TICKS_MAX);
  w.uint53(10, d.minQuantityLots, 0);
  w.uint53(11, d.maxQuantityLots, 0);
  w.uint53(12, d.minNotionalMinor, 0);
  w.uint53(13, d.maxNotionalMinor, 0);
  w.uint32(14, d.maxRestingOrders, 0);
  w.uint32(15, d.makerFeePpm, 0, PPM_MAX);
  w.uint32(16, d.takerFeePpm, 0, PPM_MAX);
  if (d.bidBandPpm !== undefined) w.uint32(17, d.bidBandPpm, 1, BAND_PPM_MAX);
  if (d.askBandPpm !== undefined) w.uint32(18, d.askBandPpm, 1, BAND_PPM_MAX);
  if (d.maxOpenOrders !== undefined) w.uint32(30, d.maxOpenOrders, 1);
  if (d.priceStepTicks !== undefined) w.uint32(31, d.priceStepTicks, 1, PRICE_TICKS_MAX);
  if (d.quantityStepLots !== undefined) w.uint53(32, d.quantityStepLots, 1);
  w.end(start);
}

export function readMarketDefinition(r: WireReader, field: number): MarketDefinition {
  const outerEnd = r.enter(field);
  const definition: MarketDefinition = {
    market: r.string(1),
    baseAsset: r.string(2),
    baseScale: r.enumeration(3, 0, SCALE_MAX),
    quoteAsset: r.string(4),
    quoteScale: r.enumeration(5, 0, SCALE_MAX),
    tickSize: r.string(6),
    lotSize: r.string(7),
    minPriceTicks: r.uint32(8, 1, PRICE_TICKS_MAX) as PriceTicks,
    maxPriceTicks: r.uint32(9, 1, PRICE_TICKS_MAX) as PriceTicks,
    minQuantityLots: r.uint53(10, 0) as Lots,
    maxQuantityLots: r.uint53(11, 0) as Lots,
    minNotionalMinor: r.uint53(12, 0) as MinorUnits,
    maxNotionalMinor: r.uint53(13, 0) as MinorUnits,
    maxRestingOrders: r.uint32(14, 0),
    makerFeePpm: r.uint32(15, 0, PPM_MAX) as Ppm,
    takerFeePpm: r.uint32(16, 0, PPM_MAX) as Ppm,
  };
  const bid = r.nextIsFixed32(17) ? { bidBandPpm: r.uint32(17, 1, BAND_PPM_MAX) } : {};
  const ask = r.nextIsFixed32(18) ? { askBandPpm: r.uint32(18, 1, BAND_PPM_MAX) } : {};
  const open = r.nextIsFixed32(30) ? { maxOpenOrders: r.uint32(30, 1) } : {};
  const tick = r.nextIsFixed32(31) ? { priceStepTicks: r.uint32(31, 1, PRICE_TICKS_MAX) } : {};
  const lot = r.nextIsFixed64(32) ? { quantityStepLots: r.uint53(32, 1) } : {};
  r.leave(outerEnd);
  return { ...definition, ...bid, ...ask, ...open, ...tick, ...lot };
}
