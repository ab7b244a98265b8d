/**
 * The judge: a book that one can see to be right. Two sorted arrays of orders, searched from the
 * front; every operation costs O(n). The fast book is compared with this one event by event.
 */
import { assert } from '../../../proto/assert.ts';
import { columnsOfRows, isImage } from '../../../proto/book-rows.ts';
import {
  type BookImage,
  DoneReason,
  type IcebergOrder,
  OrderType,
  type RestingOrderColumns,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import { Field, commandInts as ints, Wide, commandDoubles as wide } from '../hot/order-command.ts';
import { type Book, type BookFactory, type BookOptions, Traded } from './book.ts';
import {
  writeDone,
  writePrevented,
  writeReplenished,
  writeRested,
  writeTrade,
} from './naive-book-events.ts';
import {
  checkOrders,
  columnsOf,
  foundOf,
  icebergsOf,
  isOwn,
  nextPartOf,
  type Order,
  offeredBy,
  orderOf,
  ordersOf,
  precedes,
  type Taker,
  takerOf,
  wantedLots,
} from './naive-orders.ts';
import { preventedOf, tradeOf } from './naive-trades.ts';

export const naiveBook: BookFactory = (options) => new NaiveBook(options);

export class NaiveBook implements Book {
  nextTradeId = 1;
  nextPriority = 1;
  readonly tradedTicks = new Int32Array(2);
  #found: Order | undefined;
  readonly #options: BookOptions;
  /** Best price first, then who came first. */
  #orders: { bids: Order[]; asks: Order[] } = { bids: [], asks: [] };

  constructor(options: BookOptions) {
    this.#options = options;
  }

  get restingOrders(): number {
    return this.#all().length;
  }

  has(): boolean {
    return this.#lookUp() !== undefined;
  }

  find(): boolean {
    this.#found = this.#lookUp();
    return this.#found?.accountId === wide[Wide.accountId];
  }

  describe(): Float64Array {
    assert(this.#found !== undefined, 'something was found');
    return foundOf(this.#found);
  }

  enteredPriorityOf(): number {
    const order = this.#lookUp();
    return order?.part?.enteredWith ?? order?.priority ?? 0;
  }

  openOrdersOf(): number {
    return this.#all().filter(({ accountId }) => accountId === wide[Wide.accountId]).length;
  }

  wouldTrade(): boolean {
    return this.#makers(takerOf()).length > 0;
  }

  place(): void {
    const taker = takerOf();
    const timeInForce = ints[Field.timeInForce] as TimeInForce;
    const firstTrade = this.nextTradeId;
    const trades = timeInForce !== TimeInForce.fok || this.#offered(taker) >= taker.remainingLots;
    const isPrevented = trades && this.#trade(taker);
    if (isPrevented) this.#done(taker, DoneReason.expiredInMatch);
    else if (taker.budgetMinor !== null) {
      const bought = this.nextTradeId !== firstTrade;
      const filled = taker.budgetMinor === 0 || (bought && this.#makers(taker).length > 0);
      this.#done(taker, filled ? DoneReason.filled : DoneReason.expired);
    } else if (taker.remainingLots > 0) {
      const rests = ints[Field.type] === OrderType.limit && timeInForce === TimeInForce.gtc;
      if (rests) this.#rest(taker);
      else this.#done(taker, DoneReason.expired);
    }
  }

  cancel(): void {
    assert(this.#found !== undefined, 'a cancelled order rests');
    this.#end(this.#found);
  }

  expire(): void {
    assert(this.#found !== undefined, 'an order that expires rests');
    this.#end(this.#found, DoneReason.expired);
  }

  cancelAll(): number {
    const accountId = wide[Wide.accountId];
    const side = ints[Field.side];
    const orders = this.#all()
      .filter((order) => order.accountId === accountId && (side === 0 || order.side === side))
      .sort((a, b) => a.priority - b.priority);
    for (const order of orders) this.#end(order);
    return orders.length;
  }

  reduce(): void {
    const order = this.#lookUp();
    const total = wide[Wide.quantityLots] as number;
    assert(order !== undefined && total < order.quantityLots, 'a reduced order rests');
    order.remainingLots -= order.quantityLots - total;
    order.quantityLots = total;
    if (order.part) order.part.shownLots = Math.min(order.part.shownLots, order.remainingLots);
  }

  replace(): void {
    const order = this.#lookUp();
    assert(order !== undefined, 'a replaced order rests');
    this.#takeOut(order);
    const displayLots = order.part?.displayLots ?? 0;
    const taker = { ...takerOf(), side: order.side, displayLots };
    taker.remainingLots -= order.quantityLots - order.remainingLots;
    if (this.#trade(taker)) this.#done(taker, DoneReason.expiredInMatch);
    else if (taker.remainingLots > 0) this.#rest(taker);
  }

  columns(): RestingOrderColumns {
    return columnsOf(this.#all());
  }

  icebergs(): readonly IcebergOrder[] {
    return icebergsOf(this.#all());
  }

  load(from: RestingOrderColumns | BookImage, icebergs: readonly IcebergOrder[]): void {
    assert(this.restingOrders === 0, 'an empty book is loaded');
    const orders = ordersOf(isImage(from) ? columnsOfRows(from) : from, icebergs);
    const of = (side: Side) => orders.filter((order) => order.side === side);
    this.#orders = { bids: of(Side.buy), asks: of(Side.sell) };
    this.checkInvariants();
  }

  checkInvariants(): void {
    checkOrders(this.#orders, this.nextPriority);
  }

  /** Whom the taker would meet, in order. */
  #makers({ side, limitTicks }: Taker): readonly Order[] {
    return side === Side.buy
      ? this.#orders.asks.filter((maker) => maker.priceTicks <= limitTicks)
      : this.#orders.bids.filter((maker) => maker.priceTicks >= limitTicks);
  }

  /** What others offer the taker before an own order ends it. */
  #offered(taker: Taker): number {
    let lots = 0;
    const makers = this.#makers(taker);
    const passes = taker.selfTradePrevention === SelfTradePrevention.expireMaker;
    const end = passes ? undefined : makers.find((maker) => isOwn(taker, maker));
    for (const maker of makers) {
      if (maker === end) break;
      // At the price of the one that ends the taker, whoever shows a next part stands behind it.
      const shows = maker.priceTicks === end?.priceTicks ? offeredBy(maker) : maker.remainingLots;
      if (!isOwn(taker, maker)) lots += shows;
    }
    return lots;
  }

  /** Returns whether self-trade prevention ended the taker. */
  #trade(taker: Taker): boolean {
    for (;;) {
      const [maker] = this.#makers(taker);
      if (maker === undefined) return false;
      const lotCost = maker.priceTicks * this.#options.quoteMinorPerTickLot;
      const wanted = wantedLots(taker, lotCost);
      const lots = Math.min(wanted, offeredBy(maker));
      if (lots === 0) return false;
      if (isOwn(taker, maker)) {
        if (this.#prevent(taker, maker, wanted)) return true;
        continue;
      }
      this.#use(taker, maker, lots);
      if (maker.remainingLots === 0) this.#takeOut(maker);
      this.#traded(taker, maker, lots);
      this.#replenish(maker);
    }
  }

  /** Who has something left but shows none of it shows its next part, behind all others of its price. */
  #replenish(order: Order): void {
    if (order.remainingLots === 0 || offeredBy(order) > 0) return;
    this.#takeOut(order);
    order.priority = this.nextPriority;
    order.part = nextPartOf(order);
    this.#insert(order);
    writeReplenished(this.#options.events, { ...order, shownLots: offeredBy(order) });
  }

  /** Neither may take these lots again. */
  #use(taker: Taker, maker: Order, lots: number): void {
    if (taker.budgetMinor === null) taker.remainingLots -= lots;
    else taker.budgetMinor -= lots * maker.priceTicks * this.#options.quoteMinorPerTickLot;
    maker.remainingLots -= lots;
    if (maker.part !== null) maker.part.shownLots -= lots;
  }

  /** The taker meets an own order. Returns whether it ends. */
  #prevent(taker: Taker, maker: Order, wanted: number): boolean {
    const { expireTaker, expireMaker, decrement } = SelfTradePrevention;
    const mode = taker.selfTradePrevention;
    if (mode !== decrement) {
      if (mode !== expireTaker) this.#end(maker, DoneReason.expiredInMatch);
      return mode !== expireMaker;
    }
    const lots = Math.min(wanted, offeredBy(maker));
    this.#use(taker, maker, lots);
    writePrevented(this.#options.events, preventedOf(taker, maker, lots));
    if (maker.remainingLots === 0) this.#end(maker, DoneReason.expiredInMatch);
    this.#replenish(maker);
    return lots === wanted;
  }

  #traded(taker: Taker, maker: Order, lots: number): void {
    const trade = tradeOf({ taker, maker, lots, tradeId: this.nextTradeId }, this.#options);
    writeTrade(this.#options.events, trade);
    this.nextTradeId += 1;
    const { tradedTicks: ticks } = this;
    ticks[Traded.last] = maker.priceTicks;
    if (ticks[Traded.first] === 0) ticks[Traded.first] = maker.priceTicks;
  }

  #rest(taker: Taker): void {
    const order = orderOf(taker, this.nextPriority);
    this.#insert(order);
    writeRested(this.#options.events, { ...order, displayLots: taker.displayLots });
  }

  /** By the priority that is given next. */
  #insert(order: Order): void {
    this.nextPriority += 1;
    const orders = order.side === Side.buy ? this.#orders.bids : this.#orders.asks;
    const behind = orders.findIndex((other) => precedes(order, other));
    orders.splice(behind === -1 ? orders.length : behind, 0, order);
  }

  #end(order: Order, reason: DoneReason = DoneReason.canceled): void {
    this.#takeOut(order);
    const shownLots = order.part?.shownLots ?? 0;
    const ended = { ...order, limitTicks: order.priceTicks, budgetMinor: null };
    writeDone(this.#options.events, ended, { reason, wasResting: true, shownLots });
  }

  /** It never rested. */
  #done(taker: Taker, reason: DoneReason): void {
    const shownLots = Math.min(taker.displayLots, taker.remainingLots);
    writeDone(this.#options.events, taker, { reason, wasResting: false, shownLots });
  }

  #lookUp(): Order | undefined {
    return this.#all().find((order) => order.orderId === wide[Wide.orderId]);
  }

  #takeOut(gone: Order): void {
    const { bids, asks } = this.#orders;
    const others = (order: Order) => order !== gone;
    this.#orders = { bids: bids.filter(others), asks: asks.filter(others) };
  }

  #all(): Order[] {
    return [...this.#orders.bids, ...this.#orders.asks];
  }
}
