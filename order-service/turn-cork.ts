import type { WebSocket } from 'ws';

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** Everything that a WebSocket sends in one turn of the event loop leaves in one write. */
export class TurnCork {
  readonly #socket: WebSocket;
  #isCorked = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** To be called before each message. */
  cork(): void {
    if (this.#isCorked) return;
    // `ws` keeps it private in its types only; it is the socket of the upgrade.
    const { _socket: socket } = this.#socket as unknown as { readonly _socket: Corkable | null };
    if (socket === null || socket === undefined) return;
    this.#isCorked = true;
    socket.cork();
    setImmediate(() => {
      this.#isCorked = false;
      socket.uncork();
    });
  }
}
