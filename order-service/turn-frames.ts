/**
 * Everything that a WebSocket says in one turn of the event loop leaves as one buffer, in one write:
 *
 *   send ─▶ waiting ──end of the turn, or of a later one (turn-end.ts)──▶ │head│text│head│text│…│ ──▶ socket
 *
 * `ws` makes two chunks of each message, and a corked socket writes them as a list; that list costs
 * most of what it is to send (docs/performance-log/single-orders.md). A turn's messages are framed
 * here instead, as RFC 6455 5.2 says: FIN and the opcode of text, no mask (we are a server), no extension.
 *
 * What thousands hear is the same bytes for each, and is framed once: a piece of its own for each of
 * 2,000 was 35 MB/s, which made V8 collect the whole heap three times a second (ADR 56).
 */
import type { WebSocket } from 'ws';
import { assert } from '../proto/assert.ts';
import { TurnEnd } from './turn-end.ts';

const FIN_TEXT = 0x81;
const LENGTH_OF_2_BYTES = 126;
const LENGTH_OF_8_BYTES = 127;
const OPEN: WebSocket['readyState'] = 1;

/** What `ws` keeps private in its types only: the socket of the upgrade, and who reads it. */
interface Insides {
  readonly _socket: { write(bytes: Buffer): void } | null;
  readonly _receiver: { prependListener(event: 'conclude', listener: () => void): void } | null;
}

export class TurnFrames {
  readonly #socket: WebSocket;
  #waiting: (string | Buffer)[] = [];
  #waitingBytes = 0;
  /** Of what waits: whether there is something that nobody else is told. */
  #hasOwn = false;

  /** The socket is open, without extensions; nobody else sends messages on it. */
  constructor(socket: WebSocket) {
    assert(socket.extensions === '', 'frames are made for a socket without extensions');
    this.#socket = socket;
    // The client's last message and its close may arrive together: answers go before our own close.
    const { _receiver: receiver } = socket as unknown as Insides;
    receiver?.prependListener('conclude', () => this.flush());
  }

  /** Bytes that the client has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount + this.#waitingBytes;
  }

  /** A buffer is what others are told, too: its bytes never change. A text is one's own. */
  send(message: string | Buffer): void {
    if (typeof message === 'string') this.#waitAsOwn();
    else if (this.#waiting.length === 0) turnEnd.sharedWaits(this);
    this.#wait(message);
  }

  /** What nobody else is told. */
  sendOwn(message: Buffer): void {
    this.#waitAsOwn();
    this.#wait(message);
  }

  #waitAsOwn(): void {
    if (!this.#hasOwn) turnEnd.ownWaits(this);
    this.#hasOwn = true;
  }

  #wait(message: string | Buffer): void {
    this.#waiting.push(message);
    this.#waitingBytes += message.length;
  }

  /** Before a close, too: behind that there may be no message. */
  flush(): void {
    const [messages, hasOwn] = [this.#waiting, this.#hasOwn];
    if (messages.length === 0) return;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hasOwn = false;
    const { _socket: socket } = this.#socket as unknown as Insides;
    if (this.#socket.readyState !== OPEN || socket === null) return;
    socket.write(hasOwn ? framed(messages) : sharedFrames.of(messages));
  }
}

/** The pieces of those who are told the same leave one behind another, so the last one is enough. */
class SharedFrames {
  #messages: readonly (string | Buffer)[] = [];
  #bytes: Buffer = Buffer.alloc(0);

  of(messages: readonly (string | Buffer)[]): Buffer {
    const [last, { length }] = [this.#messages, messages];
    const isSame = length === last.length && messages.every((each, index) => each === last[index]);
    if (isSame) return this.#bytes;
    this.#messages = messages;
    this.#bytes = framed(messages);
    return this.#bytes;
  }
}

const sharedFrames = new SharedFrames();
const turnEnd = new TurnEnd(() => setImmediate(() => turnEnd.leave()));

/** Text messages, each in a frame of its own, one behind another. */
export function framed(messages: readonly (string | Buffer)[]): Buffer {
  const lengths = messages.map((message) =>
    typeof message === 'string' ? Buffer.byteLength(message) : message.length,
  );
  let total = 0;
  for (const length of lengths) total += headBytes(length) + length;
  const bytes = Buffer.allocUnsafe(total);
  let at = 0;
  for (let index = 0; index < messages.length; index += 1) {
    const [message, length] = [messages[index]!, lengths[index]!];
    at = writeHead(bytes, at, length);
    if (typeof message !== 'string') message.copy(bytes, at);
    // As many bytes as characters: it is ASCII, and needs no encoding.
    else if (message.length === length) bytes.write(message, at, length, 'latin1');
    else bytes.write(message, at, length, 'utf8');
    at += length;
  }
  return bytes;
}

function headBytes(length: number): number {
  if (length < LENGTH_OF_2_BYTES) return 2;
  return length < 2 ** 16 ? 4 : 10;
}

function writeHead(bytes: Buffer, at: number, length: number): number {
  bytes[at] = FIN_TEXT;
  if (length < LENGTH_OF_2_BYTES) {
    bytes[at + 1] = length;
    return at + 2;
  }
  if (length < 2 ** 16) {
    bytes[at + 1] = LENGTH_OF_2_BYTES;
    bytes[at + 2] = length >>> 8;
    bytes[at + 3] = length & 0xff;
    return at + 4;
  }
  bytes[at + 1] = LENGTH_OF_8_BYTES;
  bytes.writeUInt32BE(Math.floor(length / 2 ** 32), at + 2);
  bytes.writeUInt32BE(length >>> 0, at + 6);
  return at + 10;
}
