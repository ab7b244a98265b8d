/**
 * Unix sockets between all processes of one data directory, everyone with everyone:
 *
 *   order-service-1.sock ◀──────▶ engine-a.sock      lines of JSON (peer-connection.ts):
 *            ▲   ▲                  ▲     ▲          heartbeats, and whatever `broadcast`
 *            │   └──────────────────┼──┐  │          says on a channel
 *            ▼                      ▼  ▼  ▼
 *     settlement.sock ◀──────────▶ engine-b.sock
 *
 * Whoever starts connects to all that are there. A connection that closes means that the process is
 * gone (`down`, at once); one that stays open without heartbeats means that it hangs (`silent`).
 * Hints only: nothing may be wrong when a message is lost.
 */
import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../clock/clock.ts';
import type { PeerState } from '../coordination/coordination.ts';
import type { MeshBellOptions } from './mesh-bell.ts';
import { connectTo, listenAs, socketPath } from './mesh-socket.ts';
import { type Beats, encodeLine, type Line, PeerConnection } from './peer-connection.ts';
import { SilenceJudge } from './silence-judge.ts';

/**
 * Three may be lost. Each one wakes a process: six that beat to each other every 25 ms took a tenth of
 * a core when nothing happened. So only two that take over from each other beat often.
 */
const HEARTBEATS = {
  often: { everyMs: 35, timeoutMs: 150 },
  seldom: { everyMs: 140, timeoutMs: 600 },
} as const;
/** How often to look for processes that one has no connection with. */
const SEARCH_EVERY_MS = 1000;
/** A peer that takes nothing is told nothing more: it is stopped, and would find old news. */
const BACKLOG_BYTES_MAX = 1024 * 1024;

interface MeshPeer {
  readonly name: string;
  readonly incarnation: string;
  readonly connections: Set<PeerConnection>;
  /** Between it and us. */
  readonly beats: Beats;
  readonly judge: SilenceJudge;
  state: PeerState;
  beatenMs: number;
}

export interface MeshOptions {
  /** See `meshFolderOf`. */
  readonly folder: string;
  readonly name: string;
  readonly pid: number;
  /** Different for every start of a process. */
  readonly incarnation: string;
  readonly clock: Clock;
  /** `often` where nothing else is said; two beat as the one does that beats less. */
  readonly beats?: Beats;
}

export class Mesh {
  readonly #options: MeshOptions;
  readonly #peers = new Map<string, MeshPeer>();
  readonly #unnamed = new Set<PeerConnection>();
  readonly #listeners = new Map<string, Set<(payload: unknown, from: string) => void>>();
  readonly #stateListeners = new Set<(name: string, state: PeerState) => void>();
  /** Last words on the channels that newcomers want to hear too. */
  readonly #retained = new Map<string, unknown>();
  #server: { close(): Promise<void> } | null = null;
  #beat: Timer | null = null;
  #lastBeatMs = 0;
  #lastSearchMs = 0;
  #searching = false;

  private constructor(options: MeshOptions) {
    this.#options = options;
  }

  /** Throws PeerNameTakenError. */
  static async join(options: MeshOptions): Promise<Mesh> {
    const mesh = new Mesh(options);
    mesh.#server = await listenAs({
      ...options,
      onConnection: (socket) => mesh.#accept(socket),
    });
    await mesh.#search();
    mesh.#lastBeatMs = options.clock.monotonicMs();
    mesh.#scheduleBeat();
    return mesh;
  }

  /** To all peers that are connected now; `retained`: and to each that connects later. */
  broadcast(channel: string, payload: unknown, options?: { readonly retained: boolean }): void {
    if (options?.retained === true) this.#retained.set(channel, payload);
    this.#sendToAll(encodeLine(['say', channel, payload]));
  }

  /** To those of the named peers that are connected now. */
  tell(names: Iterable<string>, channel: string, payload: unknown): void {
    const text = encodeLine(['say', channel, payload]);
    for (const name of names) {
      const peer = this.#peers.get(name);
      if (peer !== undefined) this.#sendTo(peer, text);
    }
  }

  /** Returns the unsubscribe. */
  subscribe(channel: string, listener: (payload: unknown, from: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Called when a peer comes up, falls silent, or goes down. Returns the unsubscribe. */
  onPeerState(listener: (name: string, state: PeerState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  stateOf(name: string): PeerState {
    return this.#peers.get(name)?.state ?? 'down';
  }

  /** Of whoever bears the name now, or was the last to; null: nobody did. */
  incarnationOf(name: string): string | null {
    return this.#peers.get(name)?.incarnation ?? null;
  }

  /** For a thread of this process. */
  get bell(): MeshBellOptions {
    const { folder, name, incarnation } = this.#options;
    return { folder, name, incarnation };
  }

  async close(): Promise<void> {
    this.#beat?.cancel();
    const server = this.#server;
    this.#server = null;
    for (const peer of this.#peers.values()) {
      for (const connection of peer.connections) connection.close();
    }
    for (const connection of this.#unnamed) connection.close();
    await server?.close();
  }

  async #search(): Promise<void> {
    this.#searching = true;
    const { folder, name } = this.#options;
    const names = readdirSync(folder)
      .filter((file) => file.endsWith('.sock'))
      .map((file) => file.slice(0, -'.sock'.length))
      .filter((peer) => peer !== name && this.stateOf(peer) === 'down');
    const sockets = await Promise.all(names.map((peer) => connectTo(socketPath(folder, peer))));
    for (const socket of sockets) {
      if (socket !== null) this.#accept(socket);
    }
    this.#searching = false;
  }

  #accept(socket: Socket): void {
    if (this.#server === null) {
      socket.destroy();
      return;
    }
    let peer: MeshPeer | null = null;
    /** Whose bell it is; null: it is no bell. */
    let bellOf: string | null = null;
    const connection = new PeerConnection({
      socket,
      onLine: (line) => {
        if (line[0] === 'hello' && line[4] === 'bell') bellOf = line[1];
        else if (bellOf !== null) this.#tellListeners(line, bellOf);
        else if (line[0] === 'hello') {
          this.#unnamed.delete(connection);
          peer = this.#greet(connection, line);
          // Not before: until now `broadcast` left this connection out.
          for (const [channel, payload] of this.#retained) {
            connection.send(encodeLine(['say', channel, payload]));
          }
        } else if (peer !== null) {
          this.#hear(peer, line);
        }
      },
      onClose: () => {
        this.#unnamed.delete(connection);
        if (peer !== null) this.#lose(peer, connection);
      },
    });
    this.#unnamed.add(connection);
    const { name, incarnation } = this.#options;
    connection.send(encodeLine(['hello', name, incarnation, this.#beats]));
  }

  #greet(
    connection: PeerConnection,
    [, name, incarnation, theirs]: Extract<Line, readonly ['hello', ...unknown[]]>,
  ): MeshPeer {
    const known = this.#peers.get(name);
    if (known !== undefined && known.incarnation === incarnation && known.state !== 'down') {
      known.connections.add(connection);
      return known;
    }
    // A new process has taken the name: the one before is gone, even if its sockets linger.
    for (const old of known?.connections ?? []) old.close();
    const beats = theirs === 'often' ? this.#beats : 'seldom';
    const nowMs = this.#options.clock.monotonicMs();
    const peer: MeshPeer = {
      name,
      incarnation,
      connections: new Set([connection]),
      beats,
      judge: new SilenceJudge({ timeoutMs: HEARTBEATS[beats].timeoutMs, nowMs }),
      state: 'up',
      beatenMs: nowMs,
    };
    this.#peers.set(name, peer);
    this.#tellState(peer, 'up');
    return peer;
  }

  #hear(peer: MeshPeer, line: Line): void {
    peer.judge.heard(this.#options.clock.monotonicMs());
    if (peer.state === 'silent') this.#tellState(peer, 'up');
    this.#tellListeners(line, peer.name);
  }

  #tellListeners(line: Line, from: string): void {
    if (line[0] !== 'say') return;
    for (const listener of this.#listeners.get(line[1]) ?? []) listener(line[2], from);
  }

  #lose(peer: MeshPeer, connection: PeerConnection): void {
    peer.connections.delete(connection);
    if (peer.connections.size > 0 || this.#peers.get(peer.name) !== peer) return;
    if (this.#server !== null && peer.state !== 'down') this.#tellState(peer, 'down');
  }

  #tellState(peer: MeshPeer, state: PeerState): void {
    peer.state = state;
    for (const listener of this.#stateListeners) listener(peer.name, state);
  }

  #sendToAll(text: string): void {
    for (const peer of this.#peers.values()) this.#sendTo(peer, text);
  }

  #sendTo(peer: MeshPeer, text: string): void {
    // Two processes that start together may have two connections; one is enough to speak.
    const [connection] = peer.connections;
    if (connection !== undefined && connection.backlogBytes < BACKLOG_BYTES_MAX) {
      connection.send(text);
    }
  }

  get #beats(): Beats {
    return this.#options.beats ?? 'often';
  }

  #scheduleBeat(): void {
    const { everyMs } = HEARTBEATS[this.#beats];
    this.#beat = this.#options.clock.setTimer(everyMs, () => this.#onBeat());
  }

  #onBeat(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const ownMs = HEARTBEATS[this.#beats].everyMs;
    const stalledMs = Math.max(0, nowMs - this.#lastBeatMs - 2 * ownMs);
    this.#lastBeatMs = nowMs;
    const beat = encodeLine(['beat']);
    for (const peer of this.#peers.values()) {
      // Timers are late and never early, so half a beat of tolerance makes no beat too many.
      if (nowMs - peer.beatenMs >= HEARTBEATS[peer.beats].everyMs - ownMs / 2) {
        peer.beatenMs = nowMs;
        this.#sendTo(peer, beat);
      }
      peer.judge.deaf(stalledMs);
      if (peer.state === 'up' && peer.judge.isSilent(nowMs)) this.#tellState(peer, 'silent');
    }
    if (nowMs - this.#lastSearchMs >= SEARCH_EVERY_MS && !this.#searching) {
      this.#lastSearchMs = nowMs;
      // Cannot fail but for a vanished folder; then there is nobody to find.
      this.#search().catch(() => {
        this.#searching = false;
      });
    }
    this.#scheduleBeat();
  }
}
