/**
 * Rings processes of the mesh from a thread that is not the main one of its process:
 *
 *   main thread ◀── mesh.ts, all that is said ──▶ engine-a.sock
 *   append thread ── this, rings only ──────────▶     ▲
 *
 * A record that is on disk is told of by the thread that wrote it, while the main thread may be busy
 * with other orders for some milliseconds. The connection says in its greeting that it is a bell:
 * nobody answers on it, and it is no sign of life of the process that it belongs to.
 */
import type { Socket } from 'node:net';
import { connectTo, socketPath } from './mesh-socket.ts';
import { encodeLine } from './peer-connection.ts';

/** Of this the peer has not taken anything for long: it is stopped. */
const BACKLOG_BYTES_MAX = 64 * 1024;

/** What a thread must know of its process. */
export interface MeshBellOptions {
  /** See `meshFolderOf`. */
  readonly folder: string;
  readonly name: string;
  readonly incarnation: string;
}

export class MeshBell {
  readonly #options: MeshBellOptions;
  /** null: a connection is being made. */
  readonly #sockets = new Map<string, Socket | null>();
  #isClosed = false;

  constructor(options: MeshBellOptions) {
    this.#options = options;
  }

  /** false: at least one of them was not rung, and will be the next time if it is there. */
  ring(names: readonly string[], channel: string, payload: unknown): boolean {
    const line = encodeLine(['say', channel, payload]);
    let areRung = true;
    for (const name of names) {
      const socket = this.#sockets.get(name);
      if (socket === undefined) void this.#connect(name);
      if (socket?.writable === true && socket.writableLength < BACKLOG_BYTES_MAX) {
        socket.write(line);
      } else areRung = false;
    }
    return areRung;
  }

  close(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets.values()) socket?.destroy();
    this.#sockets.clear();
  }

  async #connect(name: string): Promise<void> {
    const { folder, incarnation } = this.#options;
    this.#sockets.set(name, null);
    const socket = await connectTo(socketPath(folder, name));
    this.#sockets.delete(name);
    if (socket === null) return;
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    this.#sockets.set(name, socket);
    socket.setNoDelay(true);
    // Whatever fails, `close` follows; and whatever is said is not for a bell.
    socket.on('error', () => {});
    socket.resume();
    socket.on('close', () => this.#sockets.delete(name));
    socket.write(encodeLine(['hello', this.#options.name, incarnation, 'seldom', 'bell']));
  }
}
