/**
 * One connection to one broker. Requests go out as they come; the broker answers them one behind
 * another, so each answer belongs to the oldest request that has none.
 *
 * Whatever goes wrong ends the connection, and all that is under way with it: after a request without
 * an answer nobody knows what the next bytes would mean. While nothing is asked, no timer runs.
 */
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AnswerFrames } from './answer-frames.ts';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export interface BrokerRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  /** What stands behind the header. */
  readonly body: Buffer;
  /** How long nothing may come from the broker, beside the time that a large body takes. */
  readonly timeoutMs: number;
}

interface InFlight {
  readonly id: number;
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const KEEP_ALIVE_MS = 10_000;
const LENGTH_BYTES = 4;
const ID_BYTES = 4;
/** Length, API key, API version, id of the request, length of the client's name. */
const HEADER_BYTES = LENGTH_BYTES + 2 + 2 + ID_BYTES + 2;
/** Larger ones are not copied behind their header. */
const COPIED_BYTES_MAX = 64 * 1024;
const ID_MAX = 0x7fffffff;
/** 16 MiB a second, for a broker that has little of the machine. */
const SENT_BYTES_PER_MS = 16 * 1024;

export class BrokerSocket {
  readonly #socket: Socket;
  readonly #clientName: Buffer;
  readonly #inFlight: InFlight[] = [];
  #nextId = 0;
  #problem: Error | null = null;

  private constructor(socket: Socket, clientId: string) {
    this.#socket = socket;
    this.#clientName = Buffer.from(clientId);
    const frames = new AnswerFrames((answer) => this.#answered(answer));
    socket.on('data', (chunk) => {
      // Of all: what is behind a large answer comes only after it.
      for (const { timer } of this.#inFlight) timer.refresh();
      try {
        frames.take(chunk);
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy(new Error('the broker closed the connection')));
  }

  /** Throws what the operating system says; when it says nothing for `timeoutMs`, that. */
  static async open(
    { host, port }: BrokerAddress,
    options: {
      readonly clientId: string;
      /** null: without TLS. */
      readonly tls: ConnectionOptions | null;
      readonly timeoutMs: number;
    },
  ): Promise<BrokerSocket> {
    const { clientId, tls, timeoutMs } = options;
    const target = { host, port, noDelay: true, keepAlive: true };
    const keepAlive = { ...target, keepAliveInitialDelay: KEEP_ALIVE_MS };
    const socket =
      tls === null ? connect(keepAlive) : connectTls({ ...keepAlive, servername: host, ...tls });
    await connected(socket, tls === null ? 'connect' : 'secureConnect', timeoutMs);
    return new BrokerSocket(socket, clientId);
  }

  get isOpen(): boolean {
    return this.#problem === null;
  }

  /** Resolves to the answer behind its header. */
  request({ apiKey, apiVersion, body, timeoutMs }: BrokerRequest): Promise<Buffer> {
    if (this.#problem !== null) return Promise.reject(this.#problem);
    const id = this.#nextId;
    this.#nextId = id === ID_MAX ? 0 : id + 1;
    const bodyAt = HEADER_BYTES + this.#clientName.length;
    const isCopied = body.length <= COPIED_BYTES_MAX;
    const bytes = Buffer.allocUnsafe(bodyAt + (isCopied ? body.length : 0));
    bytes.writeInt32BE(bodyAt + body.length - LENGTH_BYTES, 0);
    bytes.writeInt16BE(apiKey, 4);
    bytes.writeInt16BE(apiVersion, 6);
    bytes.writeInt32BE(id, 8);
    bytes.writeInt16BE(this.#clientName.length, 12);
    this.#clientName.copy(bytes, HEADER_BYTES);
    if (isCopied) body.copy(bytes, bodyAt);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.destroy(new Error(`the broker has not answered for ${timeoutMs} ms`)),
        timeoutMs + body.length / SENT_BYTES_PER_MS,
      );
      this.#inFlight.push({ id, resolve, reject, timer });
      this.#socket.write(bytes);
      if (!isCopied) this.#socket.write(body);
    });
  }

  /** Idempotent: the first reason stays. What is under way fails with it, and may still land. */
  destroy(problem: Error): void {
    if (this.#problem !== null) return;
    this.#problem = problem;
    this.#socket.destroy();
    for (const { reject, timer } of this.#inFlight.splice(0)) {
      clearTimeout(timer);
      reject(problem);
    }
  }

  #answered(answer: Buffer): void {
    const oldest = this.#inFlight.shift();
    if (oldest === undefined || answer.readInt32BE(0) !== oldest.id) {
      if (oldest !== undefined) this.#inFlight.unshift(oldest);
      throw new Error('the broker answered what was not asked');
    }
    clearTimeout(oldest.timer);
    oldest.resolve(answer.subarray(ID_BYTES));
  }
}

function connected(socket: Socket, event: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const closed = (): void => fail(new Error('the broker closed the connection'));
    const timer = setTimeout(
      () => fail(new Error(`no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.once('error', fail);
    socket.once('close', closed);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.off('close', closed);
      resolve();
    });
  });
}
