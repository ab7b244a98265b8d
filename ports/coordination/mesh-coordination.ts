import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Offset, offset } from '../../proto/units.ts';
import type { Clock } from '../clock/clock.ts';
import type { Mesh } from '../embedded/mesh.ts';
import {
  type Coordination,
  isReport,
  type Peer,
  type PeerState,
  type ProcessReport,
} from './coordination.ts';

const CHANNEL = 'process';
/** How long a process that is gone is still shown. */
const KEEP_DOWN_MS = 5000;

/** A report goes with its incarnation: whoever takes the name has none until it speaks itself. */
interface HeardPeer {
  readonly report: ProcessReport;
  readonly incarnation: string | null;
  downSinceMs: number | null;
}

/** Reports over the mesh; snapshot offsets as small files beside the data. */
export class MeshCoordination implements Coordination {
  readonly #mesh: Mesh;
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #peers = new Map<string, HeardPeer>();
  readonly #listeners = new Set<(peer: Peer) => void>();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(options: {
    readonly mesh: Mesh;
    readonly clock: Clock;
    /** `<data>/coordination`; created when it is not there. */
    readonly folder: string;
  }) {
    this.#mesh = options.mesh;
    this.#clock = options.clock;
    this.#folder = options.folder;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#unsubscribe = [
      options.mesh.subscribe(CHANNEL, (payload, from) => this.#hear(payload, from)),
      options.mesh.onPeerState((name, state) => this.#onState(name, state)),
    ];
  }

  announce(report: ProcessReport): void {
    this.#mesh.broadcast(CHANNEL, report, { retained: true });
  }

  peers(): readonly Peer[] {
    const nowMs = this.#clock.monotonicMs();
    for (const [name, peer] of this.#peers) {
      if (peer.downSinceMs !== null && nowMs - peer.downSinceMs > KEEP_DOWN_MS) {
        this.#peers.delete(name);
      }
    }
    return [...this.#peers].map(([name, peer]) => ({
      report: peer.report,
      state: this.#isFormer(name, peer) ? 'down' : this.#mesh.stateOf(name),
    }));
  }

  onPeerChange(listener: (peer: Peer) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async setSnapshotOffset(market: string, to: Offset): Promise<void> {
    const path = this.#offsetPath(market);
    const newPath = `${path}.${process.pid}.new`;
    const file = openSync(newPath, 'w', 0o600);
    try {
      writeSync(file, `${to}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(newPath, path);
  }

  async snapshotOffset(market: string): Promise<Offset | null> {
    let text: string;
    try {
      text = readFileSync(this.#offsetPath(market), 'utf8');
    } catch {
      return null;
    }
    // A hint: one that makes no sense is none.
    return /^\d{1,15}\n$/.test(text) ? offset(Number(text)) : null;
  }

  /** The mesh itself is closed by who opened it. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #hear(payload: unknown, from: string): void {
    if (!isReport(payload) || payload.name !== from) return;
    const incarnation = this.#mesh.incarnationOf(from);
    this.#peers.set(from, { report: payload, incarnation, downSinceMs: null });
    this.#tell({ report: payload, state: this.#mesh.stateOf(from) });
  }

  #onState(name: string, state: PeerState): void {
    const peer = this.#peers.get(name);
    if (peer === undefined) return;
    const isFormer = this.#isFormer(name, peer);
    // How its successor fares is told once that has said something of itself.
    if (isFormer && peer.downSinceMs !== null) return;
    const now = isFormer ? 'down' : state;
    peer.downSinceMs = now === 'down' ? this.#clock.monotonicMs() : null;
    this.#tell({ report: peer.report, state: now });
  }

  #isFormer(name: string, { incarnation }: HeardPeer): boolean {
    return incarnation !== this.#mesh.incarnationOf(name);
  }

  #tell(peer: Peer): void {
    for (const listener of this.#listeners) listener(peer);
  }

  #offsetPath(market: string): string {
    return join(this.#folder, `snapshot_offset:${encodeURIComponent(market)}`);
  }
}
