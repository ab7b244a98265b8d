/** A client of `/v1/ws` for its tests, which remembers what it heard. */
import { WebSocket } from 'ws';
import { until } from './exchange-harness.ts';
import { type Credentials, nextTimestampMs, sign } from './open-exchange.ts';

export type Message = Readonly<Record<string, unknown>>;

export class ApiSocket {
  readonly messages: Message[] = [];
  readonly closed: { code: number; reason: string }[] = [];
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text: Buffer) => this.messages.push(JSON.parse(text.toString('utf8'))));
    socket.on('close', (code, reason) => this.closed.push({ code, reason: reason.toString() }));
  }

  static async connect(wsUrl: string): Promise<ApiSocket> {
    const client = new ApiSocket(new WebSocket(wsUrl));
    await until(() => client.messages.length > 0, 'hello');
    return client;
  }

  send(op: string, fields: object = {}): string {
    this.#lastId += 1;
    const id = `r${this.#lastId}`;
    this.#socket.send(JSON.stringify({ op, id, ...fields }));
    return id;
  }

  terminate(): void {
    this.#socket.terminate();
  }

  raw(text: string | Buffer): void {
    this.#socket.send(text);
  }

  async ask(op: string, fields: object = {}): Promise<Message> {
    return this.reply(this.send(op, fields));
  }

  async reply(id: string): Promise<Message> {
    const find = () => this.messages.find((message) => message['id'] === id);
    await until(() => find() !== undefined, `the reply to ${id}`);
    return find()!;
  }

  of(type: string): readonly Message[] {
    return this.messages.filter((message) => message['type'] === type);
  }

  login({ apiKey, secret }: Credentials): Promise<Message> {
    const timestamp = String(nextTimestampMs());
    const text = { timestamp, method: 'GET', path: '/v1/ws', body: '' };
    const signature = sign(secret, text);
    return this.ask('login', { api_key: apiKey, timestamp: Number(timestamp), signature });
  }

  close(): void {
    this.#socket.close();
  }
}
