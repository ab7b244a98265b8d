/** What the event logs say of each order with a client order id, to be laid beside the client's record. */
import {
  DoneReason,
  type EventBody,
  type OrderAccepted,
  type TradeExecuted,
} from '../../proto/messages.ts';

/** A client order id may be used again this long after its order is over. */
const CLIENT_ORDER_ID_KEPT_US = 24 * 3600 * 1e6;

export interface HistoricTrade {
  readonly tradeId: number;
  readonly priceTicks: number;
  readonly lots: number;
  readonly sequence: number;
}

/** A change of what an order's status is: from `sequence` on. */
interface StatusChange {
  readonly sequence: number;
  readonly done: 'canceled' | 'expired' | 'filled';
}

export interface OrderHistory {
  readonly market: string;
  readonly orderId: number;
  readonly acceptedSequence: number;
  readonly acceptedAtUs: number;
  readonly byBudget: boolean;
  readonly trades: HistoricTrade[];
  /** Total quantities, the first at acceptance, then one per amend. */
  readonly quantities: { readonly sequence: number; readonly lots: number }[];
  done: StatusChange | null;
}

export function clientKey(accountId: number, clientOrderId: string): string {
  return `${accountId}/${clientOrderId}`;
}

export class OrderHistories {
  readonly #byClient = new Map<string, OrderHistory[]>();
  readonly #open = new Map<string, OrderHistory>();

  /** Accepted orders of this account and client order id, over all markets, oldest first. */
  of(accountId: number, clientOrderId: string): readonly OrderHistory[] {
    return this.#byClient.get(clientKey(accountId, clientOrderId)) ?? [];
  }

  /** Client order ids that were accepted twice while they were still taken. */
  *repeated(): Generator<{ readonly key: string; readonly orders: readonly OrderHistory[] }> {
    for (const [key, orders] of this.#byClient) {
      for (let at = 1; at < orders.length; at += 1) {
        const gapUs = orders[at]!.acceptedAtUs - orders[at - 1]!.acceptedAtUs;
        if (Math.abs(gapUs) < CLIENT_ORDER_ID_KEPT_US) yield { key, orders };
      }
    }
  }

  apply(market: string, event: EventBody, sequence: number, timestampUs: number): void {
    switch (event.kind) {
      case 'OrderAccepted':
        this.#accept(market, event, sequence, timestampUs);
        return;
      case 'TradeExecuted':
        this.#trade(market, event.makerOrderId, event, sequence);
        this.#trade(market, event.takerOrderId, event, sequence);
        if (event.makerRemainingLots === 0) this.#finish(market, event.makerOrderId, sequence);
        if (event.takerRemainingLots === 0 && event.takerLimitTicks !== null) {
          this.#finish(market, event.takerOrderId, sequence);
        }
        return;
      case 'OrderAmended':
        this.#open
          .get(`${market}/${event.orderId}`)
          ?.quantities.push({ sequence, lots: event.quantityLots });
        return;
      case 'OrderDone':
        this.#finish(market, event.orderId, sequence, event.reason);
        return;
      default:
        return;
    }
  }

  #accept(market: string, event: OrderAccepted, sequence: number, timestampUs: number): void {
    const history: OrderHistory = {
      market,
      orderId: event.orderId,
      acceptedSequence: sequence,
      acceptedAtUs: timestampUs,
      byBudget: event.quoteBudgetMinor > 0,
      trades: [],
      quantities: [{ sequence, lots: event.quantityLots }],
      done: null,
    };
    this.#open.set(`${market}/${event.orderId}`, history);
    if (event.clientOrderId === '') return;
    const key = clientKey(event.accountId, event.clientOrderId);
    const orders = this.#byClient.get(key);
    if (orders === undefined) this.#byClient.set(key, [history]);
    else orders.push(history);
  }

  #trade(market: string, orderId: number, event: TradeExecuted, sequence: number): void {
    this.#open.get(`${market}/${orderId}`)?.trades.push({
      tradeId: event.tradeId,
      priceTicks: event.priceTicks,
      lots: event.quantityLots,
      sequence,
    });
  }

  #finish(
    market: string,
    orderId: number,
    sequence: number,
    reason: DoneReason = DoneReason.filled,
  ): void {
    const order = this.#open.get(`${market}/${orderId}`);
    if (order === undefined) return;
    order.done = { sequence, done: DONE_WORDS[reason] };
    this.#open.delete(`${market}/${orderId}`);
  }
}

const DONE_WORDS = {
  [DoneReason.canceled]: 'canceled',
  [DoneReason.expired]: 'expired',
  [DoneReason.filled]: 'filled',
  [DoneReason.expiredInMatch]: 'expired',
} as const;

/** The status word of the API that was true right after the event `sequence`. */
export function statusAt(order: OrderHistory, sequence: number): string {
  if (order.done !== null && order.done.sequence <= sequence) return order.done.done;
  const traded = order.trades.some((trade) => trade.sequence <= sequence);
  return traded ? 'partially_filled' : 'open';
}
