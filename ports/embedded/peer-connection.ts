import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** A line that has not ended after this many characters is not from one of us. */
const LINE_LENGTH_MAX = 4 * 1024 * 1024;

/** How soon others have to notice that it hangs: somebody is to take over from it, or nobody is. */
export type Beats = 'often' | 'seldom';

/** What goes over a connection, one JSON array per line. */
export type Line =
  /**
   * First of all: who speaks. `incarnation` tells a restarted process from the one before.
   * `bell`: the connection only rings (mesh-bell.ts).
   */
  | readonly ['hello', name: string, incarnation: string, beats: Beats, kind?: 'bell']
  | readonly ['beat']
  | readonly ['say', channel: string, payload: unknown];

/** One socket of the mesh, as lines. */
export class PeerConnection {
  readonly #socket: Socket;

  constructor(options: {
    readonly socket: Socket;
    readonly onLine: (line: Line) => void;
    readonly onClose: () => void;
  }) {
    this.#socket = options.socket;
    const decoder = new StringDecoder('utf8');
    let rest = '';
    options.socket.setNoDelay(true);
    options.socket.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LINE_LENGTH_MAX) options.socket.destroy();
      for (const text of lines) {
        const line = parse(text);
        if (line !== null) options.onLine(line);
      }
    });
    // Whatever fails, `close` follows, and that is all that matters.
    options.socket.on('error', () => {});
    options.socket.on('close', options.onClose);
  }

  /** `text`: see `encodeLine`; encoded once for all peers. */
  send(text: string): void {
    if (this.#socket.writable) this.#socket.write(text);
  }

  /** Bytes that the peer has not taken yet. */
  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  close(): void {
    this.#socket.destroy();
  }
}

export const encodeLine = (line: Line): string => `${JSON.stringify(line)}\n`;

function parse(text: string): Line | null {
  try {
    const line: unknown = JSON.parse(text);
    if (!Array.isArray(line)) return null;
    const [kind, first, second, third, fourth] = line as unknown[];
    if (kind === 'beat') return ['beat'];
    if (kind === 'say' && typeof first === 'string') return ['say', first, second];
    if (kind === 'hello' && typeof first === 'string' && typeof second === 'string') {
      const beats = third === 'seldom' ? 'seldom' : 'often';
      return fourth === 'bell'
        ? ['hello', first, second, beats, 'bell']
        : ['hello', first, second, beats];
    }
    return null;
  } catch {
    return null;
  }
}
