/**
 * One market as its events tell it: definition, status, price levels, open orders, latest trades.
 * A pure fold; who reads the log is `events-in.ts`.
 */
import { AssertionFailed, assert, assertNever } from '../../proto/assert.ts';
import { type MarketUnits, marketUnits } from '../../proto/market-units.ts';
import type {
  Event,
  MarketSnapshot,
  OrderAccepted,
  OrderAmended,
  OrderDone,
  OrderReplenished,
  OrderRested,
  TradeExecuted,
  TradePrevented,
} from '../../proto/messages.ts';
import { AccountStatus, DoneReason, MarketStatus, type Side } from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
} from '../../proto/units.ts';
import type { BookLevels } from './book-levels.ts';
import {
  fillOf,
  type MarketChange,
  type TradeSide,
  type TradeState,
  tradeOf,
} from './market-change.ts';
import { OrderIndex, rejectedOrder } from './order-index.ts';
import {
  acceptedOrder,
  addFill,
  amend,
  type EventMoment,
  enterMarket,
  finish,
  isWaiting,
  type KeptOrder,
  lotsInView,
  type OrderState,
  prevent,
  showPart,
  useShown,
} from './order-state.ts';
import { PreventedMatches } from './prevented-match.ts';
import { RecentTrades } from './recent-trades.ts';
import { RestingBook } from './resting-book.ts';
import { ordersOfSnapshot } from './snapshot-orders.ts';
import { ViewChanges } from './view-changes.ts';

const notOpen = (market: string, orderId: OrderId): AssertionFailed =>
  new AssertionFailed(`market ${market}: order ${orderId} is not open`);

export class MarketView {
  readonly market: string;
  readonly #book = new RestingBook();
  readonly bids: BookLevels = this.#book.bids;
  readonly asks: BookLevels = this.#book.asks;
  readonly orders: OrderIndex;
  readonly trades: RecentTrades;
  readonly blockedAccounts = new Set<AccountId>();
  readonly #fillsKept: number;
  readonly #preventedMatches: PreventedMatches;
  #units: MarketUnits | null = null;
  #status: MarketStatus = MarketStatus.trading;
  #sequence = 0 as Sequence;
  #timestampUs = 0 as TimestampUs;
  readonly #changes = new ViewChanges();

  constructor(options: {
    readonly market: string;
    readonly closedOrdersKept: number;
    readonly tradesKept: number;
    readonly fillsKept: number;
  }) {
    this.market = options.market;
    this.orders = new OrderIndex({ overKept: options.closedOrdersKept });
    this.#preventedMatches = new PreventedMatches(this.#book, this.orders);
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
    return this.#book.levels(side).best();
  }

  /** Each level's orders in the order of their queue: by the time at which they came to rest. */
  restingOrders(): readonly OrderState[] {
    const resting = [...this.orders.open()].filter((order) => order.restedAs > 0);
    return resting.sort((left, right) => left.restedAs - right.restedAs);
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
      if (!isWaiting(order)) this.#book.add(order);
    }
    this.takeChange();
  }

  apply(event: Event, sequence: Sequence, timestampUs: TimestampUs): void {
    this.#sequence = sequence;
    this.#timestampUs = timestampUs;
    switch (event.kind) {
      case 'OrderAccepted':
        this.#accepted(event, { sequence, timestampUs });
        return;
      case 'OrderRejected':
        // Refused as a duplicate: the id stays with the order that has it.
        if (this.orders.find(event.orderId) !== null) return;
        this.orders.addRejected(
          rejectedOrder(event, { market: this.market, sequence, timestampUs }),
        );
        return;
      case 'OrderRested':
        this.#rested(event, sequence);
        return;
      case 'OrderReplenished':
        this.#replenished(event);
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
        enterMarket(this.#entering(event.orderId), { sequence, timestampUs });
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
    return this.#changes.take(this);
  }

  #open(orderId: OrderId): KeptOrder {
    const order = this.orders.findOpen(orderId);
    // Not by assert: its words would be made for each event.
    if (order === null) throw notOpen(this.market, orderId);
    this.#changes.touch(order);
    return order;
  }

  #accepted(event: OrderAccepted, at: EventMoment): void {
    const order = acceptedOrder(event, this.market, at);
    this.orders.addOpen(order);
    this.#preventedMatches.enters(order);
    this.#changes.touch(order);
  }

  #entering(orderId: OrderId): KeptOrder {
    const order = this.#open(orderId);
    this.#preventedMatches.enters(order);
    return order;
  }

  #close(order: KeptOrder): void {
    this.#book.forget(order);
    this.orders.close(order);
  }

  #rested(event: OrderRested, sequence: Sequence): void {
    const order = this.#open(event.orderId);
    order.remainingLots = event.remainingLots;
    order.sequence = sequence;
    showPart(order);
    this.#book.add(order);
  }

  /** It goes behind all others of its price. */
  #replenished(event: OrderReplenished): void {
    const order = this.#open(event.orderId);
    this.#book.remove(order);
    order.shownLots = event.shownLots;
    this.#book.add(order);
  }

  #traded(event: TradeExecuted, at: EventMoment): void {
    const trade = tradeOf(event, at);
    this.trades.add(trade);
    this.#changes.addTrade(trade);
    const maker = this.#open(event.makerOrderId);
    this.#book.levels(maker.side).remove(trade.priceTicks, trade.quantityLots);
    useShown(maker, trade.quantityLots);
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

  #fill(order: KeptOrder, trade: TradeState, side: TradeSide): void {
    const { remainingLots } = side;
    addFill(order, fillOf(trade, side), { remainingLots, fillsKept: this.#fillsKept });
    if (order.status === 'filled') this.#close(order);
  }

  #prevented(event: TradePrevented, at: EventMoment): void {
    this.#preventedMatches.areTold(at.sequence);
    const maker = this.#open(event.makerOrderId);
    const { quantityLots: lots, makerRemainingLots, takerRemainingLots } = event;
    this.#book.levels(maker.side).remove(event.priceTicks, lots);
    useShown(maker, lots);
    prevent(maker, { lots, remainingLots: makerRemainingLots }, at);
    prevent(this.#open(event.takerOrderId), { lots, remainingLots: takerRemainingLots }, at);
  }

  #amended(event: OrderAmended, at: EventMoment): void {
    const order = this.#entering(event.orderId);
    const before = lotsInView(order);
    if (!event.keptPriority) this.#book.remove(order);
    amend(order, event, at);
    // One that keeps its place only shrinks: it stays where it stands among the resting ones.
    const less = (before - lotsInView(order)) as Lots;
    if (event.keptPriority && less > 0)
      this.#book.levels(order.side).remove(order.priceTicks, less);
  }

  #done(event: OrderDone, at: EventMoment): void {
    const order = this.#open(event.orderId);
    if (event.reason === DoneReason.expiredInMatch) {
      const perTickLot = this.#units?.quoteMinorPerTickLot ?? 0;
      this.#preventedMatches.ends(event, order, [at.sequence, perTickLot]);
    }
    if (event.wasResting) this.#book.remove(order);
    finish(order, event, at);
    this.#close(order);
  }
}
