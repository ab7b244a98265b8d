/** Why an order is refused: every rule that is judged before anything changes, in order. */
import { assert } from '../../proto/assert.ts';
import { limits } from '../../proto/limits.ts';
import {
  type AmendOrder,
  type MarketDefinition,
  MarketStatus,
  OrderType,
  type PlaceOrder,
  RejectReason,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import { costOf, type MarketArithmetic } from './market-arithmetic.ts';
import { type ReferenceBook, type RestingOrder, reaches } from './reference-book.ts';
import type { DefinedMarket, ReferenceMarket } from './reference-market.ts';
import { stepRefusal, stepsAreWhole } from './reference-steps.ts';
import { hasTrigger } from './reference-triggers.ts';

/** Every amount of an order must be exact as a double, because the engine counts in such integers. */
const AMOUNT_MAX = 2n ** 53n - 1n;

const MARKET_NAME = /^[A-Z0-9]{1,10}-[A-Z0-9]{1,10}$/;
/** A fee takes a part of what is received, never all of it. */
const FEE_PPM_MAX = 999_999;

/** `market`: whose log it stands in. */
export function definitionIsValid(
  market: string,
  definition: MarketDefinition,
  { quotePerTickLot, basePerLot }: MarketArithmetic,
): boolean {
  const { baseAsset, quoteAsset } = definition;
  const named =
    definition.market === market &&
    MARKET_NAME.test(market) &&
    market === `${baseAsset}-${quoteAsset}` &&
    baseAsset !== quoteAsset;
  const { minPriceTicks, maxPriceTicks, minQuantityLots, maxQuantityLots } = definition;
  const bounded =
    minPriceTicks >= 1 &&
    minPriceTicks <= maxPriceTicks &&
    minQuantityLots >= 1 &&
    minQuantityLots <= maxQuantityLots &&
    definition.minNotionalMinor <= definition.maxNotionalMinor &&
    definition.maxNotionalMinor >= 1 &&
    definition.maxRestingOrders >= 1 &&
    definition.maxRestingOrders <= limits.restingOrdersMax &&
    openOrdersAreBounded(definition) &&
    stepsAreWhole(definition) &&
    feesAreInRange(definition) &&
    bandsAreInRange(definition);
  const mostBase = BigInt(maxQuantityLots) * basePerLot;
  const mostQuote = BigInt(maxPriceTicks) * BigInt(maxQuantityLots) * quotePerTickLot;
  const mostLots = BigInt(definition.maxRestingOrders) * BigInt(maxQuantityLots);
  const counted = mostLots <= AMOUNT_MAX && mostBase <= AMOUNT_MAX && mostQuote <= AMOUNT_MAX;
  return named && bounded && counted;
}

/** A bid up to a hundredfold; an ask by a part of the price. */
function bandsAreInRange({ bidBandPpm = 1, askBandPpm = 1 }: MarketDefinition): boolean {
  const bid = bidBandPpm >= 1 && bidBandPpm <= 100_000_000;
  return bid && askBandPpm >= 1 && askBandPpm <= 999_999;
}

export function statusRefusal(
  market: ReferenceMarket,
  command: 'order' | 'cancel',
): RejectReason | null {
  if (market.defined === null) return RejectReason.marketNotDefined;
  if (market.status === MarketStatus.halted) return RejectReason.marketHalted;
  if (market.status === MarketStatus.closed && command === 'order') {
    return RejectReason.marketClosed;
  }
  if (market.status === MarketStatus.cancelOnly && command === 'order') {
    return RejectReason.marketCancelOnly;
  }
  return null;
}

export function placeRefusal(
  market: ReferenceMarket,
  order: PlaceOrder,
  idIsNew: 'new' | 'old',
): RejectReason | null {
  if (market.defined === null) return RejectReason.marketNotDefined;
  const { book, triggers } = market;
  const isKnown = book.find(order.orderId) ?? triggers.find(order.orderId);
  if (idIsNew === 'old' || isKnown !== undefined) return RejectReason.duplicateOrderId;
  const goodTill = goodTillRefusal(order, market);
  if (goodTill !== null) return goodTill;
  const status = statusRefusal(market, 'order');
  if (status !== null) return status;
  if (market.blockedAccounts.has(order.accountId)) return RejectReason.accountBlocked;
  const { definition, arithmetic } = definedMarket(market);
  if (!combinationIsValid(order)) return RejectReason.invalidCombination;
  if (!priceIsInRange(definition, order.priceTicks)) return RejectReason.priceOutOfRange;
  if (quoteAmountOf(order) === 0) {
    if (!quantityIsInRange(definition, order.quantityLots)) {
      return RejectReason.quantityOutOfRange;
    }
  }
  if (!notionalIsInRange(definition, notionalOf(order, arithmetic))) {
    return RejectReason.notionalOutOfRange;
  }
  const display = displayRefusal(order, triggers.takesParts ? 'may wait' : 'enters at once');
  if (display !== null) return display;
  if (!feesAreInRange(order)) return RejectReason.feeOutOfRange;
  const offStep = stepRefusal(definition, order);
  if (offStep !== null) return offStep;
  if (order.type === OrderType.limit) {
    const around = order.trigger?.priceTicks ?? triggers.lastTicks;
    if (isOutOfBand(definition, { ...order, around })) return RejectReason.priceOutOfBand;
  }
  const taken = book.size + triggers.count;
  if (hasTrigger(order)) {
    const refusal = triggers.refusal(order, { ...definition, taken });
    return refusal ?? (hasRoomForOneMore(market, order) ? null : RejectReason.maxOpenOrders);
  }
  if (order.postOnly && wouldTrade(market.book, order.side, order.priceTicks)) {
    return RejectReason.postOnlyWouldTrade;
  }
  if (
    order.type === OrderType.limit &&
    order.timeInForce === TimeInForce.gtc &&
    taken >= definition.maxRestingOrders
  ) {
    return RejectReason.bookFull;
  }
  return hasRoomForOneMore(market, order) ? null : RejectReason.maxOpenOrders;
}

/** Only what may rest, and comes before that time, can end at a time. */
function goodTillRefusal(
  order: PlaceOrder,
  { timestampUs: nowUs, triggers }: ReferenceMarket,
): RejectReason | null {
  if (order.goodTillUs === undefined) return null;
  const mayRest = order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc;
  const isPart = order.displayLots !== undefined;
  if (!mayRest || hasTrigger(order) || (isPart && !triggers.takesParts)) {
    return RejectReason.invalidCombination;
  }
  return order.goodTillUs <= nowUs ? RejectReason.goodTillOver : null;
}

/** A limit order that may rest shows less than all, in not too many parts. */
function displayRefusal(
  order: PlaceOrder,
  who: 'may wait' | 'enters at once',
): RejectReason | null {
  const { displayLots: display, quantityLots } = order;
  if (display === undefined) return null;
  const mayRest = order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc;
  if (!mayRest || (hasTrigger(order) && who === 'enters at once')) {
    return RejectReason.invalidCombination;
  }
  const tooMany = partsOf(quantityLots, display) > PARTS_MAX;
  return tooMany || display >= quantityLots ? RejectReason.displayOutOfRange : null;
}

const PARTS_MAX = 100;

/** Whole and broken ones. */
function partsOf(lots: number, display: number | undefined): number {
  if (display === undefined) return 1;
  return (lots - (lots % display)) / display + (lots % display === 0 ? 0 : 1);
}

/** An order that may rest or waits counts among those of its account, whether it would trade or not. */
function hasRoomForOneMore(market: ReferenceMarket, order: PlaceOrder): boolean {
  const most = definedMarket(market).definition.maxOpenOrders;
  const mayRest = order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc;
  if (most === undefined || !(mayRest || hasTrigger(order))) return true;
  const resting = market.book.ordersOf(order.accountId, null).length;
  return resting + market.triggers.ordersOf(order.accountId, null).length < most;
}

function openOrdersAreBounded({ maxOpenOrders, maxRestingOrders }: MarketDefinition): boolean {
  if (maxOpenOrders === undefined) return true;
  return maxOpenOrders >= 1 && maxOpenOrders <= maxRestingOrders;
}

/** `order`: what the amend is about, known to be the account's own. */
export function amendRefusal(
  market: ReferenceMarket,
  amend: AmendOrder,
  order: RestingOrder,
): RejectReason | null {
  const { definition, arithmetic } = definedMarket(market);
  const priceTicks = amend.priceTicks ?? order.priceTicks;
  const quantityLots = amend.quantityLots ?? order.quantityLots;
  if (quantityLots <= order.quantityLots - order.remainingLots) {
    return RejectReason.quantityBelowFilled;
  }
  if (priceTicks === order.priceTicks && quantityLots === order.quantityLots) {
    return RejectReason.nothingToAmend;
  }
  if (!priceIsInRange(definition, priceTicks)) return RejectReason.priceOutOfRange;
  if (!quantityIsInRange(definition, quantityLots)) return RejectReason.quantityOutOfRange;
  const amount = costOf(arithmetic, priceTicks, quantityLots);
  if (!notionalIsInRange(definition, { amount, least: 'asked' })) {
    return RejectReason.notionalOutOfRange;
  }
  if (partsOf(quantityLots, order.part?.display) > PARTS_MAX) {
    return RejectReason.displayOutOfRange;
  }
  if (!feesAreInRange(amend)) return RejectReason.feeOutOfRange;
  const asked = { type: OrderType.limit, priceTicks, quantityLots };
  const offStep = stepRefusal(definition, asked);
  if (offStep !== null) return offStep;
  const around = market.triggers.lastTicks;
  const moved = priceTicks !== order.priceTicks;
  if (moved && isOutOfBand(definition, { side: order.side, priceTicks, around })) {
    return RejectReason.priceOutOfBand;
  }
  return null;
}

const PPM = 1_000_000n;

/** Too dear a bid or too cheap an ask, against a price `around` which the market is; 0: none known. */
function isOutOfBand(
  { bidBandPpm, askBandPpm }: MarketDefinition,
  order: { readonly side: Side; readonly priceTicks: number; readonly around: number },
): boolean {
  const band = order.side === Side.buy ? bidBandPpm : askBandPpm;
  if (order.around === 0 || band === undefined) return false;
  const away = (BigInt(order.around) * BigInt(band)) / PPM;
  const distance = BigInt(order.priceTicks) - BigInt(order.around);
  return order.side === Side.buy ? distance > away : -distance > away;
}

export function definedMarket(market: ReferenceMarket): DefinedMarket {
  assert(market.defined !== null, 'the market is defined here');
  return market.defined;
}

/** What an order by quote amount spends or brings; 0: it is by quantity. */
export function quoteAmountOf(order: PlaceOrder): number {
  return order.quoteTargetMinor ?? order.quoteBudgetMinor;
}

function combinationIsValid(order: PlaceOrder): boolean {
  const byBudget = quoteAmountOf(order) > 0;
  if (byBudget && order.quantityLots !== 0) return false;
  // A buy says what it spends, a sell what it brings.
  if (order.quoteBudgetMinor > 0 && order.side !== Side.buy) return false;
  if (order.quoteTargetMinor !== undefined) {
    if (order.side !== Side.sell || order.quoteBudgetMinor > 0) return false;
  }
  if (byBudget && order.type !== OrderType.market) return false;
  // All or nothing has no meaning where the quantity follows from the price.
  if (byBudget && order.timeInForce === TimeInForce.fok) return false;
  if (order.type === OrderType.market) {
    return !order.postOnly && order.timeInForce !== TimeInForce.gtc;
  }
  return !order.postOnly || order.timeInForce === TimeInForce.gtc;
}

function priceIsInRange(definition: MarketDefinition, priceTicks: number): boolean {
  return priceTicks >= definition.minPriceTicks && priceTicks <= definition.maxPriceTicks;
}

function quantityIsInRange(definition: MarketDefinition, quantityLots: number): boolean {
  return quantityLots >= definition.minQuantityLots && quantityLots <= definition.maxQuantityLots;
}

interface Notional {
  readonly amount: bigint;
  /** `free`: the market's least notional is not asked of it. */
  readonly least: 'asked' | 'free';
}

/** A market order by quantity is judged at its worst price, which may be far from what it will pay. */
function notionalOf(order: PlaceOrder, arithmetic: MarketArithmetic): Notional {
  if (quoteAmountOf(order) > 0) {
    return { amount: BigInt(quoteAmountOf(order)), least: 'asked' };
  }
  const amount = costOf(arithmetic, order.priceTicks, order.quantityLots);
  return { amount, least: order.type === OrderType.market ? 'free' : 'asked' };
}

function notionalIsInRange(definition: MarketDefinition, { amount, least }: Notional): boolean {
  const enough = least === 'free' || amount >= BigInt(definition.minNotionalMinor);
  return enough && amount <= BigInt(definition.maxNotionalMinor);
}

function feesAreInRange(rates: {
  readonly makerFeePpm: number;
  readonly takerFeePpm: number;
}): boolean {
  return rates.makerFeePpm <= FEE_PPM_MAX && rates.takerFeePpm <= FEE_PPM_MAX;
}

function wouldTrade(book: ReferenceBook, side: Side, priceTicks: number): boolean {
  const makerSide = side === Side.buy ? Side.sell : Side.buy;
  const best = book.best(makerSide);
  return best !== undefined && reaches(makerSide, best.priceTicks, priceTicks);
}
