/** What may be asked about orders, and what comes of it: plain values, no HTTP. */
import type { Side } from '../proto/messages.ts';
import type { AccountId, OrderId, Sequence } from '../proto/units.ts';
import type { OrderRecord } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import type { Refusal } from './refusal.ts';

export type SelfTradeName = 'none' | 'expire_taker' | 'expire_maker' | 'expire_both' | 'decrement';

/** Amounts are the decimal strings that came in: they are checked against the market's units. */
export interface PlaceOrderRequest {
  readonly accountId: AccountId;
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly price?: string | undefined;
  readonly quantity?: string | undefined;
  readonly quoteQuantity?: string | undefined;
  /** What it shows at a time when it rests. */
  readonly displayQuantity?: string | undefined;
  readonly timeInForce?: 'gtc' | 'ioc' | 'fok' | 'gtd' | undefined;
  /** Of `gtd`: when it ends, µs. */
  readonly goodTillUs?: number | undefined;
  readonly postOnly?: boolean | undefined;
  /** The order waits until a trade reaches this price; the kind is `stop_loss` unless said otherwise. */
  readonly stopPrice?: string | undefined;
  readonly stopKind?: 'stop_loss' | 'take_profit' | undefined;
  /** What happens when it meets an order of its own account; none: they trade. */
  readonly selfTrade?: SelfTradeName | undefined;
  /**
   * An open order of the account in the same market that is canceled right before this one enters;
   * when it cannot be canceled, this one is refused (`stop`), or enters all the same (`place`).
   */
  readonly replaces?:
    | { readonly orderId: OrderId; readonly onFailure: 'stop' | 'place' }
    | undefined;
  /** A market order with nobody to trade with: refused (the default), or accepted and expired. */
  readonly whenNoLiquidity?: 'refuse' | 'expire' | undefined;
  readonly clientOrderId?: string | undefined;
  /**
   * `once`: for good, and the same request again is the same order (the default). `while-open`:
   * another order may have it once the first is over; until then it is refused.
   */
  readonly clientOrderIdRule?: 'once' | 'while-open' | undefined;
  /** When to answer: after matching, or once the command is durable. */
  readonly answerWhen?: 'matched' | 'durable' | undefined;
}

export interface CancelOrderRequest {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
}

export interface CancelAllRequest {
  readonly accountId: AccountId;
  readonly market: string;
  readonly side?: 'buy' | 'sell' | undefined;
}

export interface AmendOrderRequest {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly price?: string | undefined;
  /** The new total, filled part included. */
  readonly quantity?: string | undefined;
}

/** No answer in time: it may or may not have taken effect. Ask by either id. */
export interface OutcomeUnknown {
  readonly kind: 'unknown';
  readonly orderId: OrderId | null;
  readonly clientOrderId: string | null;
}

export type PlaceOrderOutcome =
  | { readonly kind: 'placed'; readonly order: OrderState }
  /** Durable in the log, not matched yet. */
  | {
      readonly kind: 'pending';
      readonly orderId: OrderId;
      readonly market: string;
      readonly clientOrderId: string;
    }
  /** The client order id and the request are those of an order that is there. */
  | { readonly kind: 'existing'; readonly order: OrderRecord }
  | Refusal
  | OutcomeUnknown;

export type CancelOrderOutcome =
  | { readonly kind: 'canceled'; readonly order: OrderState }
  | Refusal
  | OutcomeUnknown;

export type CancelAllOutcome =
  | {
      readonly kind: 'all-canceled';
      readonly market: string;
      readonly count: number;
      readonly sequence: Sequence;
    }
  | Refusal
  | OutcomeUnknown;

export type AmendOrderOutcome =
  | { readonly kind: 'amended'; readonly order: OrderState }
  | Refusal
  | OutcomeUnknown;

export const sideOf = (side: 'buy' | 'sell'): Side => (side === 'buy' ? 1 : 2);
