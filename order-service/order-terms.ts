/** From the decimal strings of a request to the integers of its market, and what it must hold. */
import { parseMoney } from '../proto/decimal.ts';
import { limits } from '../proto/limits.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import {
  type OrderTrigger,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../proto/messages.ts';
import {
  type Lots,
  type MinorUnits,
  type PriceTicks,
  priceTicks,
  type TimestampUs,
  timestampUs,
} from '../proto/units.ts';
import { type Need, needOf, needOfBudget } from './holds.ts';
import type { MarketView } from './market-data/market-view.ts';
import { type PlaceOrderRequest, type SelfTradeName, sideOf } from './order-requests.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { DECIMAL, readPrice, readQuantity } from './request-numbers.ts';

/** The terms of one order, every number checked. */
export interface OrderTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly priceTicks: PriceTicks;
  readonly quantityLots: Lots;
  readonly quoteBudgetMinor: MinorUnits;
  readonly selfTradePrevention?: SelfTradePrevention;
  readonly quoteTargetMinor?: MinorUnits;
  /** Absent: it shows all of itself. */
  readonly displayLots?: Lots;
  /** Absent: it stands until it is canceled. */
  readonly goodTillUs?: TimestampUs;
  readonly need: Need;
  /** Absent: it enters at once. */
  readonly trigger?: OrderTrigger;
}

const PPM = 1_000_000;

/** Refuses everything that can be known without the book's and the balance's state. */
export function termsOf(
  request: PlaceOrderRequest,
  view: MarketView,
  options: { readonly units: MarketUnits; readonly boundPpm: number },
): OrderTerms | Refusal {
  const combination = wrongCombination(request);
  if (combination !== null) return refuse('INVALID_COMBINATION', combination);
  const trigger = readTrigger(request, options.units);
  if (isRefusal(trigger)) return trigger;
  // One that waits will meet the market that there is then: near its trigger price.
  const side = sideOf(request.side);
  const best = trigger?.priceTicks ?? view.best(side === Side.buy ? Side.sell : Side.buy);
  const terms =
    request.type === 'limit'
      ? limitTerms(request, options.units)
      : marketTerms(request, { ...options, best });
  return trigger === undefined || isRefusal(terms) ? terms : { ...terms, trigger };
}

const triggerKinds = {
  stop_loss: TriggerKind.stopLoss,
  take_profit: TriggerKind.takeProfit,
} as const;

function readTrigger(
  { stopPrice, stopKind }: PlaceOrderRequest,
  units: MarketUnits,
): OrderTrigger | undefined | Refusal {
  if (stopPrice === undefined) return undefined;
  const ticks = readPrice(units, stopPrice);
  return isRefusal(ticks)
    ? ticks
    : { kind: triggerKinds[stopKind ?? 'stop_loss'], priceTicks: ticks };
}

function wrongCombination(request: PlaceOrderRequest): string | null {
  const { type, price, quantity, quoteQuantity, timeInForce, postOnly } = request;
  if (request.stopKind !== undefined && request.stopPrice === undefined) {
    return 'stop_kind goes with stop_price';
  }
  if (request.stopPrice !== undefined && quoteQuantity !== undefined && request.side === 'sell') {
    return 'a sell that waits for its stop_price has a quantity';
  }
  if ((timeInForce === 'gtd') !== (request.goodTillUs !== undefined)) {
    return 'gtd goes with good_till';
  }
  if (timeInForce === 'gtd' && (type === 'market' || request.stopPrice !== undefined)) {
    return 'gtd is for limit orders that enter at once';
  }
  if (request.displayQuantity !== undefined && !mayShowPart(request)) {
    return 'display_quantity is for limit orders that may rest: gtc and gtd';
  }
  if (request.stopPrice !== undefined && postOnly === true) {
    return 'an order that waits for its stop_price cannot be post_only';
  }
  if (type === 'limit') {
    if (price === undefined) return 'a limit order has a price';
    if (quantity === undefined) return 'a limit order has a quantity';
    if (quoteQuantity !== undefined) return 'quote_quantity is for market orders';
    const mayRest = timeInForce !== 'ioc' && timeInForce !== 'fok';
    if (postOnly === true && !mayRest) return 'post_only goes with gtc and gtd';
    return null;
  }
  if (price !== undefined) return 'a market order has no price';
  if (postOnly === true) return 'a market order never rests: no post_only';
  if (timeInForce === 'gtc') return 'a market order never rests: ioc or fok';
  if ((quantity === undefined) === (quoteQuantity === undefined)) {
    return 'a market order has either quantity or quote_quantity';
  }
  if (quoteQuantity !== undefined && timeInForce === 'fok') {
    return 'by quote_quantity an order takes what it gets: no fok';
  }
  return null;
}

/** By older rules of a market only what enters at once, and without an end: its engine says so. */
const mayShowPart = ({ type, timeInForce = 'gtc' }: PlaceOrderRequest): boolean =>
  type === 'limit' && (timeInForce === 'gtc' || timeInForce === 'gtd');

const timesInForce = {
  gtc: TimeInForce.gtc,
  ioc: TimeInForce.ioc,
  fok: TimeInForce.fok,
  // It stands as any other until its time is over.
  gtd: TimeInForce.gtc,
} as const;

const selfTradePreventions: Readonly<Record<Exclude<SelfTradeName, 'none'>, SelfTradePrevention>> =
  {
    expire_taker: SelfTradePrevention.expireTaker,
    expire_maker: SelfTradePrevention.expireMaker,
    expire_both: SelfTradePrevention.expireBoth,
    decrement: SelfTradePrevention.decrement,
  };

function selfTradeTerm({ selfTrade }: PlaceOrderRequest): {
  readonly selfTradePrevention?: SelfTradePrevention;
} {
  if (selfTrade === undefined || selfTrade === 'none') return {};
  return { selfTradePrevention: selfTradePreventions[selfTrade] };
}

function limitTerms(request: PlaceOrderRequest, units: MarketUnits): OrderTerms | Refusal {
  const ticks = readPrice(units, request.price!);
  if (isRefusal(ticks)) return ticks;
  const quantityLots = readQuantity(units, request.quantity!);
  if (isRefusal(quantityLots)) return quantityLots;
  const display = displayTerm(request, units, quantityLots);
  if (isRefusal(display)) return display;
  const { minNotionalMinor, maxNotionalMinor } = units.definition;
  // A safe integer: the definition bounds the greatest price × the greatest quantity.
  const notional = ticks * quantityLots * units.quoteMinorPerTickLot;
  if (notional < minNotionalMinor || notional > maxNotionalMinor) {
    return refuse('NOTIONAL_OUT_OF_RANGE', "price × quantity is outside the market's limits");
  }
  const side = sideOf(request.side);
  const terms = {
    side,
    type: OrderType.limit,
    timeInForce: timesInForce[request.timeInForce ?? 'gtc'],
    postOnly: request.postOnly ?? false,
    priceTicks: ticks,
    quantityLots,
    quoteBudgetMinor: 0 as MinorUnits,
    need: needOf(units, { side, priceTicks: ticks, lots: quantityLots }),
  };
  const { selfTrade, displayQuantity, goodTillUs } = request;
  // Most orders: one object, and no copy of it.
  if (selfTrade === undefined && displayQuantity === undefined && goodTillUs === undefined) {
    return terms;
  }
  return {
    ...terms,
    ...selfTradeTerm(request),
    ...display,
    ...(goodTillUs !== undefined && { goodTillUs: timestampUs(goodTillUs) }),
  };
}

function displayTerm(
  { displayQuantity }: PlaceOrderRequest,
  units: MarketUnits,
  quantityLots: Lots,
): Pick<OrderTerms, 'displayLots'> | Refusal {
  if (displayQuantity === undefined) return {};
  const displayLots = readQuantity(units, displayQuantity);
  if (isRefusal(displayLots)) return displayLots;
  const isPart =
    displayLots < quantityLots && Math.ceil(quantityLots / displayLots) <= limits.icebergPartsMax;
  if (isPart) return { displayLots };
  const parts = `in at most ${limits.icebergPartsMax} parts`;
  return refuse('DISPLAY_OUT_OF_RANGE', `display_quantity is less than quantity, ${parts}`);
}

function marketTerms(
  request: PlaceOrderRequest,
  options: {
    readonly units: MarketUnits;
    readonly boundPpm: number;
    /** The price that it will meet first; null: nobody is there. */
    readonly best: PriceTicks | null;
  },
): OrderTerms | Refusal {
  const { units, best } = options;
  const side = sideOf(request.side);
  const amount =
    request.quantity === undefined
      ? readBudget(units, request.quoteQuantity!)
      : readQuantity(units, request.quantity);
  if (isRefusal(amount)) return amount;
  if (best === null && request.whenNoLiquidity !== 'expire') {
    return refuse('NO_LIQUIDITY', 'the opposite side of the book is empty');
  }
  const worst =
    best === null
      ? leastWillingPrice(units, side, request.quantity === undefined ? amount : null)
      : worstPrice(units, side, { best, boundPpm: options.boundPpm });
  const common = {
    side,
    type: OrderType.market,
    timeInForce: timesInForce[request.timeInForce ?? 'ioc'],
    postOnly: false,
    ...selfTradeTerm(request),
    priceTicks: worst,
  };
  if (request.quantity === undefined) {
    const quote = amount as MinorUnits;
    const need = needOfBudget(units, { side, priceTicks: worst, amount: quote });
    const byQuote = { ...common, quantityLots: 0 as Lots, need };
    if (side === Side.buy) return { ...byQuote, quoteBudgetMinor: quote };
    if (need.amount === 0n) {
      return refuse('NOTIONAL_OUT_OF_RANGE', 'not even one lot brings so little');
    }
    return { ...byQuote, quoteBudgetMinor: 0 as MinorUnits, quoteTargetMinor: quote };
  }
  const quantityLots = amount as Lots;
  const need = needOf(units, { side, priceTicks: worst, lots: quantityLots });
  return { ...common, quantityLots, quoteBudgetMinor: 0 as MinorUnits, need };
}

function readBudget(units: MarketUnits, text: string): MinorUnits | Refusal {
  if (!DECIMAL.test(text)) {
    return refuse('INVALID_FIELD', 'quote_quantity must be a decimal string like "100.00"');
  }
  const budget = parseMoney(text, units.definition.quoteScale);
  if (budget === null) {
    return refuse('AMOUNT_TOO_PRECISE', `quote_quantity has too many decimal places or digits`);
  }
  const { minNotionalMinor, maxNotionalMinor } = units.definition;
  if (budget < 1n || budget < BigInt(minNotionalMinor) || budget > BigInt(maxNotionalMinor)) {
    return refuse('NOTIONAL_OUT_OF_RANGE', "quote_quantity is outside the market's limits");
  }
  return Number(budget) as MinorUnits;
}

/**
 * Nobody is there to trade with: it expires, unless somebody comes first and gives more than that. A
 * sell for an amount is for one lot at least.
 */
function leastWillingPrice(units: MarketUnits, side: Side, quoteAmount: number | null): PriceTicks {
  const { minPriceTicks, maxPriceTicks } = units.definition;
  if (side === Side.buy) return minPriceTicks;
  if (quoteAmount === null) return maxPriceTicks;
  const ofOneLot = Math.floor(quoteAmount / units.quoteMinorPerTickLot);
  return priceTicks(Math.min(Math.max(ofOneLot, minPriceTicks), maxPriceTicks));
}

/** The worst price at which a market order may trade: its reservation is exact because of it. */
export function worstPrice(
  units: MarketUnits,
  side: Side,
  options: { readonly best: PriceTicks; readonly boundPpm: number },
): PriceTicks {
  const { minPriceTicks, maxPriceTicks } = units.definition;
  const { best, boundPpm } = options;
  const away = Math.ceil((best * boundPpm) / PPM);
  const worst = side === Side.buy ? best + away : best - away;
  return priceTicks(Math.min(Math.max(worst, minPriceTicks), maxPriceTicks));
}
