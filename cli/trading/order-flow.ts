import type { OrderRequest } from '../../client/api-types.ts';
import { formatDecimal, parseDecimal } from '../../proto/decimal.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A market to trade in, in its smallest steps; texts are made exactly, without floats. */
export interface FlowMarket {
  readonly market: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** In ticks. */
  readonly midPrice: number;
  /** Bids lie within so many ticks whose upper end is `reach` above the middle; asks mirrored. */
  readonly range: number;
  readonly reach: number;
  /** In lots. */
  readonly quantityMax: number;
}

export const DEMO_FLOW_MARKETS: readonly FlowMarket[] = [
  {
    market: 'BTC-USD',
    priceDecimals: 2,
    quantityDecimals: 5,
    midPrice: 6_000_000,
    range: 2_000,
    reach: 500,
    quantityMax: 2_000,
  },
  {
    market: 'ETH-USD',
    priceDecimals: 2,
    quantityDecimals: 4,
    midPrice: 300_000,
    range: 400,
    reach: 100,
    quantityMax: 5_000,
  },
];

interface FlowOrder {
  readonly clientOrderId: string;
  readonly side: 'buy' | 'sell';
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly timeInForce: 'gtc' | 'ioc';
}

/** A limit order somewhere around the middle: some cross, some rest, a few are IOC. */
export function flowOrder(
  random: SeededRandom,
  market: FlowMarket,
  clientOrderId: string,
): OrderRequest {
  const side = random.below(2) === 0 ? 'buy' : 'sell';
  const away = random.below(market.range) - market.reach;
  return toRequest(market, {
    clientOrderId,
    side,
    priceTicks: market.midPrice + (side === 'buy' ? -away : away),
    quantityLots: 1 + random.below(market.quantityMax),
    timeInForce: random.below(10) === 0 ? 'ioc' : 'gtc',
  });
}

/** On its own side of the middle, where other flow orders hardly ever come to take it. */
export function staysAway(market: FlowMarket, { side, price }: OrderRequest): boolean {
  const ticks = parseDecimal(price ?? '', { scale: market.priceDecimals });
  if (ticks === null) return false;
  return side === 'buy' ? ticks < market.midPrice : ticks > market.midPrice;
}

/** An order that no flow order reaches: it fills the book and stays. */
export function restingOrder(
  random: SeededRandom,
  market: FlowMarket,
  clientOrderId: string,
): OrderRequest {
  const side = random.below(2) === 0 ? 'buy' : 'sell';
  const away = market.range * 2 + random.below(market.range * 50);
  return toRequest(market, {
    clientOrderId,
    side,
    priceTicks: market.midPrice + (side === 'buy' ? -away : away),
    quantityLots: 1 + random.below(100),
    timeInForce: 'gtc',
  });
}

function toRequest(market: FlowMarket, order: FlowOrder): OrderRequest {
  return {
    market: market.market,
    side: order.side,
    type: 'limit',
    price: formatDecimal(order.priceTicks, market.priceDecimals),
    quantity: formatDecimal(order.quantityLots, market.quantityDecimals),
    time_in_force: order.timeInForce,
    client_order_id: order.clientOrderId,
  };
}
