import type { Sequence, TimestampUs } from '../../proto/units.ts';
import type { BookLevels } from './book-levels.ts';
import type { MarketChange, TradeState } from './market-change.ts';
import type { KeptOrder, OrderState } from './order-state.ts';

/** What a view's events changed since that was taken last. */
export class ViewChanges {
  /** Counts what was taken, from 1 on: an order notes of which change it is part already. */
  #number = 1;
  #upTo = 0 as Sequence;
  #trades: TradeState[] = [];
  #orders: OrderState[] = [];

  touch(order: KeptOrder): void {
    if (order.changedIn === this.#number) return;
    order.changedIn = this.#number;
    this.#orders.push(order);
  }

  addTrade(trade: TradeState): void {
    this.#trades.push(trade);
  }

  take(view: {
    readonly sequence: Sequence;
    readonly timestampUs: TimestampUs;
    readonly bids: BookLevels;
    readonly asks: BookLevels;
  }): MarketChange {
    const change: MarketChange = {
      after: this.#upTo,
      sequence: view.sequence,
      timestampUs: view.timestampUs,
      bids: view.bids.takeChanges(),
      asks: view.asks.takeChanges(),
      trades: this.#trades,
      orders: this.#orders,
    };
    this.#number += 1;
    this.#upTo = view.sequence;
    this.#trades = [];
    this.#orders = [];
    return change;
  }
}
