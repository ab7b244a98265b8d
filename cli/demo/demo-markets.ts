import type { NewMarket } from '../admin-client.ts';

/**
 * Money is held in 10^-8 of each asset. A market must keep max price × max quantity × quote minor
 * units per tick and lot within 2^53 - 1: BTC-USD 10^8 ticks × 9·10^6 lots × 10 = 9.0·10^15, ETH-USD
 * 10^7 × 9·10^6 × 100 the same; 2^53 is 9.007·10^15.
 */
export const ASSET_SCALE = 8;

const RULES = {
  base_scale: ASSET_SCALE,
  quote_asset: 'USD',
  quote_scale: ASSET_SCALE,
  tick_size: '0.01',
  min_price: '0.01',
  min_notional: '0.01',
  max_notional: '90000000',
  max_resting_orders: 1_000_000,
  max_open_orders: 10_000,
  maker_fee_ppm: 500,
  taker_fee_ppm: 1_000,
} as const;

export const DEMO_MARKETS: readonly NewMarket[] = [
  {
    ...RULES,
    market: 'BTC-USD',
    base_asset: 'BTC',
    lot_size: '0.00001',
    max_price: '1000000',
    min_quantity: '0.00001',
    max_quantity: '90',
  },
  {
    ...RULES,
    market: 'ETH-USD',
    base_asset: 'ETH',
    lot_size: '0.0001',
    max_price: '100000',
    min_quantity: '0.0001',
    max_quantity: '900',
  },
];

/** A share traded as NASDAQ trades it: ticks of a cent, lots of one share, no fees. */
export function shareMarket(market: string): NewMarket {
  const [base = market, quote = 'USD'] = market.split('-');
  return {
    ...RULES,
    market,
    base_asset: base,
    base_scale: 0,
    quote_asset: quote,
    lot_size: '1',
    // 10^6 ticks × 9,000 lots × 10^6 minor units = 9.0·10^15.
    max_price: '10000',
    min_quantity: '1',
    max_quantity: '9000',
    maker_fee_ppm: 0,
    taker_fee_ppm: 0,
  };
}
