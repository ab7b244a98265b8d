/** A client of the Binance dialect for its tests: signs as clients do, and hides nothing. */
import { createHmac, type KeyObject, sign as signBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { until } from './exchange-harness.ts';
import { type ApiReply, type Credentials, sendHttp } from './open-exchange.ts';

export type Json = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, string | number>>;

export type Signing = Credentials | { readonly apiKey: string; readonly privateKey: KeyObject };

const textOf = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

function signatureOf(signing: Signing, payload: string): string {
  if ('secret' in signing) {
    return createHmac('sha256', signing.secret).update(payload).digest('hex');
  }
  const digest = signing.privateKey.asymmetricKeyType === 'rsa' ? 'sha256' : null;
  return signBytes(digest, Buffer.from(payload), signing.privateKey).toString('base64');
}

export class DialectClient {
  readonly #baseUrl: string;
  readonly #signing: Signing;

  constructor(baseUrl: string, signing: Signing) {
    this.#baseUrl = baseUrl;
    this.#signing = signing;
  }

  /** Signed, all in the query. */
  send(method: string, path: string, values: Values = {}): Promise<ApiReply> {
    const query = this.signed({ timestamp: Date.now(), ...values });
    return this.raw(method, `${path}?${query}`, '');
  }

  /** Query text with its signature at the end. */
  signed(values: Values, body = ''): string {
    const query = textOf(values);
    return `${query}&signature=${encodeURIComponent(signatureOf(this.#signing, `${query}${body}`))}`;
  }

  raw(
    method: string,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiReply> {
    const key = { 'x-mbx-apikey': this.#signing.apiKey };
    return sendHttp(this.#baseUrl, { method, path, body, headers: { ...key, ...headers } });
  }

  /** Parameters of a request of the WebSocket API. */
  members(values: Values = {}): Values {
    const all: Values = { ...values, apiKey: this.#signing.apiKey, timestamp: Date.now() };
    const names = Object.keys(all).sort();
    const payload = names.map((name) => `${name}=${all[name]}`).join('&');
    return { ...all, signature: signatureOf(this.#signing, payload) };
  }
}

/** A socket that remembers what it heard. */
export class DialectListener {
  readonly heard: Json[] = [];
  readonly closed: number[] = [];
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text: Buffer) => this.heard.push(JSON.parse(text.toString('utf8'))));
    socket.on('close', (code) => this.closed.push(code));
  }

  static async connect(url: string): Promise<DialectListener> {
    const socket = new WebSocket(url);
    const listener = new DialectListener(socket);
    await new Promise((done, failed) => {
      socket.once('open', done);
      socket.once('error', failed);
    });
    return listener;
  }

  raw(text: string): void {
    this.#socket.send(text);
  }

  async ask(method: string, params: unknown): Promise<Json> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.raw(JSON.stringify({ id, method, params }));
    const find = () => this.heard.find((message) => message['id'] === id);
    await until(() => find() !== undefined, `the answer to ${method}`);
    return find()!;
  }

  /** Of the kind of event, bare or within a stream or subscription. */
  events(kind: string): readonly Json[] {
    return this.heard
      .map((message) => (message['event'] ?? message['data'] ?? message) as Json)
      .filter((event) => event['e'] === kind);
  }

  close(): void {
    this.#socket.close();
  }
}
