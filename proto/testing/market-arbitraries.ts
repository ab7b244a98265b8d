/** Generator of market definitions, at and around the boundaries of their units; for tests only. */
import fc from 'fast-check';
import type { Command } from '../messages.ts';
import * as range from '../ranges.ts';
import {
  absentOr,
  id,
  integer,
  plain,
  price,
  rate,
  text,
  UINT32_MAX,
  uint32,
  uint53,
  withoutAbsent,
} from './unit-arbitraries.ts';

export const marketDefinition = fc
  .record(
    {
      market: text,
      baseAsset: text,
      baseScale: integer<number>(0, range.SCALE_MAX),
      quoteAsset: text,
      quoteScale: integer<number>(0, range.SCALE_MAX),
      tickSize: text,
      lotSize: text,
      minPriceTicks: price(),
      maxPriceTicks: price(),
      minQuantityLots: uint53(),
      maxQuantityLots: uint53(),
      minNotionalMinor: uint53(),
      maxNotionalMinor: uint53(),
      maxRestingOrders: uint32<number>(),
      makerFeePpm: rate(),
      takerFeePpm: rate(),
      bidBandPpm: absentOr(integer<number>(1, range.BAND_PPM_MAX)),
      askBandPpm: absentOr(integer<number>(1, range.BAND_PPM_MAX)),
      maxOpenOrders: absentOr(integer<number>(1, UINT32_MAX)),
      priceStepTicks: absentOr(integer<number>(1, range.PRICE_TICKS_MAX)),
      quantityStepLots: absentOr(id<number>()),
    },
    plain,
  )
  .map(withoutAbsent) as fc.Arbitrary<Extract<Command, { kind: 'DefineMarket' }>['definition']>;
