import type { Coordination, Peer, ProcessReport } from '../../ports/coordination/coordination.ts';

/** Peers as the test sets them. */
export class FakeCoordination implements Coordination {
  #peers: Peer[] = [];
  readonly #listeners = new Set<(peer: Peer) => void>();
  readonly announced: ProcessReport[] = [];

  announce(report: ProcessReport): void {
    this.announced.push(report);
  }
  peers(): readonly Peer[] {
    return this.#peers;
  }
  onPeerChange(listener: (peer: Peer) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  set(peers: Peer[]): void {
    this.#peers = peers;
    for (const peer of peers) for (const listener of this.#listeners) listener(peer);
  }
  async setSnapshotOffset(): Promise<void> {}
  async snapshotOffset(): Promise<null> {
    return null;
  }
  async close(): Promise<void> {}
}
