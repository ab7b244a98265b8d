/** What the clients of a simulated exchange ask for: orders around 1,000.00 with every term there is. */
import type { AmendOrderRequest, PlaceOrderRequest } from '../order-service/order-requests.ts';
import type { SeededRandom } from './random.ts';

type Terms = Omit<PlaceOrderRequest, 'accountId' | 'market' | 'clientOrderId'>;

const SELF_TRADES = ['none', 'expire_taker', 'expire_maker', 'expire_both', 'decrement'] as const;
const SOON_US = 2_000_000;
const LATER_US = 3_600_000_000;

export function drawnTerms(random: SeededRandom, nowUs: number): Terms {
  const isMarket = random.chance(0.12);
  const terms = isMarket ? marketTerms(random) : limitTerms(random, nowUs);
  return random.chance(0.4) ? { ...terms, selfTrade: random.pick(SELF_TRADES) } : terms;
}

export function drawnAmend(random: SeededRandom): Pick<AmendOrderRequest, 'price' | 'quantity'> {
  const price = drawnPrice(random);
  const quantity = drawnQuantity(random);
  return random.pick([{ price }, { quantity }, { price, quantity }]);
}

const drawnPrice = (random: SeededRandom): string => `${900 + random.below(200)}.00`;
const drawnQuantity = (random: SeededRandom): string => `0.000${10 + random.below(90)}`;
const drawnSide = (random: SeededRandom) => random.pick(['buy', 'sell'] as const);

/** By quantity, or by what it costs or brings: less than an order of a limit is worth at most. */
function marketTerms(random: SeededRandom): Terms {
  const byQuote = random.chance(0.5);
  return {
    side: drawnSide(random),
    type: 'market',
    ...(byQuote
      ? { quoteQuantity: `0.${20 + random.below(70)}` }
      : { quantity: drawnQuantity(random) }),
    ...(byQuote || random.chance(0.8) ? {} : { timeInForce: 'fok' }),
    ...(!byQuote && random.chance(0.3) ? drawnStop(random) : {}),
  };
}

function limitTerms(random: SeededRandom, nowUs: number): Terms {
  const common = {
    side: drawnSide(random),
    type: 'limit',
    price: drawnPrice(random),
    quantity: drawnQuantity(random),
  } as const;
  const draw = random.below(20);
  if (draw < 2) return { ...common, timeInForce: random.pick(['ioc', 'fok'] as const) };
  if (draw < 5) return { ...common, ...drawnStop(random) };
  // The smallest quantity is ten lots.
  if (draw < 8) return { ...common, displayQuantity: `0.0000${1 + random.below(9)}` };
  if (draw < 11) return { ...common, ...drawnEnd(random, nowUs) };
  if (draw < 12) return { ...common, postOnly: true };
  return common;
}

/** It waits until a trade reaches a price near the middle. */
function drawnStop(random: SeededRandom): Pick<Terms, 'stopPrice' | 'stopKind'> {
  const stopKind = random.pick(['stop_loss', 'take_profit'] as const);
  return { stopPrice: `${950 + random.below(100)}.00`, stopKind };
}

function drawnEnd(random: SeededRandom, nowUs: number): Pick<Terms, 'timeInForce' | 'goodTillUs'> {
  const laterUs = random.chance(0.7) ? 1 + random.below(SOON_US) : LATER_US;
  return { timeInForce: 'gtd', goodTillUs: nowUs + laterUs };
}
