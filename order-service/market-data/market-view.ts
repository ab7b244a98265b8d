/**
 * One market as its events tell it: definition, status, price levels, open orders, latest trades.
 * A pure fold; who reads the log is `events-in.ts`.
 */
import { assert, assertNever } from '../../proto/assert.ts';
import { type MarketUnits, marketUnits } from '../../proto/market-units.ts';
import type {
  Event,
  MarketSnapshot,
  OrderAmended,
  OrderDone,
  OrderRested,
  OrderTriggered,
  TradeExecuted,
  TradePrevented,
} from '../../proto/messages.ts';
import { AccountStatus, MarketStatus, Side } from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
} from '../../proto/units.ts';
import { BookLevels } from './book-levels.ts';
import { type MarketChange, type TradeState, tradeOf } from './market-change.ts';
import { OrderIndex, rejectedOrder } from './order-index.ts';
import {
  acceptedOrder,
  addFill,
  amend,
  type EventMoment,
  finish,
  isWaiting,
  type Liquidity,
  type OrderState,
  prevent,
  touch,
} from './order-state.ts';
import { RecentTrades } from './recent-trades.ts';
import { ordersOfSnapshot } from './snapshot-orders.ts';

const noOrders: ReadonlySet<OrderState> = new Set();

export class MarketView {
  readonly market: string;
  readonly bids = new BookLevels(Side.buy);
  readonly asks = new BookLevels(Side.sell);
  readonly orders: OrderIndex;
  readonly trades: RecentTrades;
  readonly blockedAccounts = new Set<AccountId>();
  readonly #fillsKept: number;
  /** Orders on their way through matching: accepted or amended, not resting. */
  readonly #resting = new Set<OrderId>();
  #units: MarketUnits | null = null;
  #status: MarketStatus = MarketStatus.trading;
  #sequence = 0 as Sequence;
  #timestampUs = 0 as TimestampUs;
  #changedUpTo = 0 as Sequence;
  #newTrades: TradeState[] = [];
  #touched = new Set<OrderState>();

  constructor(options: {
    readonly market: string;
    readonly closedOrdersKept: number;
    readonly tradesKept: number;
    readonly fillsKept: number;
  }) {
    this.market = options.market;
    this.orders = new OrderIndex({ overKept: options.closedOrdersKept });
    this.trades = new RecentTrades({ kept: options.tradesKept });
    this.#fillsKept = options.fillsKept;
  }

  /** null: the market is not defined yet. */
  get units(): MarketUnits | null {
    return this.#units;
  }
  get status(): MarketStatus {
    return this.#status;
  }
  /** The last event that was applied. */
  get sequence(): Sequence {
    return this.#sequence;
  }
  get timestampUs(): TimestampUs {
    return this.#timestampUs;
  }
  best(side: Side): PriceTicks | null {
    return side === Side.buy ? this.bids.best() : this.asks.best();
  }

  /** Each level's orders in the order of their queue: by the time at which they came to rest. */
  *restingOrders(): Iterable<OrderState> {
    for (const orderId of this.#resting) {
      const order = this.orders.findOpen(orderId);
      if (order !== null) yield order;
    }
  }

  /** How many orders of the account wait for a trigger. O(its open orders). */
  waitingOf(accountId: AccountId): number {
    return [...this.orders.openOf(accountId)].filter(isWaiting).length;
  }

  /** An empty view becomes the market after the snapshot's last command. */
  load(snapshot: MarketSnapshot): void {
    assert(this.#sequence === 0, 'a view is loaded before its first event');
    if (snapshot.definition !== null) this.#units = marketUnits(snapshot.definition);
    this.#status = snapshot.status;
    for (const account of snapshot.blockedAccounts ?? []) this.blockedAccounts.add(account);
    this.#sequence = (snapshot.nextSequence - 1) as Sequence;
    this.#timestampUs = snapshot.timestampUs;
    for (const order of ordersOfSnapshot(snapshot)) {
      this.orders.addOpen(order);
      if (!isWaiting(order)) this.#rest(order);
    }
    this.takeChange();
  }

  apply(event: Event, sequence: Sequence, timestampUs: TimestampUs): void {
    this.#sequence = sequence;
    this.#timestampUs = timestampUs;
    switch (event.kind) {
      case 'OrderAccepted': {
        const order = acceptedOrder(event, { market: this.market, sequence, timestampUs });
        this.orders.addOpen(order);
        this.#touched.add(order);
        return;
      }
      case 'OrderRejected':
        // Refused as a duplicate: the id stays with the order that has it.
        if (this.orders.find(event.orderId) !== null) return;
        this.orders.close(rejectedOrder(event, { market: this.market, sequence, timestampUs }));
        return;
      case 'OrderRested':
        this.#rested(event, sequence);
        return;
      case 'TradeExecuted':
        this.#traded(event, { sequence, timestampUs });
        return;
      case 'TradePrevented':
        this.#prevented(event, { sequence, timestampUs });
        return;
      case 'OrderAmended':
        this.#amended(event, { sequence, timestampUs });
        return;
      case 'OrderDone':
        this.#done(event, { sequence, timestampUs });
        return;
      case 'OrderTriggered':
        this.#triggered(event, { sequence, timestampUs });
        return;
      case 'MarketDefined':
      case 'MarketChanged':
        this.#units = marketUnits(event.definition);
        return;
      case 'MarketStatusChanged':
        this.#status = event.status;
        return;
      case 'AccountStatusChanged':
        if (event.status === AccountStatus.blocked) this.blockedAccounts.add(event.accountId);
        else this.blockedAccounts.delete(event.accountId);
        return;
      case 'CancelRejected':
      case 'AmendRejected':
      case 'OrdersCanceled':
      case 'MarketDefinitionRejected':
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

  /** What changed since the last call. */
  takeChange(): MarketChange {
    const { sequence, timestampUs } = this;
    const change: MarketChange = {
      ...{ after: this.#changedUpTo, sequence, timestampUs },
      bids: this.bids.takeChanges(),
      asks: this.asks.takeChanges(),
      trades: this.#newTrades,
      orders: this.#touched.size === 0 ? noOrders : this.#touched,
    };
    this.#changedUpTo = this.#sequence;
    if (this.#newTrades.length > 0) this.#newTrades = [];
    if (this.#touched.size > 0) this.#touched = new Set();
    return change;
  }

  #levels(side: Side): BookLevels {
    return side === Side.buy ? this.bids : this.asks;
  }

  #open(orderId: OrderId): OrderState {
    const order = this.orders.findOpen(orderId);
    assert(order !== null, `market ${this.market}: order ${orderId} is not open`);
    this.#touched.add(order);
    return order;
  }

  #rest(order: OrderState): void {
    this.#resting.add(order.orderId);
    this.#levels(order.side).add(order.priceTicks, order.remainingLots);
  }

  #unrest(order: OrderState): void {
    if (!this.#resting.delete(order.orderId) || order.remainingLots === 0) return;
    this.#levels(order.side).remove(order.priceTicks, order.remainingLots);
  }

  #close(order: OrderState): void {
    this.#resting.delete(order.orderId);
    this.orders.close(order);
  }

  #rested(event: OrderRested, sequence: Sequence): void {
    const order = this.#open(event.orderId);
    order.remainingLots = event.remainingLots;
    order.sequence = sequence;
    this.#rest(order);
  }

  #traded(event: TradeExecuted, at: EventMoment): void {
    const trade = tradeOf(event, at);
    this.trades.add(trade);
    this.#newTrades.push(trade);
    const maker = this.#open(event.makerOrderId);
    this.#levels(maker.side).remove(trade.priceTicks, trade.quantityLots);
    this.#fill(maker, trade, {
      liquidity: 'maker',
      feeMinor: event.makerFeeMinor,
      remainingLots: event.makerRemainingLots,
    });
    this.#fill(this.#open(event.takerOrderId), trade, {
      liquidity: 'taker',
      feeMinor: event.takerFeeMinor,
      remainingLots: event.takerRemainingLots,
    });
  }

  #fill(
    order: OrderState,
    trade: TradeState,
    side: {
      readonly liquidity: Liquidity;
      readonly feeMinor: TradeExecuted['makerFeeMinor'];
      readonly remainingLots: Lots;
    },
  ): void {
    const { tradeId, priceTicks, quantityLots, sequence, executedAtUs } = trade;
    const { liquidity, feeMinor, remainingLots } = side;
    addFill(
      order,
      { tradeId, priceTicks, quantityLots, feeMinor, liquidity, sequence, executedAtUs },
      { remainingLots, fillsKept: this.#fillsKept },
    );
    if (order.status === 'filled') this.#close(order);
  }

  #prevented(event: TradePrevented, at: EventMoment): void {
    const maker = this.#open(event.makerOrderId);
    const { quantityLots: lots, makerRemainingLots, takerRemainingLots } = event;
    this.#levels(maker.side).remove(event.priceTicks, lots);
    prevent(maker, { lots, remainingLots: makerRemainingLots }, at);
    prevent(this.#open(event.takerOrderId), { lots, remainingLots: takerRemainingLots }, at);
  }

  #amended(event: OrderAmended, at: EventMoment): void {
    const order = this.#open(event.orderId);
    const { keptPriority, remainingLots } = event;
    // One that keeps its place only shrinks: it stays where it stands among the resting ones.
    const less = (order.remainingLots - remainingLots) as Lots;
    if (keptPriority && less > 0) this.#levels(order.side).remove(order.priceTicks, less);
    if (!keptPriority) this.#unrest(order);
    amend(order, event, at);
  }

  #triggered(event: OrderTriggered, at: EventMoment): void {
    const order = this.#open(event.orderId);
    order.triggeredAtUs = at.timestampUs;
    touch(order, at);
  }

  #done(event: OrderDone, at: EventMoment): void {
    const order = this.#open(event.orderId);
    if (event.wasResting) this.#unrest(order);
    finish(order, event, at);
    this.#close(order);
  }
}
