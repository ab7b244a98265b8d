/**
 * One WebSocket of the dialect: sends, and ends a client that does not read or does not answer. What
 * is said on it is the business of its `receiver`.
 */
import type { WebSocket } from 'ws';
import type { Clock } from '../../ports/clock/clock.ts';
import type { Metrics } from '../http/metrics.ts';
import type { DoorLimits } from '../limits.ts';
import { TurnFrames } from '../turn-frames.ts';
import { jsonText, type TimeUnit } from './dialect-time.ts';
import type { StreamListener, StreamMessage } from './streams/stream-feed.ts';

export interface SocketReceiver {
  receive(text: Buffer): void;
  /** After the socket closed, for whatever reason. */
  closed(): void;
}

export interface SocketSurroundings {
  readonly clock: Clock;
  readonly doors: DoorLimits;
  readonly metrics: Metrics;
}

const CLOSE_TRY_LATER = 1013;
const CLOSE_WRONG_DATA = 1003;
const TERMINATE_AFTER_MS = 1_000;
/** Of silence, pings and pongs included. */
const SILENCE_MS = 60_000;

export class DialectSocket implements StreamListener {
  readonly address: string;
  form: 'plain' | 'combined' = 'plain';
  unit: TimeUnit = 'milliseconds';
  readonly #socket: WebSocket;
  readonly #frames: TurnFrames;
  readonly #around: SocketSurroundings;
  #receiver: SocketReceiver | null = null;
  #heardAtMs: number;
  #isClosed = false;

  constructor(socket: WebSocket, around: SocketSurroundings, address: string) {
    this.#socket = socket;
    this.#frames = new TurnFrames(socket);
    this.#around = around;
    this.address = address;
    this.#heardAtMs = around.clock.monotonicMs();
    socket.on('message', (bytes: Buffer, isBinary: boolean) => {
      this.#heard();
      // What the client sent before it hears of our close: nobody would get the answer.
      if (this.#isClosed) return;
      if (isBinary) this.close(CLOSE_WRONG_DATA, 'messages are text');
      else this.#receiver?.receive(bytes);
    });
    socket.on('pong', () => this.#heard());
    socket.on('ping', () => this.#heard());
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#isClosed = true;
      this.#receiver?.closed();
    });
  }

  attach(receiver: SocketReceiver): void {
    this.#receiver = receiver;
  }

  get isBehind(): boolean {
    return this.#frames.bufferedBytes > this.#around.doors.bookConflateBytes;
  }

  deliver(message: StreamMessage): void {
    this.#send(message.bytes(this.form, this.unit));
  }

  send(body: object): void {
    this.#send(jsonText(body, this.unit));
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#frames.flush();
    this.#socket.close(code, reason);
    // A client that does not read will not answer the close either.
    this.#around.clock.setTimer(TERMINATE_AFTER_MS, () => this.#socket.terminate());
  }

  /** Asks for a sign of life; ends a connection that gave none for a minute. */
  ping(): void {
    const nowMs = this.#around.clock.monotonicMs();
    if (nowMs - this.#heardAtMs > SILENCE_MS) this.#socket.terminate();
    else this.#socket.ping(String(Math.floor(nowMs)));
  }

  #heard(): void {
    this.#heardAtMs = this.#around.clock.monotonicMs();
  }

  #send(message: string | Buffer): void {
    if (this.#isClosed) return;
    if (this.#frames.bufferedBytes > this.#around.doors.socketBufferBytesMax) {
      this.#around.metrics.slowConsumer();
      this.close(CLOSE_TRY_LATER, 'slow consumer');
      return;
    }
    this.#frames.send(message);
  }
}
