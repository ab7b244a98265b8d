/** The market in which workloads trade: it admits all of them. */
import type { Command, CommandBatch, MarketDefinition } from '../../proto/messages.ts';
import {
  commandSequence,
  epoch,
  lots,
  minorUnits,
  ppm,
  priceTicks,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';

export const PRICE_TICKS_MAX = 2 ** 20;
export const FEE_PPM = { maker: ppm(1000), taker: ppm(2000) } as const;
const RESTING_ORDERS_MAX = 4_194_304;

export const marketDefinition = (market: string): MarketDefinition => {
  const [baseAsset = '', quoteAsset = ''] = market.split('-');
  return {
    market,
    baseAsset,
    baseScale: 8,
    quoteAsset,
    quoteScale: 6,
    tickSize: '0.01',
    lotSize: '0.0001',
    minPriceTicks: priceTicks(1),
    maxPriceTicks: priceTicks(PRICE_TICKS_MAX),
    minQuantityLots: lots(1),
    maxQuantityLots: lots(10_000),
    minNotionalMinor: minorUnits(0),
    maxNotionalMinor: minorUnits(2 ** 50),
    maxRestingOrders: RESTING_ORDERS_MAX,
    makerFeePpm: FEE_PPM.maker,
    takerFeePpm: FEE_PPM.taker,
  };
};

/** A record of no session: what defines a market, opens a session, marks a snapshot. */
export const controlBatch = (...commands: readonly Command[]): CommandBatch => ({
  sessionId: sessionId(0),
  sessionEpoch: epoch(0),
  firstSequence: commandSequence(0),
  timestampUs: timestampUs(0),
  prevHash: 0,
  commands,
});

/** The market, and session 1. */
export const openingBatch = (market: string): CommandBatch =>
  controlBatch(
    { kind: 'DefineMarket', definition: marketDefinition(market) },
    { kind: 'SessionStarted', sessionId: sessionId(1), epoch: epoch(1), node: 'bench' },
  );
