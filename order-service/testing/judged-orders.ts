/**
 * What a command log comes to by the naive book: each order with its trades, each account with its
 * money. Shares no code with the views, and speaks the numbers of the dialect: eight places.
 */
import { NaiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { decodeCommandBatch } from '../../proto/codec.ts';
import { DoneReason, type Event, Side, type TradeExecuted } from '../../proto/messages.ts';
import { commandTopic } from '../../proto/topics.ts';
import { offset } from '../../proto/units.ts';
import { btcUsd } from './btc-usd.ts';

/** Of btcUsd: a lot is 0.0001, a tick 0.01, money has eight and six places. */
const PLACES = { lots: 4, ticks: 2, tickLots: 6, base: btcUsd.baseScale, quote: btcUsd.quoteScale };
const BASE_PER_LOT = 10n ** BigInt(PLACES.base - PLACES.lots);

export function text(amount: number | bigint, of: keyof typeof PLACES): string {
  const digits = String(BigInt(amount) * 10n ** BigInt(8 - PLACES[of])).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

export interface JudgedFill {
  readonly tradeId: number;
  readonly price: string;
  readonly qty: string;
  readonly commission: string;
  readonly isMaker: boolean;
}

export interface JudgedOrder {
  readonly accountId: number;
  readonly side: Side;
  readonly fills: JudgedFill[];
  /** How many of them the record that accepted it made. */
  fillsAtOnce: number;
  lots: number;
  tickLots: number;
  end: DoneReason | null;
}

export class Judgement {
  readonly orders = new Map<number, JudgedOrder>();
  readonly #money = new Map<string, bigint>();
  readonly #new: JudgedOrder[] = [];

  /** In all, held or not. */
  money(accountId: number, asset: 'base' | 'quote'): bigint {
    return this.#money.get(`${accountId} ${asset}`) ?? 0n;
  }

  pay(accountId: number, asset: 'base' | 'quote', amount: bigint): void {
    this.#money.set(`${accountId} ${asset}`, this.money(accountId, asset) + amount);
  }

  addAll(events: readonly Event[]): void {
    for (const event of events) this.#add(event);
    for (const order of this.#new.splice(0)) order.fillsAtOnce = order.fills.length;
  }

  #add(event: Event): void {
    if (event.kind === 'OrderAccepted') {
      const { accountId, side } = event;
      const nothing = { fills: [], fillsAtOnce: 0, lots: 0, tickLots: 0, end: null };
      const order: JudgedOrder = { accountId, side, ...nothing };
      this.orders.set(event.orderId, order);
      this.#new.push(order);
    } else if (event.kind === 'TradeExecuted') {
      this.#trade(event, { orderId: event.makerOrderId, isMaker: true });
      this.#trade(event, { orderId: event.takerOrderId, isMaker: false });
    } else if (event.kind === 'OrderDone') {
      this.orders.get(event.orderId)!.end = event.reason;
    }
  }

  #trade(
    trade: TradeExecuted,
    { orderId, isMaker }: { readonly orderId: number; readonly isMaker: boolean },
  ): void {
    const order = this.orders.get(orderId)!;
    const { tradeId, priceTicks, quantityLots } = trade;
    const fee = isMaker ? trade.makerFeeMinor : trade.takerFeeMinor;
    const isBuyer = order.side === Side.buy;
    const base = BigInt(quantityLots) * BASE_PER_LOT;
    const quote = BigInt(priceTicks) * BigInt(quantityLots);
    this.pay(order.accountId, 'base', isBuyer ? base - BigInt(fee) : -base);
    this.pay(order.accountId, 'quote', isBuyer ? -quote : quote - BigInt(fee));
    order.lots += quantityLots;
    order.tickLots += priceTicks * quantityLots;
    const commission = text(fee, isBuyer ? 'base' : 'quote');
    const [price, qty] = [text(priceTicks, 'ticks'), text(quantityLots, 'lots')];
    order.fills.push({ tradeId, price, qty, commission, isMaker });
    // A last trade is an end without an event of its own, unless the order counts in money.
    const remaining = isMaker ? trade.makerRemainingLots : trade.takerRemainingLots;
    const isByQuote = !isMaker && trade.takerLimitTicks === null;
    if (remaining === 0 && !isByQuote) order.end = DoneReason.filled;
  }
}

/** From the first record on. */
export async function judged(log: EventLog): Promise<Judgement> {
  const { market } = btcUsd;
  const machine = new MarketMachine({ market, book: (options) => new NaiveBook(options) });
  const judgement = new Judgement();
  const { end } = await log.bounds(commandTopic(market));
  while (machine.offset + 1 < end) {
    const from = offset(machine.offset + 1);
    const records = await log.read(commandTopic(market), from, { records: 64, bytes: 1 << 20 });
    for (const record of records) {
      const batch = machine.applyBatch(decodeCommandBatch(record.bytes), record.offset);
      judgement.addAll(batch.events);
    }
  }
  return judgement;
}

export function statusOf({ end, lots }: JudgedOrder): string {
  if (end === null) return lots === 0 ? 'NEW' : 'PARTIALLY_FILLED';
  if (end === DoneReason.filled) return 'FILLED';
  if (end === DoneReason.canceled) return 'CANCELED';
  return end === DoneReason.expired ? 'EXPIRED' : 'EXPIRED_IN_MATCH';
}
