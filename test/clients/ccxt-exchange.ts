/** ccxt as the tests use it, and how it is pointed at the exchange: by urls alone. */
import type { ClientExchange, Name } from './client-exchange.ts';

export interface CcxtOrder {
  readonly id: string;
  readonly clientOrderId: string;
  readonly status: string;
  readonly side: string;
  readonly type: string;
  readonly price: number;
  /** Of an order that waits, or waited. */
  readonly stopPrice?: number;
  /** The exchange's own words. */
  readonly info: Readonly<Record<string, unknown>>;
  readonly amount: number;
  readonly filled: number;
  readonly cost: number;
  readonly trades: readonly unknown[];
}

export interface CcxtBook {
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
  readonly nonce: number;
}

export interface CcxtTrade {
  readonly id: string;
  readonly order: string;
  readonly price: number;
  readonly amount: number;
  readonly side: string;
  readonly fee: { readonly cost: number; readonly currency: string };
}

type Params = Readonly<Record<string, unknown>>;
type Balance = Readonly<Record<string, { readonly free: number; readonly used: number }>>;

export interface Ccxt {
  nonce: () => number;
  readonly markets: Readonly<Record<string, unknown>>;
  loadHttpProxyAgent(): Promise<unknown>;
  loadMarkets(): Promise<Readonly<Record<string, unknown>>>;
  market(symbol: string): {
    readonly spot: boolean;
    readonly id: string;
    readonly precision: { readonly amount: number; readonly price: number };
  };
  fetchTime(): Promise<number>;
  fetchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>;
  fetchTicker(symbol: string): Promise<Readonly<Record<string, unknown>>>;
  fetchTrades(symbol: string): Promise<readonly CcxtTrade[]>;
  fetchOHLCV(symbol: string, timeframe: string): Promise<readonly (readonly number[])[]>;
  fetchBalance(): Promise<Balance>;
  fetchTradingFee(symbol: string): Promise<{ readonly maker: number; readonly taker: number }>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
    params?: Params,
  ): Promise<CcxtOrder>;
  createOrderWs: Ccxt['createOrder'];
  createMarketBuyOrderWithCost(symbol: string, cost: number): Promise<CcxtOrder>;
  editOrder(
    id: string,
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price: number,
  ): Promise<CcxtOrder>;
  cancelOrder(id: string, symbol: string, params?: Params): Promise<CcxtOrder>;
  cancelAllOrders(symbol: string): Promise<readonly CcxtOrder[]>;
  fetchOrder(id: string, symbol: string): Promise<CcxtOrder>;
  fetchOrders(symbol: string): Promise<readonly CcxtOrder[]>;
  fetchOpenOrders(symbol: string): Promise<readonly CcxtOrder[]>;
  fetchClosedOrders(symbol: string): Promise<readonly CcxtOrder[]>;
  fetchMyTrades(symbol: string): Promise<readonly CcxtTrade[]>;
  watchOrderBook(symbol: string): Promise<CcxtBook>;
  watchTrades(symbol: string): Promise<readonly CcxtTrade[]>;
  watchTicker(symbol: string): Promise<Readonly<Record<string, unknown>>>;
  watchOHLCV(symbol: string, timeframe: string): Promise<readonly (readonly number[])[]>;
  watchOrders(symbol?: string): Promise<readonly CcxtOrder[]>;
  watchMyTrades(symbol?: string): Promise<readonly CcxtTrade[]>;
  watchBalance(): Promise<Balance>;
  /** A call of the exchange's own API, without ccxt's own checks before it. */
  privatePostOrder(params: Params): Promise<Params>;
  privateDeleteOrder(params: Params): Promise<Params>;
  privateGetOrder(params: Params): Promise<Params>;
  privatePostOrderCancelReplace(params: Params): Promise<Params>;
  privateGetAccount(params?: Params): Promise<Params>;
  publicGetKlines(params: Params): Promise<unknown>;
  publicGetDepth(params: Params): Promise<unknown>;
  close(): Promise<void>;
}

export interface CcxtLibrary {
  readonly pro: { readonly binance: new (options: object) => Ccxt };
}

/** With every url ours, no option is needed. */
export function ccxtOf(
  library: CcxtLibrary,
  exchange: ClientExchange,
  keys: Name | { readonly apiKey: string; readonly secret: string },
): Ccxt {
  const { apiKey, secret } = typeof keys === 'string' ? exchange.accounts[keys] : keys;
  const { baseUrl: base, wsUrl: ws } = exchange;
  return new library.pro.binance({
    apiKey,
    secret,
    urls: {
      api: {
        public: `${base}/api/v3`,
        private: `${base}/api/v3`,
        sapi: `${base}/sapi/v1`,
        fapiPublic: `${base}/fapi/v1`,
        dapiPublic: `${base}/dapi/v1`,
        ws: { spot: `${ws}/ws`, margin: `${ws}/ws`, 'ws-api': { spot: `${ws}/ws-api/v3` } },
      },
    },
  });
}
