/** Shapes of the native API (/openapi.json, docs/websocket.md): decimal strings for money, strings for ids. */

export interface OrderRequest {
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly price?: string;
  readonly quantity?: string;
  readonly quote_quantity?: string;
  /** What it shows at a time when it rests. */
  readonly display_quantity?: string;
  readonly time_in_force?: 'gtc' | 'ioc' | 'fok' | 'gtd';
  /** Of gtd: when it ends, microseconds. */
  readonly good_till?: number;
  readonly post_only?: boolean;
  /** It waits until a trade reaches this price. */
  readonly stop_price?: string;
  readonly stop_kind?: 'stop_loss' | 'take_profit';
  readonly self_trade?: 'none' | 'expire_taker' | 'expire_maker' | 'expire_both' | 'decrement';
  readonly client_order_id?: string;
}

export interface AmendRequest {
  readonly price?: string;
  readonly quantity?: string;
}

/** Of the order that takes the place of another one; when that one cannot be canceled: `stop`. */
export interface ReplaceRequest extends OrderRequest {
  readonly on_failure?: 'stop' | 'place';
}

export interface Fill {
  readonly trade_id: string;
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  readonly fee_asset: string;
  readonly liquidity: 'maker' | 'taker';
  readonly sequence: number;
}

export type OrderStatus =
  | 'open'
  | 'partially_filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'rejected';

export interface Order {
  readonly id: string;
  readonly client_order_id: string | null;
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly price: string | null;
  readonly quantity: string | null;
  /** What it shows at a time when it rests; null: all of it. */
  readonly display_quantity: string | null;
  readonly filled_quantity: string;
  readonly average_price: string | null;
  readonly status: OrderStatus;
  /** When it ends, microseconds. */
  readonly good_till: number | null;
  readonly stop_price: string | null;
  readonly stop_kind: 'stop_loss' | 'take_profit' | null;
  /** For its stop price, outside the book. */
  readonly waiting: boolean;
  /** What self-trade prevention took of it; absent: nothing. */
  readonly prevented_quantity?: string;
  /** Self-trade prevention ended it. */
  readonly expired_in_match?: boolean;
  readonly fills: readonly Fill[];
  readonly sequence: number;
  readonly created_at: string | null;
}

export interface Replacement {
  readonly order: Order;
  /** As it ended; absent: it did not end by this. */
  readonly canceled?: Order;
  readonly not_canceled?: { readonly code: string; readonly detail: string };
}

export interface AssetBalance {
  readonly asset: string;
  readonly available: string;
  readonly held: string;
  readonly total: string;
}

export type BookLevel = readonly [price: string, quantity: string];

export interface Book {
  readonly market: string;
  readonly sequence: number;
  /** Best first. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface Trade {
  readonly trade_id: string;
  readonly market: string;
  readonly price: string;
  readonly quantity: string;
  readonly side: 'buy' | 'sell';
  readonly sequence: number;
  readonly time: string;
}

export interface MarketState {
  readonly market: string;
  readonly status: string | null;
  /** Why it is halted; null: it is not. */
  readonly problem: string | null;
  readonly open_for_orders: boolean;
  readonly epoch: number | null;
  readonly offset: number | null;
  readonly sequence: number | null;
  readonly state_hash: string | null;
  readonly event_hash: string | null;
  readonly open_orders: number | null;
  readonly last_snapshot: {
    readonly offset: number;
    readonly taken_at: string;
    readonly bytes: number;
  } | null;
}

/** What a process is to one market. */
export interface MarketDuty {
  readonly market: string;
  readonly role: 'recovering' | 'standby' | 'primary' | 'halted' | 'diverged' | 'reader';
  readonly epoch: number;
  readonly offset: number;
  readonly sequence: number;
  readonly state_hash: string | null;
  readonly lag: number;
  readonly problem: string | null;
}

export interface ProcessState {
  readonly service: 'engine' | 'order-service' | 'settlement' | 'snapshotter' | 'projections';
  readonly name: string;
  readonly state: 'up' | 'silent' | 'down';
  /** null: none, or not the same for all its markets. */
  readonly role: MarketDuty['role'] | null;
  readonly pid: number;
  /** The order-service that answers names only its own markets. */
  readonly markets: readonly (MarketDuty | string)[];
  readonly epoch: number | null;
  readonly offset: number | null;
  readonly sequence: number | null;
  readonly lag: number | null;
}

export interface ExchangeStatus {
  readonly durability: string;
  readonly markets: readonly MarketState[];
  readonly processes: readonly ProcessState[];
}
