import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../../client/api-error.ts';
import type { Order, OrderRequest } from '../../client/api-types.ts';
import type { Credentials } from '../../client/request-signature.ts';
import { SocketClient } from '../../client/socket-client.ts';
import type { ClientRecordWriter } from '../audit/client-record.ts';
import type { FlowMarket } from '../trading/order-flow.ts';
import type { SeededRandom } from '../trading/seeded-random.ts';
import { drawnAmend, endsSoonMs, termedOrder } from '../trading/termed-orders.ts';
import type { Outages } from './outages.ts';

export interface TradingAccount {
  readonly name: string;
  readonly credentials: Credentials;
}

export interface DrillLoadOptions {
  readonly wsUrl: string;
  readonly accounts: readonly TradingAccount[];
  readonly markets: readonly FlowMarket[];
  readonly ratePerSecond: number;
  readonly random: SeededRandom;
  readonly record: ClientRecordWriter;
  readonly outages: Outages;
  /** Starts every client order id, so that runs on one data directory do not meet. */
  readonly idPrefix: string;
}

export interface LoadCounts {
  offered: number;
  accepted: number;
  canceled: number;
  amended: number;
  rejected: number;
  unknown: number;
}

interface Trader {
  readonly name: string;
  readonly credentials: Credentials;
  socket: SocketClient | null;
  connecting: boolean;
  readonly open: Order[];
}

/** Above this many open orders an account cancels rather than places. */
const OPEN_ORDERS_MAX = 200;
const CANCEL_SHARE = 0.3;
const AMEND_SHARE = 0.1;
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * Open-loop load through the public WebSocket: requests leave on a fixed schedule whether or not the
 * exchange answers. Everything asked and told goes to the client record.
 */
export class DrillLoad {
  readonly counts: LoadCounts = {
    ...{ offered: 0, accepted: 0, canceled: 0, amended: 0, rejected: 0, unknown: 0 },
  };
  readonly #options: DrillLoadOptions;
  readonly #traders: readonly Trader[];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #reasons = new Map<string, number>();
  #running: Promise<void> | null = null;
  #stopping = false;
  /** When the last order that is soon over ends. */
  #lastEndMs = 0;

  constructor(options: DrillLoadOptions) {
    this.#options = options;
    this.#traders = options.accounts.map(({ name, credentials }) => ({
      name,
      credentials,
      socket: null,
      connecting: false,
      open: [],
    }));
  }

  /** How often each refusal came. */
  get refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#reasons);
  }

  async start(): Promise<void> {
    await Promise.all(this.#traders.map((trader) => this.#connect(trader)));
    this.#running = this.#run();
  }

  /** Stops offering; waits for every answer that is still to come, and until no order ends soon. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    await Promise.all(this.#inFlight);
    await sleep(Math.max(0, this.#lastEndMs - Date.now()));
    for (const { socket } of this.#traders) socket?.close();
  }

  async #run(): Promise<void> {
    const startMs = performance.now();
    const intervalMs = 1000 / this.#options.ratePerSecond;
    for (let sent = 0; !this.#stopping; ) {
      const due = Math.floor((performance.now() - startMs) / intervalMs);
      for (; sent < due; sent += 1) this.#fire(sent);
      await sleep(1);
    }
  }

  #fire(index: number): void {
    const trader = this.#traders[index % this.#traders.length];
    if (trader === undefined) return;
    this.counts.offered += 1;
    if (trader.socket === null || !trader.socket.isOpen) {
      void this.#connect(trader);
      return;
    }
    const work = this.#work(trader, trader.socket, index);
    const tracked = work.finally(() => this.#inFlight.delete(tracked));
    this.#inFlight.add(tracked);
  }

  #work(trader: Trader, socket: SocketClient, index: number): Promise<void> {
    const { random, markets } = this.#options;
    const draw = random.fraction();
    const { length } = trader.open;
    const cancels = length > OPEN_ORDERS_MAX || (length > 0 && draw < CANCEL_SHARE);
    if (cancels) return this.#cancel(trader, socket);
    if (length > 0 && draw < CANCEL_SHARE + AMEND_SHARE) return this.#amend(trader, socket);
    return this.#place(trader, socket, random.pick(markets), index);
  }

  async #place(
    trader: Trader,
    socket: SocketClient,
    market: FlowMarket,
    index: number,
  ): Promise<void> {
    const id = `${this.#options.idPrefix}-${index}`;
    const nowMs = Date.now();
    const request = termedOrder(this.#options.random, market, { clientOrderId: id, nowMs });
    this.#lastEndMs = Math.max(this.#lastEndMs, endsSoonMs(request, nowMs));
    this.#recordRequest(trader, request, id);
    try {
      const order = await socket.place(request);
      this.#acknowledged(request.market);
      this.#recordAccepted(order, id);
      if (order.status === 'open' || order.status === 'partially_filled') {
        trader.open.push(order);
      }
    } catch (error) {
      this.#recordFailure(error, id);
    }
  }

  async #cancel(trader: Trader, socket: SocketClient): Promise<void> {
    const index = this.#options.random.below(trader.open.length);
    const [order] = trader.open.splice(index, 1);
    if (order === undefined) return;
    try {
      await socket.cancel(order.id);
      this.counts.canceled += 1;
      this.#acknowledged(order.market);
    } catch (error) {
      // Most often it was filled in the meantime.
      if (error instanceof ApiError) this.#refused(error);
    }
  }

  async #amend({ open }: Trader, socket: SocketClient): Promise<void> {
    const { random, markets } = this.#options;
    const order = random.pick(open);
    const market = markets.find((each) => each.market === order.market);
    if (market === undefined) return;
    try {
      await socket.amend(order.id, drawnAmend(random, market, order));
      this.counts.amended += 1;
      this.#acknowledged(order.market);
    } catch (error) {
      // As with a cancel; and those that wait for their stop price cannot be amended.
      if (error instanceof ApiError) this.#refused(error);
    }
  }

  #acknowledged(market: string): void {
    this.#options.outages.acknowledged(market, performance.now());
  }

  #recordRequest(trader: Trader, request: OrderRequest, id: string): void {
    this.#options.record.write({
      t: 'request',
      id,
      client_order_id: id,
      account: trader.name,
      market: request.market,
      side: request.side,
      type: request.type,
      ...(request.price === undefined ? {} : { price: request.price }),
      ...(request.quantity === undefined ? {} : { quantity: request.quantity }),
      ...(request.quote_quantity === undefined ? {} : { quote_quantity: request.quote_quantity }),
      sent_at_ms: Date.now(),
    });
  }

  #recordAccepted(order: Order, id: string): void {
    this.counts.accepted += 1;
    this.#options.record.write({
      t: 'answer',
      id,
      client_order_id: id,
      outcome: 'accepted',
      order_id: order.id,
      status: order.status,
      filled: order.filled_quantity,
      sequence: order.sequence,
      trades: order.fills.map((fill) => ({
        trade_id: fill.trade_id,
        price: fill.price,
        quantity: fill.quantity,
      })),
      received_at_ms: Date.now(),
    });
  }

  #recordFailure(error: unknown, id: string): void {
    const certain = error instanceof ApiError && error.status < 500 && error.status !== 429;
    if (certain) this.counts.rejected += 1;
    else this.counts.unknown += 1;
    if (error instanceof ApiError) this.#refused(error);
    this.#options.record.write({
      t: 'answer',
      id,
      client_order_id: id,
      outcome: certain ? 'rejected' : 'unknown',
      ...(error instanceof ApiError && { code: error.code }),
      received_at_ms: Date.now(),
    });
  }

  #refused(error: ApiError): void {
    // Not an acknowledgement: the edge may refuse by itself while no engine is there.
    this.#reasons.set(error.code, (this.#reasons.get(error.code) ?? 0) + 1);
  }

  async #connect(trader: Trader): Promise<void> {
    if (trader.connecting) return;
    trader.connecting = true;
    try {
      trader.socket = await SocketClient.connect({
        wsUrl: this.#options.wsUrl,
        credentials: trader.credentials,
        timeoutMs: REQUEST_TIMEOUT_MS,
      });
    } catch {
      trader.socket = null;
      await sleep(50);
    } finally {
      trader.connecting = false;
    }
  }
}
