/**
 * What a market's events do to money: (batch, market) → effects, pure.
 *
 *   OrderAccepted   open-hold   what the order can cost at most
 *   TradeExecuted   spend-hold both sides, release the taker's price improvement,
 *                   credit each what it received less its fee, credit the fees to account 0
 *   TradePrevented  release-hold both sides, what the prevented lots would have cost
 *   OrderAmended    set-hold    to the need of (price, remaining)
 *   AmendRejected   set-hold    likewise: takes back what the edge added for the amend
 *   OrderDone, OrderRejected, remaining 0    close-hold
 *
 * Money of one order is a safe integer, money of an account an int64: bigint begins here, because
 * sums over the life of an account do not fit 2^53, and products are formed in it so that no
 * intermediate can round.
 */

import type { Effect, MarketRecord } from '../ports/account-store/account-store.ts';
import { assert, assertNever } from '../proto/assert.ts';
import { type MarketUnits, marketUnits } from '../proto/market-units.ts';
import {
  type Event,
  type EventBatch,
  MarketStatus,
  type OrderAccepted,
  RejectReason,
  Side,
  type TradeExecuted,
  type TradePrevented,
} from '../proto/messages.ts';
import {
  type AccountId,
  accountId,
  type Lots,
  type Money,
  money,
  type OrderId,
  type PriceTicks,
  type TimestampUs,
} from '../proto/units.ts';

/** Receives all fees. */
export const FEE_ACCOUNT = accountId(0);

export interface SettledMarket {
  readonly record: MarketRecord;
  readonly units: MarketUnits;
}

export const settledMarket = (record: MarketRecord): SettledMarket => ({
  record,
  units: marketUnits(record.definition),
});

/** Side of an order that is open, which an AmendRejected does not say; null: no such order is known. */
export type SideOf = (orderId: OrderId) => Side | null;

export interface MarketEffects {
  readonly effects: readonly Effect[];
  /** The market after the batch; null while it is not defined. */
  readonly market: SettledMarket | null;
}

/** `market`: as it was before the batch. */
export function marketEffects(
  batch: EventBatch,
  market: SettledMarket | null,
  sideOf: SideOf,
): MarketEffects {
  const effects: Effect[] = [];
  for (const event of batch.events) {
    const record = marketRecordAfter(event, market);
    if (record !== null) {
      market = settledMarket(record);
      effects.push({ kind: 'put-market', market: record });
    } else {
      addOrderEffects(effects, event, { market, sideOf, nowUs: batch.timestampUs });
    }
  }
  return { effects, market };
}

/** The market's new record when the event changes it, else null. */
function marketRecordAfter(event: Event, market: SettledMarket | null): MarketRecord | null {
  if (event.kind === 'MarketDefined') {
    return { definition: event.definition, status: MarketStatus.trading };
  }
  if (event.kind === 'MarketChanged') {
    return { definition: event.definition, status: defined(market).record.status };
  }
  // A status from before the definition is void: a market begins trading.
  if (event.kind === 'MarketStatusChanged' && market !== null) {
    return { definition: market.record.definition, status: event.status };
  }
  return null;
}

function defined(market: SettledMarket | null): SettledMarket {
  assert(market !== null, 'orders and trades follow the definition of their market');
  return market;
}

interface EventContext {
  readonly market: SettledMarket | null;
  readonly sideOf: SideOf;
  readonly nowUs: TimestampUs;
}

function addOrderEffects(effects: Effect[], event: Event, context: EventContext): void {
  const { nowUs } = context;
  switch (event.kind) {
    case 'OrderAccepted':
      effects.push(openHold(event, defined(context.market), nowUs));
      return;
    case 'TradeExecuted':
      addTradeEffects(effects, event, defined(context.market), nowUs);
      return;
    case 'TradePrevented':
      addPreventedEffects(effects, event, defined(context.market));
      return;
    case 'OrderAmended': {
      const { orderId, side, priceTicks, remainingLots } = event;
      const need = needOf(defined(context.market), side, priceTicks, remainingLots);
      effects.push({ kind: 'set-hold', orderId, amount: need.amount });
      return;
    }
    case 'AmendRejected': {
      const { orderId, priceTicks, remainingLots } = event;
      if (priceTicks === null) return;
      const side = context.sideOf(orderId);
      assert(side !== null, `the side of order ${orderId} was looked up`);
      const need = needOf(defined(context.market), side, priceTicks, remainingLots);
      effects.push({ kind: 'set-hold', orderId, amount: need.amount });
      return;
    }
    case 'OrderDone':
      effects.push({ kind: 'close-hold', orderId: event.orderId, nowUs });
      return;
    case 'OrderRejected':
      // The hold under a duplicate id is that of the first order, which lives on; an order that was to
      // replace another one may be refused for that, and not for its id.
      if (event.reason === RejectReason.duplicateOrderId) return;
      if (context.sideOf(event.orderId) !== null) return;
      effects.push({ kind: 'close-hold', orderId: event.orderId, nowUs });
      return;
    case 'OrderRested':
    case 'OrderReplenished':
    // What it may cost is on hold since it was accepted.
    case 'OrderTriggered':
    case 'CancelRejected':
    case 'OrdersCanceled':
    case 'MarketDefined':
    case 'MarketChanged':
    case 'MarketDefinitionRejected':
    case 'MarketStatusChanged':
    case 'AccountStatusChanged':
    case 'SessionOpened':
    case 'SessionRefused':
    case 'CommandIgnored':
    case 'LeadershipChanged':
    case 'LeadershipRefused':
    case 'RulesChanged':
    case 'StateHashed':
    case 'CommandPassedOver':
      return;
    default:
      assertNever(event);
  }
}

export interface Need {
  readonly asset: string;
  readonly amount: Money;
}

/** What an order may still have to pay: a buyer quote, a seller base. */
export function needOf(
  market: SettledMarket,
  side: Side,
  priceTicks: PriceTicks,
  quantityLots: Lots,
): Need {
  const { definition } = market.record;
  return side === Side.buy
    ? { asset: definition.quoteAsset, amount: costOf(market.units, priceTicks, quantityLots) }
    : { asset: definition.baseAsset, amount: baseOf(market.units, quantityLots) };
}

/** By quote amount: a buyer's amount, and the lots that bring a seller's amount at its worst price. */
function needByQuote(market: SettledMarket, event: OrderAccepted): Need {
  const { definition } = market.record;
  const amount = BigInt(event.quoteBudgetMinor);
  if (event.side === Side.buy) return { asset: definition.quoteAsset, amount: money(amount) };
  const atWorst = BigInt(event.priceTicks) * BigInt(market.units.quoteMinorPerTickLot);
  const held = (amount / atWorst) * BigInt(market.units.baseMinorPerLot);
  return { asset: definition.baseAsset, amount: money(held) };
}

function openHold(event: OrderAccepted, market: SettledMarket, nowUs: TimestampUs): Effect {
  const need =
    event.quoteBudgetMinor > 0
      ? needByQuote(market, event)
      : needOf(market, event.side, event.priceTicks, event.quantityLots);
  return {
    kind: 'open-hold',
    orderId: event.orderId,
    accountId: event.accountId,
    market: market.record.definition.market,
    asset: need.asset,
    amount: need.amount,
    clientOrderId: event.clientOrderId,
    nowUs,
  };
}

interface TradeSide {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly feeMinor: number;
  /** True when this trade filled it; an order by quote amount is over by OrderDone only. */
  readonly filled: boolean;
}

function addTradeEffects(
  effects: Effect[],
  trade: TradeExecuted,
  market: SettledMarket,
  nowUs: TimestampUs,
): void {
  const { baseAsset, quoteAsset } = market.record.definition;
  const maker: TradeSide = {
    accountId: trade.makerAccountId,
    orderId: trade.makerOrderId,
    feeMinor: trade.makerFeeMinor,
    filled: trade.makerRemainingLots === 0,
  };
  const taker: TradeSide = {
    accountId: trade.takerAccountId,
    orderId: trade.takerOrderId,
    feeMinor: trade.takerFeeMinor,
    filled: trade.takerRemainingLots === 0 && trade.takerLimitTicks !== null,
  };
  const takerBuys = trade.takerSide === Side.buy;
  const [buyer, seller] = takerBuys ? [taker, maker] : [maker, taker];
  const cost = costOf(market.units, trade.priceTicks, trade.quantityLots);
  const base = baseOf(market.units, trade.quantityLots);

  effects.push({ kind: 'spend-hold', orderId: buyer.orderId, amount: cost });
  if (takerBuys && trade.takerLimitTicks !== null && trade.takerLimitTicks > trade.priceTicks) {
    const atLimit = costOf(market.units, trade.takerLimitTicks, trade.quantityLots);
    const amount = money(atLimit - cost);
    effects.push({ kind: 'release-hold', orderId: buyer.orderId, amount });
  }
  effects.push({ kind: 'spend-hold', orderId: seller.orderId, amount: base });
  addReceipt(effects, buyer, baseAsset, base);
  addReceipt(effects, seller, quoteAsset, cost);
  for (const { filled, orderId } of [maker, taker]) {
    if (filled) effects.push({ kind: 'close-hold', orderId, nowUs });
  }
}

/** Nobody pays. What a buyer by quantity has on hold is reckoned at its own limit. */
function addPreventedEffects(
  effects: Effect[],
  event: TradePrevented,
  market: SettledMarket,
): void {
  const { makerOrderId, takerOrderId, takerSide, priceTicks, quantityLots } = event;
  const makerSide = takerSide === Side.buy ? Side.sell : Side.buy;
  const maker = needOf(market, makerSide, priceTicks, quantityLots);
  const taker = needOf(market, takerSide, event.takerLimitTicks ?? priceTicks, quantityLots);
  effects.push({ kind: 'release-hold', orderId: makerOrderId, amount: maker.amount });
  effects.push({ kind: 'release-hold', orderId: takerOrderId, amount: taker.amount });
}

/** The whole amount arrives: the fee at account 0, the rest at the trader, nothing in between. */
function addReceipt(effects: Effect[], side: TradeSide, asset: string, amount: Money): void {
  const fee = BigInt(side.feeMinor);
  assert(fee <= amount, `fee ${fee} of order ${side.orderId} exceeds the ${amount} received`);
  if (amount > fee) {
    const received = money(amount - fee);
    effects.push({ kind: 'credit', accountId: side.accountId, asset, amount: received });
  }
  if (fee > 0n) {
    effects.push({ kind: 'credit', accountId: FEE_ACCOUNT, asset, amount: money(fee) });
  }
}

function costOf(units: MarketUnits, priceTicks: PriceTicks, quantityLots: Lots): Money {
  return money(BigInt(priceTicks) * BigInt(quantityLots) * BigInt(units.quoteMinorPerTickLot));
}

function baseOf(units: MarketUnits, quantityLots: Lots): Money {
  return money(BigInt(quantityLots) * BigInt(units.baseMinorPerLot));
}
