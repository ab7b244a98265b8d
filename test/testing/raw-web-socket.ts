/** A WebSocket of bytes: frames leave as they are given, right or wrong (RFC 6455, section 5). */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export const Opcode = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

export interface Frame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** Absent: this is all of the message. */
  readonly more?: 'more-follows';
  /** Bits that no extension was agreed for. */
  readonly reserved?: number;
  /** A client must mask. */
  readonly mask?: 'none';
  /** What the header says, where it lies. */
  readonly claimedLength?: bigint;
}

const MASK_BYTES = 4;

function lengthBytes(length: bigint, maskBit: number): Buffer {
  if (length < 126n) return Buffer.from([maskBit | Number(length)]);
  const isShort = length < 65_536n;
  const bytes = Buffer.alloc(isShort ? 3 : 9);
  bytes[0] = maskBit | (isShort ? 126 : 127);
  if (isShort) bytes.writeUInt16BE(Number(length), 1);
  else bytes.writeBigUInt64BE(length, 1);
  return bytes;
}

export function frameBytes(frame: Frame): Buffer {
  const { opcode, payload, more, reserved = 0, mask, claimedLength } = frame;
  const first = (more === undefined ? 0x80 : 0) | ((reserved & 7) << 4) | (opcode & 15);
  const length = claimedLength ?? BigInt(payload.length);
  const head = [Buffer.from([first]), lengthBytes(length, mask === 'none' ? 0 : 0x80)];
  if (mask === 'none') return Buffer.concat([...head, payload]);
  const key = randomBytes(MASK_BYTES);
  const masked = Buffer.from(payload);
  for (let index = 0; index < masked.length; index += 1) {
    masked[index] = masked[index]! ^ key[index % MASK_BYTES]!;
  }
  return Buffer.concat([...head, key, masked]);
}

export class RawWebSocket {
  /** The code of the server's close frame; null: none came. */
  closeCode: number | null = null;
  isEnded = false;
  readonly #socket: Socket;
  readonly #onText: (text: string) => void;
  #unread = Buffer.alloc(0);

  private constructor(socket: Socket, onText: (text: string) => void) {
    this.#socket = socket;
    this.#onText = onText;
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.isEnded = true;
    });
  }

  static async connect(url: string, onText: (text: string) => void): Promise<RawWebSocket> {
    const { hostname, port, pathname, search } = new URL(url);
    const socket = connect(Number(port), hostname);
    const head = [
      `GET ${pathname}${search} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const rest = await answered(socket);
    const raw = new RawWebSocket(socket, onText);
    if (rest.length > 0) raw.#read(rest);
    return raw;
  }

  write(bytes: Uint8Array): void {
    if (!this.isEnded && this.#socket.writable) this.#socket.write(bytes);
  }

  /** Without a word. */
  abort(): void {
    this.#socket.destroy();
    this.isEnded = true;
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    for (;;) {
      const message = nextFrame(this.#unread);
      if (message === null) return;
      this.#unread = this.#unread.subarray(message.end);
      const { opcode, payload } = message;
      if (opcode === Opcode.text) this.#onText(payload.toString('utf8'));
      if (opcode === Opcode.ping) this.write(frameBytes({ opcode: Opcode.pong, payload }));
      if (opcode === Opcode.close) {
        this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
        this.#socket.end();
      }
    }
  }
}

/** What came behind the answer to the upgrade. */
function answered(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const read = (bytes: Buffer): void => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', read);
      socket.off('error', reject);
      const status = head.subarray(0, end).toString('latin1').split('\r\n', 1)[0]!;
      if (status.startsWith('HTTP/1.1 101')) resolve(head.subarray(end + 4));
      else reject(new Error(`no upgrade: ${status}`));
    };
    socket.on('data', read);
    socket.on('error', reject);
  });
}

/** A server's frames are whole and not masked here. */
function nextFrame(
  bytes: Buffer,
): { readonly opcode: number; readonly payload: Buffer; readonly end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]! & 127;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = start + length;
  if (bytes.length < end) return null;
  return { opcode: bytes[0]! & 15, payload: bytes.subarray(start, end), end };
}
