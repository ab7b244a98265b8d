import { WebSocket } from 'ws';
import { ConnectionLost, toApiError } from './api-error.ts';
import type {
  AmendRequest,
  Order,
  OrderRequest,
  Replacement,
  ReplaceRequest,
} from './api-types.ts';
import { type Credentials, signingTimestampMs, signRequest } from './request-signature.ts';

export interface SocketClientOptions {
  /** E.g. `ws://127.0.0.1:4010/v1/ws`. */
  readonly wsUrl: string;
  /** Absent: public channels only. */
  readonly credentials?: Credentials;
  readonly timeoutMs?: number;
  readonly nowMs?: () => number;
}

/** A message of a channel, as sent; docs/websocket.md says what it holds. */
export type ChannelMessage = Readonly<Record<string, unknown>>;

/** One order of a batch: accepted, or the problem that it was refused for. */
export type BatchItem =
  | { readonly order: Order; readonly error?: undefined }
  | {
      readonly error: { readonly code: string; readonly detail: string };
      readonly order?: undefined;
    };

interface Pending {
  readonly resolve: (answer: ChannelMessage) => void;
  readonly reject: (error: Error) => void;
  readonly deadlineMs: number;
}

const TIMEOUT_MS = 10_000;
const SWEEP_MS = 250;
/** How long a server may take to say goodbye. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * One WebSocket connection. Requests may overlap, answers find their request by `id`. When the
 * connection ends, every open request fails with `ConnectionLost`: its outcome is unknown.
 */
export class SocketClient {
  readonly #socket: WebSocket;
  readonly #options: SocketClientOptions;
  readonly #timeoutMs: number;
  readonly #pending = new Map<string, Pending>();
  readonly #sweep: NodeJS.Timeout;
  #listener: (message: ChannelMessage) => void = () => {};
  #onClose: () => void = () => {};
  #lastId = 0;
  #isOver = false;

  private constructor(socket: WebSocket, options: SocketClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    socket.on('message', (text: Buffer) => this.#receive(text.toString('utf8')));
    socket.on('close', (code, reason) => this.#closed(`closed (${code} ${reason.toString()})`));
    socket.on('error', () => socket.terminate());
    this.#sweep = setInterval(() => this.#expire(), SWEEP_MS);
    this.#sweep.unref();
  }

  /** Connects and, with credentials, logs in. */
  static async connect(options: SocketClientOptions): Promise<SocketClient> {
    const socket = new WebSocket(options.wsUrl, {
      perMessageDeflate: false,
      handshakeTimeout: options.timeoutMs ?? TIMEOUT_MS,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (cause) => {
        reject(new ConnectionLost(`${options.wsUrl}: ${cause.message}`, { cause }));
      });
    });
    const client = new SocketClient(socket, options);
    try {
      if (options.credentials !== undefined) await client.#logIn(options.credentials);
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Bytes handed over and not yet sent: a generator that sees this grow is too fast. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  onMessage(listener: (message: ChannelMessage) => void): void {
    this.#listener = listener;
  }

  /** Told once, also of our own `close`. */
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  async place(order: OrderRequest): Promise<Order> {
    return (await this.request('place', { order }))['order'] as Order;
  }

  async placeBatch(orders: readonly OrderRequest[]): Promise<readonly BatchItem[]> {
    return (await this.request('place_batch', { orders }))['results'] as readonly BatchItem[];
  }

  async cancel(orderId: string): Promise<Order> {
    return (await this.request('cancel', { order_id: orderId }))['order'] as Order;
  }

  cancelAll(market: string): Promise<ChannelMessage> {
    return this.request('cancel_all', { market });
  }

  async amend(orderId: string, change: AmendRequest): Promise<Order> {
    return (await this.request('amend', { order_id: orderId, ...change }))['order'] as Order;
  }

  /** One order for another in one step. Rejects when the new one is refused. */
  async replace(orderId: string, request: ReplaceRequest): Promise<Replacement> {
    const { on_failure, ...order } = request;
    const how = on_failure === undefined ? {} : { on_failure };
    const reply = await this.request('replace', { order_id: orderId, order, ...how });
    return reply as unknown as Replacement;
  }

  subscribe(channel: string, market?: string): Promise<ChannelMessage> {
    return this.request('subscribe', {
      channel,
      ...(market === undefined ? {} : { market }),
    });
  }

  /** Any operation of docs/websocket.md; the typed methods above are made of it. */
  request(op: string, fields: Readonly<Record<string, unknown>>): Promise<ChannelMessage> {
    if (!this.isOpen) return Promise.reject(new ConnectionLost(`${op}: the connection is closed`));
    this.#lastId += 1;
    const id = String(this.#lastId);
    return new Promise((resolve, reject) => {
      const deadlineMs = performance.now() + this.#timeoutMs;
      this.#pending.set(id, { resolve, reject, deadlineMs });
      this.#socket.send(JSON.stringify({ op, id, ...fields }));
    });
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#socket.close();
    const deadline = setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS);
    deadline.unref();
    this.#socket.once('close', () => clearTimeout(deadline));
    this.#closed('closed by us');
  }

  async #logIn({ apiKey, secret }: Credentials): Promise<void> {
    const timestampMs = signingTimestampMs((this.#options.nowMs ?? Date.now)());
    const signature = signRequest(secret, {
      timestampMs,
      method: 'GET',
      path: new URL(this.#options.wsUrl).pathname,
      body: '',
    });
    await this.request('login', { api_key: apiKey, timestamp: timestampMs, signature });
  }

  #receive(text: string): void {
    const message = messageIn(text);
    if (message === null) {
      this.#closed('the server sent what is not JSON');
      this.#socket.terminate();
      return;
    }
    const id = message['id'];
    const pending = typeof id === 'string' ? this.#pending.get(id) : undefined;
    if (pending === undefined || typeof id !== 'string') {
      this.#listener(message);
      return;
    }
    this.#pending.delete(id);
    const error = message['error'];
    if (error === undefined) pending.resolve(message);
    else pending.reject(toApiError(Number((error as ChannelMessage)['status'] ?? 400), error));
  }

  #expire(): void {
    const nowMs = performance.now();
    for (const [id, { reject, deadlineMs }] of this.#pending) {
      if (deadlineMs > nowMs) continue;
      this.#pending.delete(id);
      reject(new ConnectionLost(`no answer in ${this.#timeoutMs} ms`));
    }
  }

  #closed(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#sweep);
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of open) reject(new ConnectionLost(why));
    this.#onClose();
  }
}

function messageIn(text: string): ChannelMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' ? (message as ChannelMessage | null) : null;
  } catch {
    return null;
  }
}
