import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { ConnectionLost, toApiError } from './api-error.ts';
import type {
  AmendRequest,
  AssetBalance,
  Book,
  ExchangeStatus,
  Order,
  OrderRequest,
  Replacement,
  ReplaceRequest,
  Trade,
} from './api-types.ts';
import { type Credentials, signatureHeaders, signingTimestampMs } from './request-signature.ts';

export interface RestClientOptions {
  /** E.g. `http://127.0.0.1:4010`, or `https://…` where TLS stands before it; without a path. */
  readonly baseUrl: string;
  /** Absent: public endpoints only. */
  readonly credentials?: Credentials;
  /** Until the whole answer is there; absent: 10 seconds. */
  readonly timeoutMs?: number;
  readonly nowMs?: () => number;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const TIMEOUT_MS = 10_000;
const SOCKETS_MAX = 64;

/**
 * One account's view of the exchange over HTTP. Every method throws `ApiError` when the exchange
 * refuses and `ConnectionLost` when there is no answer.
 */
export class RestClient {
  readonly #base: URL;
  readonly #credentials: Credentials | null;
  readonly #timeoutMs: number;
  readonly #nowMs: () => number;
  readonly #agent: Agent;

  /** Throws TypeError: the base URL is none. */
  constructor(options: RestClientOptions) {
    this.#base = baseOf(options.baseUrl);
    const sockets = { keepAlive: true, maxSockets: SOCKETS_MAX };
    this.#agent = isTls(this.#base) ? new TlsAgent(sockets) : new Agent(sockets);
    this.#credentials = options.credentials ?? null;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  status(): Promise<ExchangeStatus> {
    return this.request('GET', '/v1/status');
  }

  /** `at`: as it was then, at a sequence or an RFC 3339 time; absent: now. */
  book(market: string, depth: number, at?: string): Promise<Book> {
    const path = `/v1/markets/${encodeURIComponent(market)}/book?depth=${depth}`;
    return this.request('GET', `${path}${pastOf(at)}`);
  }

  /** The latest; `at`: up to then. */
  async trades(market: string, limit: number, at?: string): Promise<readonly Trade[]> {
    const path = `/v1/markets/${encodeURIComponent(market)}/trades?limit=${limit}${pastOf(at)}`;
    return (await this.request<{ readonly trades: readonly Trade[] }>('GET', path)).trades;
  }

  /** `at`: as they were at that RFC 3339 time; absent: now. */
  async balances(at?: string): Promise<readonly AssetBalance[]> {
    const path = `/v1/balances${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`;
    return (await this.request<{ readonly balances: readonly AssetBalance[] }>('GET', path))
      .balances;
  }

  /** Open orders of a market, latest first; `at`: those of then, at a sequence or an RFC 3339 time. */
  async openOrders(market: string, limit: number, at?: string): Promise<readonly Order[]> {
    const path = `/v1/orders?market=${encodeURIComponent(market)}&limit=${limit}${pastOf(at)}`;
    return (await this.request<{ readonly orders: readonly Order[] }>('GET', path)).orders;
  }

  place(order: OrderRequest): Promise<Order> {
    return this.request('POST', '/v1/orders', order);
  }

  /** One order for another in one step. Rejects when the new one is refused. */
  replace(orderId: string, order: ReplaceRequest): Promise<Replacement> {
    return this.request('POST', `/v1/orders/${encodeURIComponent(orderId)}/replace`, order);
  }

  amend(orderId: string, change: AmendRequest): Promise<Order> {
    return this.request('PATCH', `/v1/orders/${encodeURIComponent(orderId)}`, change);
  }

  cancel(orderId: string): Promise<Order> {
    return this.request('DELETE', `/v1/orders/${encodeURIComponent(orderId)}`);
  }

  cancelAll(market: string): Promise<unknown> {
    return this.request('DELETE', `/v1/orders?market=${encodeURIComponent(market)}`);
  }

  order(orderId: string): Promise<Order> {
    return this.request('GET', `/v1/orders/${encodeURIComponent(orderId)}`);
  }

  orderByClientId(clientOrderId: string): Promise<Order> {
    return this.request('GET', `/v1/orders/client/${encodeURIComponent(clientOrderId)}`);
  }

  /** True when the exchange accepts orders now; false when it answers that it does not. */
  async isReady(): Promise<boolean> {
    const { status } = await this.#send('GET', '/readyz', '');
    return status === 200;
  }

  /** Any endpoint; the typed methods above are made of it. `path` includes the query. */
  async request<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
    const { status, text } = await this.#send(
      method,
      path,
      body === undefined ? '' : JSON.stringify(body),
    );
    let answer: unknown = null;
    try {
      if (text !== '') answer = JSON.parse(text);
    } catch (cause) {
      if (status < 400) throw new ConnectionLost(`${method} ${path}: not JSON`, { cause });
    }
    if (status >= 400) throw toApiError(status, answer);
    return answer as Answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    method: Method,
    path: string,
    body: string,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const text = { timestampMs: signingTimestampMs(this.#nowMs()), method, path, body };
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      ...(this.#credentials === null ? {} : signatureHeaders(this.#credentials, text)),
      'content-length': String(Buffer.byteLength(body)),
    };
    return new Promise((resolve, reject) => {
      let isLate = false;
      const lost = (why: string, cause: NodeJS.ErrnoException) => {
        clearTimeout(deadline);
        const effect = method === 'GET' || cause.code === 'ECONNREFUSED' ? 'none' : 'unknown';
        const reason = isLate ? `no answer in ${this.#timeoutMs} ms` : why;
        const what = `${method} ${this.#base.origin}${path}: ${reason}`;
        reject(new ConnectionLost(what, { cause, effect }));
      };
      const request = (isTls(this.#base) ? httpsRequest : httpRequest)(
        {
          agent: this.#agent,
          // An IPv6 address stands in brackets in a URL only.
          hostname: this.#base.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: this.#base.port,
          method,
          path,
          headers,
        },
        (response) => {
          readAll(response).then(
            (answer) => {
              clearTimeout(deadline);
              resolve({ status: response.statusCode ?? 0, text: answer });
            },
            (cause) => lost('the answer broke off', cause),
          );
        },
      );
      // Not the socket's timeout: that begins anew with every byte, and only once there is a socket.
      const deadline = setTimeout(() => {
        isLate = true;
        request.destroy();
      }, this.#timeoutMs);
      request.on('error', (cause) => lost(cause.message, cause));
      request.end(body);
    });
  }
}

function baseOf(text: string): URL {
  const base = new URL(text);
  const isWhole = /^https?:$/.test(base.protocol) && base.href === `${base.origin}/`;
  if (!isWhole) throw new TypeError(`a base URL is http[s]://host[:port], not ${text}`);
  return base;
}

const isTls = ({ protocol }: URL): boolean => protocol === 'https:';

const pastOf = (at: string | undefined): string =>
  at === undefined ? '' : `&at=${encodeURIComponent(at)}`;

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += chunk as string;
  return text;
}
