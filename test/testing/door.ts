import type { DemoAccount } from '../../cli/connection.ts';
import { ConnectionLost } from '../../client/api-error.ts';
import type { AmendRequest, Order, OrderRequest } from '../../client/api-types.ts';
import { RestClient } from '../../client/rest-client.ts';
import { SocketClient } from '../../client/socket-client.ts';

const TIMEOUT_MS = 8_000;

/** One account's way in; connects again whenever its connection was lost. */
export class Door {
  readonly #rest: RestClient;
  readonly #kind: 'rest' | 'socket';
  readonly #connect: () => Promise<SocketClient>;
  #socket: SocketClient | null = null;

  constructor(options: {
    readonly baseUrl: string;
    readonly wsUrl: string;
    readonly account: DemoAccount;
    readonly kind: 'rest' | 'socket';
  }) {
    const { baseUrl, wsUrl, account, kind } = options;
    this.#kind = kind;
    this.#rest = new RestClient({ baseUrl, credentials: account, timeoutMs: TIMEOUT_MS });
    this.#connect = () =>
      SocketClient.connect({ wsUrl, credentials: account, timeoutMs: TIMEOUT_MS });
  }

  async place(request: OrderRequest): Promise<Order> {
    const way = this.#kind === 'rest' ? this.#rest : await this.#open();
    const order = await way.place(request);
    // Sent again while the first sending is under way: there is an order id, but no outcome yet.
    if ((order.status as string) === 'pending') throw new ConnectionLost(`${order.id} is pending`);
    return order;
  }

  /** One order for another. */
  async replace(orderId: string, request: OrderRequest): Promise<Order> {
    const way = this.#kind === 'rest' ? this.#rest : await this.#open();
    const { order } = await way.replace(orderId, request);
    if ((order.status as string) === 'pending') throw new ConnectionLost(`${order.id} is pending`);
    return order;
  }

  async cancel(orderId: string): Promise<Order> {
    return (this.#kind === 'rest' ? this.#rest : await this.#open()).cancel(orderId);
  }

  async amend(orderId: string, change: AmendRequest): Promise<Order> {
    return (this.#kind === 'rest' ? this.#rest : await this.#open()).amend(orderId, change);
  }

  orderByClientId(clientOrderId: string): Promise<Order> {
    return this.#rest.orderByClientId(clientOrderId);
  }

  close(): void {
    this.#rest.close();
    this.#socket?.close();
  }

  async #open(): Promise<SocketClient> {
    if (this.#socket?.isOpen !== true) {
      this.#socket?.close();
      this.#socket = await this.#connect();
    }
    return this.#socket;
  }
}
