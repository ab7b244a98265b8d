/**
 * The judge: a book that one can see to be right. Two sorted arrays of orders, searched from the
 * front; every operation costs O(n). The fast book is compared with this one event by event.
 */
import { assert } from '../../../proto/assert.ts';
import { feeMinor } from '../../../proto/market-units.ts';
import {
  DoneReason,
  OrderType,
  type RestingOrderColumns,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { MinorUnits, Ppm } from '../../../proto/units.ts';
import { Field, type OrderCommand, Wide } from '../hot/order-command.ts';
import { type Book, type BookFactory, type BookOptions, Traded } from './book.ts';
import { writeDone, writePrevented, writeRested, writeTrade } from './naive-book-events.ts';
import {
  checkOrders,
  columnsOf,
  isOwn,
  type Order,
  ordersOf,
  precedes,
  type Taker,
  takerOf,
  wantedLots,
} from './naive-orders.ts';

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

  has(command: OrderCommand): boolean {
    return this.#lookUp(command) !== undefined;
  }

  find(command: OrderCommand): boolean {
    this.#found = this.#lookUp(command);
    return this.#found?.accountId === command.doubles[Wide.accountId];
  }

  describe(): Float64Array {
    assert(this.#found !== undefined, 'something was found');
    const { side, priceTicks, quantityLots, remainingLots } = this.#found;
    return Float64Array.of(side, priceTicks, quantityLots, remainingLots);
  }

  priorityOf(command: OrderCommand): number {
    return this.#lookUp(command)?.priority ?? 0;
  }

  openOrdersOf({ doubles }: OrderCommand): number {
    return this.#all().filter(({ accountId }) => accountId === doubles[Wide.accountId]).length;
  }

  wouldTrade(command: OrderCommand): boolean {
    return this.#makers(takerOf(command)).length > 0;
  }

  place(command: OrderCommand): void {
    const taker = takerOf(command);
    const timeInForce = command.ints[Field.timeInForce] as TimeInForce;
    const firstTrade = this.nextTradeId;
    const trades = timeInForce !== TimeInForce.fok || this.#offered(taker) >= taker.remainingLots;
    const isPrevented = trades && this.#trade(taker);
    if (isPrevented) this.#done(taker, DoneReason.expiredInMatch, false);
    else if (taker.budgetMinor !== null) {
      const bought = this.nextTradeId !== firstTrade;
      const filled = taker.budgetMinor === 0 || (bought && this.#makers(taker).length > 0);
      this.#done(taker, filled ? DoneReason.filled : DoneReason.expired, false);
    } else if (taker.remainingLots > 0) {
      const rests = command.ints[Field.type] === OrderType.limit && timeInForce === TimeInForce.gtc;
      if (rests) this.#rest(command, taker);
      else this.#done(taker, DoneReason.expired, false);
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

  cancelAll(command: OrderCommand): number {
    const accountId = command.doubles[Wide.accountId];
    const side = command.ints[Field.side];
    const orders = this.#all()
      .filter((order) => order.accountId === accountId && (side === 0 || order.side === side))
      .sort((a, b) => a.priority - b.priority);
    for (const order of orders) this.#end(order);
    return orders.length;
  }

  reduce(command: OrderCommand): void {
    const order = this.#lookUp(command);
    const total = command.doubles[Wide.quantityLots] as number;
    assert(order !== undefined && total < order.quantityLots, 'a reduced order rests');
    order.remainingLots -= order.quantityLots - total;
    order.quantityLots = total;
  }

  replace(command: OrderCommand): void {
    const order = this.#lookUp(command);
    assert(order !== undefined, 'a replaced order rests');
    this.#takeOut(order);
    const taker = { ...takerOf(command), side: order.side };
    taker.remainingLots -= order.quantityLots - order.remainingLots;
    if (this.#trade(taker)) this.#done(taker, DoneReason.expiredInMatch, false);
    else if (taker.remainingLots > 0) this.#rest(command, taker);
  }

  columns(): RestingOrderColumns {
    return columnsOf(this.#all());
  }

  load(columns: RestingOrderColumns): void {
    assert(this.restingOrders === 0, 'an empty book is loaded');
    const orders = ordersOf(columns);
    const bids = orders.filter((order) => order.side === Side.buy);
    const asks = orders.filter((order) => order.side === Side.sell);
    this.#orders = { bids, asks };
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
    for (const maker of this.#makers(taker)) {
      if (!isOwn(taker, maker)) lots += maker.remainingLots;
      else if (taker.selfTradePrevention !== SelfTradePrevention.expireMaker) break;
    }
    return lots;
  }

  /** Returns whether self-trade prevention ended the taker. */
  #trade(taker: Taker): boolean {
    for (const maker of this.#makers(taker)) {
      const lotCost = maker.priceTicks * this.#options.quoteMinorPerTickLot;
      const wanted = wantedLots(taker, lotCost);
      const lots = Math.min(wanted, maker.remainingLots);
      if (lots === 0) return false;
      if (isOwn(taker, maker)) {
        if (this.#prevent(taker, maker, wanted)) return true;
        continue;
      }
      this.#use(taker, maker, lots);
      if (maker.remainingLots === 0) this.#takeOut(maker);
      this.#traded(taker, maker, lots);
      // Nobody is passed by: what this one has left is more than the taker may take.
      if (maker.remainingLots > 0) return false;
    }
    return false;
  }

  /** Neither may take these lots again. */
  #use(taker: Taker, maker: Order, lots: number): void {
    if (taker.budgetMinor === null) taker.remainingLots -= lots;
    else taker.budgetMinor -= lots * maker.priceTicks * this.#options.quoteMinorPerTickLot;
    maker.remainingLots -= lots;
  }

  /** The taker meets an own order. Returns whether it ends. */
  #prevent(taker: Taker, maker: Order, wanted: number): boolean {
    const { expireTaker, expireMaker, decrement } = SelfTradePrevention;
    const mode = taker.selfTradePrevention;
    if (mode !== decrement) {
      if (mode !== expireTaker) this.#end(maker, DoneReason.expiredInMatch);
      return mode !== expireMaker;
    }
    const lots = Math.min(wanted, maker.remainingLots);
    this.#use(taker, maker, lots);
    const { orderId, accountId, side, limitTicks, remainingLots, budgetMinor } = taker;
    writePrevented(this.#options.events, {
      makerOrderId: maker.orderId,
      takerOrderId: orderId,
      takerAccountId: accountId,
      takerSide: side,
      priceTicks: maker.priceTicks,
      quantityLots: lots,
      makerRemainingLots: maker.remainingLots,
      takerRemainingLots: budgetMinor === null ? remainingLots : 0,
      takerLimitTicks: budgetMinor === null ? limitTicks : 0,
    });
    if (maker.remainingLots === 0) this.#end(maker, DoneReason.expiredInMatch);
    return lots === wanted;
  }

  #traded(taker: Taker, maker: Order, lots: number): void {
    const { events, quoteMinorPerTickLot, baseMinorPerLot } = this.#options;
    const quote = (maker.priceTicks * lots * quoteMinorPerTickLot) as MinorUnits;
    const base = (lots * baseMinorPerLot) as MinorUnits;
    const takerBuys = taker.side === Side.buy;
    const byQuantity = taker.budgetMinor === null;
    writeTrade(events, {
      tradeId: this.nextTradeId,
      makerOrderId: maker.orderId,
      takerOrderId: taker.orderId,
      makerAccountId: maker.accountId,
      takerAccountId: taker.accountId,
      takerSide: taker.side,
      priceTicks: maker.priceTicks,
      quantityLots: lots,
      makerFeeMinor: feeMinor(takerBuys ? quote : base, maker.makerFeePpm as Ppm),
      takerFeeMinor: feeMinor(takerBuys ? base : quote, taker.takerFeePpm as Ppm),
      makerRemainingLots: maker.remainingLots,
      takerRemainingLots: byQuantity ? taker.remainingLots : 0,
      takerLimitTicks: byQuantity ? taker.limitTicks : 0,
    });
    this.nextTradeId += 1;
    const { tradedTicks: ticks } = this;
    ticks[Traded.last] = maker.priceTicks;
    if (ticks[Traded.first] === 0) ticks[Traded.first] = maker.priceTicks;
  }

  #rest({ ints, doubles }: OrderCommand, taker: Taker): void {
    const { orderId, accountId, side, limitTicks: priceTicks, remainingLots } = taker;
    const order: Order = {
      orderId,
      accountId,
      side,
      priceTicks,
      quantityLots: doubles[Wide.quantityLots]!,
      remainingLots,
      makerFeePpm: ints[Field.makerFeePpm]!,
      priority: this.nextPriority,
    };
    this.nextPriority += 1;
    const orders = side === Side.buy ? this.#orders.bids : this.#orders.asks;
    const behind = orders.findIndex((other) => precedes(order, other));
    orders.splice(behind === -1 ? orders.length : behind, 0, order);
    writeRested(this.#options.events, order);
  }

  #end(order: Order, reason: DoneReason = DoneReason.canceled): void {
    this.#takeOut(order);
    this.#done({ ...order, limitTicks: order.priceTicks, budgetMinor: null }, reason);
  }

  #done(
    order: Omit<Taker, 'takerFeePpm' | 'selfTradePrevention'>,
    reason: DoneReason,
    wasResting = true,
  ): void {
    writeDone(this.#options.events, order, { reason, wasResting });
  }

  #lookUp(command: OrderCommand): Order | undefined {
    return this.#all().find((order) => order.orderId === command.doubles[Wide.orderId]);
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
