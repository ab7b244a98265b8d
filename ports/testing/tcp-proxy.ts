/**
 * A TCP proxy that does what networks do, when a test says so.
 *
 *   client ══ request ══▶ proxy ══▶ server        each message meets its fate in the order of arrival;
 *   client ◀═ response ══ proxy ◀══ server        what follows it on the same way waits behind it
 *
 * A message is whatever arrived at once, or (framing `length-prefixed`) one frame that begins with its
 * length in four bytes, as Kafka's do.
 */
import {
  type AddressInfo,
  createServer,
  connect as dial,
  type Server,
  type Socket,
} from 'node:net';

export interface ProxyMessage {
  readonly direction: 'request' | 'response';
  readonly bytes: Buffer;
  /** Counts connections from 0. */
  readonly connection: number;
}

export type Fate =
  | { readonly kind: 'pass' }
  /** Never arrives; the connection stays. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Arrives when `until` resolves, also when the sender is gone by then. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> }
  /** Both sides get a reset, and the message never arrives. */
  | { readonly kind: 'reset' }
  /** The sender gets a reset at once; the message arrives all the same, so much later. */
  | { readonly kind: 'orphan'; readonly ms: number }
  /** Arrives in pieces of so many bytes. */
  | { readonly kind: 'slice'; readonly bytes: number };

export const PASS: Fate = { kind: 'pass' };

interface Options {
  readonly port: number;
  readonly framing?: 'none' | 'length-prefixed';
  readonly judge?: (message: ProxyMessage) => Fate;
}

export class TcpProxy {
  /** Decides about each message; may be replaced at any time. */
  judge: (message: ProxyMessage) => Fate;
  /** How often each fate was met: a fault that did not happen proves nothing. */
  readonly counts: Record<Fate['kind'], number> = {
    pass: 0,
    drop: 0,
    delay: 0,
    hold: 0,
    reset: 0,
    orphan: 0,
    slice: 0,
  };
  readonly #options: Options;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connections = 0;
  #refuses = false;

  private constructor(options: Options) {
    this.#options = options;
    this.judge = options.judge ?? (() => PASS);
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** Listens on a free port of 127.0.0.1 and forwards to `port` there. */
  static async listen(options: Options): Promise<TcpProxy> {
    const proxy = new TcpProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets everything that is open, and whatever comes until `accept`. */
  refuse(): void {
    this.#refuses = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  accept(): void {
    this.#refuses = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    if (this.#refuses) {
      client.resetAndDestroy();
      return;
    }
    const server = dial({ port: this.#options.port, host: '127.0.0.1', allowHalfOpen: true });
    const connection = this.#connections;
    this.#connections += 1;
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      // Its end is seen as 'close'.
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    }
    const framing = this.#options.framing ?? 'none';
    const way = (direction: ProxyMessage['direction'], from: Socket, to: Socket) => {
      const meet = (bytes: Buffer) => {
        const fate = this.judge({ direction, bytes, connection });
        this.counts[fate.kind] += 1;
        return { bytes, fate };
      };
      new OneWay({ from, to, framing, meet });
    };
    way('request', client, server);
    way('response', server, client);
  }
}

class OneWay {
  readonly #from: Socket;
  readonly #to: Socket;
  #arrived: Promise<void> = Promise.resolve();
  /** The beginning of a frame whose rest has not come yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(options: {
    readonly from: Socket;
    readonly to: Socket;
    readonly framing: 'none' | 'length-prefixed';
    readonly meet: (bytes: Buffer) => { readonly bytes: Buffer; readonly fate: Fate };
  }) {
    const { from, to, framing, meet } = options;
    this.#from = from;
    this.#to = to;
    from.on('data', (chunk: Buffer) => {
      for (const bytes of framing === 'none' ? [chunk] : this.#frames(chunk)) {
        const message = meet(bytes);
        if (message.fate.kind === 'orphan') from.resetAndDestroy();
        this.#then(() => this.#deliver(message.bytes, message.fate));
      }
    });
    from.on('end', () => this.#then(async () => void to.end()));
    // Behind what is still on its way.
    from.on('close', () => this.#then(async () => void to.destroySoon()));
  }

  #then(step: () => Promise<void>): void {
    this.#arrived = this.#arrived.then(step);
  }

  #frames(chunk: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const bytes = 4 + this.#rest.readInt32BE(0);
      if (this.#rest.length < bytes) break;
      frames.push(this.#rest.subarray(0, bytes));
      this.#rest = this.#rest.subarray(bytes);
    }
    return frames;
  }

  async #deliver(bytes: Buffer, fate: Fate): Promise<void> {
    switch (fate.kind) {
      case 'pass':
        return this.#write(bytes);
      case 'drop':
        return;
      case 'delay':
      case 'orphan':
        await sleep(fate.ms);
        return this.#write(bytes);
      case 'hold':
        await fate.until;
        return this.#write(bytes);
      case 'reset':
        this.#from.resetAndDestroy();
        this.#to.resetAndDestroy();
        return;
      case 'slice':
        for (let at = 0; at < bytes.length; at += fate.bytes) {
          this.#write(bytes.subarray(at, at + fate.bytes));
          await new Promise((resolve) => setImmediate(resolve));
        }
    }
  }

  #write(bytes: Buffer): void {
    if (this.#to.writable) this.#to.write(bytes);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
