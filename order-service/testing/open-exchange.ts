/** An exchange with its doors open, and clients that sign. */
import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Scope } from '../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { type AccountId, timestampUs } from '../../proto/units.ts';
import type { DialectRateLimits } from '../binance/rate-meters.ts';
import { appendControl } from '../control-records.ts';
import { type OpenedDoors, openDoors } from '../doors.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import {
  type ExchangeHarness,
  type HarnessOptions,
  plainSealing,
  tradingExchange,
  until,
} from './exchange-harness.ts';

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // The shape is what the test asserts.
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
}

let lastTimestampMs = 0;

/** No two requests of a test have the same timestamp: equal ones would be replays. */
export function nextTimestampMs(): number {
  lastTimestampMs = Math.max(lastTimestampMs + 1, Date.now() - 2_000);
  return lastTimestampMs;
}

export function sign(
  secret: string,
  text: {
    readonly timestamp: string;
    readonly method: string;
    readonly path: string;
    readonly body: string | Uint8Array;
  },
): string {
  const digest = createHash('sha256').update(text.body).digest('hex');
  return createHmac('sha256', secret)
    .update(`${text.timestamp}\n${text.method}\n${text.path}\n${digest}`)
    .digest('hex');
}

export class ApiClient {
  readonly #baseUrl: string;
  readonly #credentials: Credentials | null;

  constructor(baseUrl: string, credentials: Credentials | null) {
    this.#baseUrl = baseUrl;
    this.#credentials = credentials;
  }

  send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiReply> {
    const text = body === undefined ? '' : JSON.stringify(body);
    return this.raw(method, path, text, headers);
  }

  raw(
    method: string,
    path: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiReply> {
    const timestamp = String(nextTimestampMs());
    const signed =
      this.#credentials === null
        ? {}
        : {
            'x-api-key': this.#credentials.apiKey,
            'x-timestamp': timestamp,
            'x-signature': sign(this.#credentials.secret, { timestamp, method, path, body }),
          };
    const type = body.length === 0 ? {} : { 'content-type': 'application/json' };
    return sendHttp(this.#baseUrl, {
      method,
      path,
      body,
      headers: { ...type, ...signed, ...headers },
    });
  }
}

export function sendHttp(
  baseUrl: string,
  sent: {
    readonly method: string;
    readonly path: string;
    readonly body: string | Uint8Array;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<ApiReply> {
  return new Promise((resolve, reject) => {
    const { method, path, body, headers } = sent;
    const { hostname, port } = new URL(baseUrl);
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { hostname, port, method, path, headers: { ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = String(response.headers['content-type']).includes('json');
          const parsed = isJson ? (JSON.parse(text) as ApiReply['body']) : {};
          const status = response.statusCode ?? 0;
          resolve({ status, headers: response.headers, body: parsed, text });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export interface OpenExchange {
  readonly exchange: ExchangeHarness;
  readonly service: OrderService;
  readonly doors: OpenedDoors;
  readonly alice: ApiClient;
  readonly bob: ApiClient;
  readonly admin: ApiClient;
  readonly nobody: ApiClient;
  readonly keys: Readonly<Record<'alice' | 'bob' | 'admin', Credentials>>;
  close(): Promise<void>;
}

export async function addKey(
  exchange: ExchangeHarness,
  key: {
    readonly accountId: AccountId;
    readonly scopes: readonly Scope[];
    readonly ipAllowList?: readonly string[];
    readonly expiresAtUs?: number;
  },
): Promise<Credentials> {
  const apiKey = `key-${key.accountId}-${Math.random().toString(36).slice(2)}`;
  const secret = `secret of ${apiKey}`;
  const at = await appendControl(exchange.ports, LEDGER_TOPIC, {
    kind: 'CreateApiKey',
    apiKey,
    accountId: key.accountId,
    sealedSecret: plainSealing.seal(Buffer.from(secret)),
    scopes: key.scopes,
    ipAllowList: key.ipAllowList ?? [],
    expiresAtUs: timestampUs(key.expiresAtUs ?? 0),
  });
  await until(async () => {
    const cursor = await exchange.accounts.cursor(LEDGER_TOPIC);
    return (cursor?.nextLogOffset ?? 0) > at;
  }, 'the key');
  return { apiKey, secret };
}

export async function openExchange(
  options: HarnessOptions & {
    readonly doors?: Partial<DoorLimits>;
    readonly dialectLimits?: Partial<DialectRateLimits>;
    readonly faucet?: 'on';
    readonly adminDoor?: 'apart';
  } = {},
): Promise<OpenExchange> {
  const { exchange, service, alice, bob } = await tradingExchange(options);
  const doors = await openDoors({
    service,
    host: '127.0.0.1',
    port: 0,
    identity: { pid: process.pid, version: 'test' },
    ...(options.doors && { doors: options.doors }),
    ...(options.dialectLimits && { dialectLimits: options.dialectLimits }),
    ...(options.faucet && { faucet: options.faucet }),
    ...(options.adminDoor && { adminDoor: { host: '127.0.0.1', port: 0 } }),
  });
  const trader = [Scope.read, Scope.trade, Scope.cancel, Scope.withdraw];
  const operator = await exchange.fund(9, {});
  const keys = {
    alice: await addKey(exchange, { accountId: alice, scopes: trader }),
    bob: await addKey(exchange, { accountId: bob, scopes: trader }),
    admin: await addKey(exchange, { accountId: operator, scopes: [...trader, Scope.admin] }),
  };
  const client = (credentials: Credentials | null) => new ApiClient(doors.baseUrl, credentials);
  return {
    exchange,
    service,
    doors,
    keys,
    alice: client(keys.alice),
    bob: client(keys.bob),
    admin: new ApiClient(doors.adminUrl, keys.admin),
    nobody: client(null),
    async close() {
      await doors.close();
      await service.stop();
      await exchange.close();
    },
  };
}
