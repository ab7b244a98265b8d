/** Who is up, silent or down among nodes in one process, as the test says. */
import type {
  Coordination,
  Peer,
  PeerState,
  ProcessReport,
} from '../../../ports/coordination/coordination.ts';
import type { Offset } from '../../../proto/units.ts';

interface Member {
  report: ProcessReport | null;
  state: PeerState;
  readonly listeners: Set<(peer: Peer) => void>;
}

export class Neighbourhood {
  readonly #members = new Map<string, Member>();
  readonly snapshotOffsets = new Map<string, Offset>();

  join(name: string): Coordination {
    const member: Member = { report: null, state: 'up', listeners: new Set() };
    this.#members.set(name, member);
    return {
      announce: (report) => {
        member.report = report;
        this.#tell(name, member);
      },
      peers: () => this.#peersOf(name),
      onPeerChange: (listener) => {
        member.listeners.add(listener);
        return () => member.listeners.delete(listener);
      },
      setSnapshotOffset: async (market, offset) => {
        this.snapshotOffsets.set(market, offset);
      },
      snapshotOffset: async (market) => this.snapshotOffsets.get(market) ?? null,
      close: async () => {},
    };
  }

  set(name: string, state: PeerState): void {
    const member = this.#members.get(name);
    if (member === undefined) return;
    member.state = state;
    this.#tell(name, member);
  }

  report(name: string): ProcessReport | null {
    return this.#members.get(name)?.report ?? null;
  }

  #peersOf(name: string): readonly Peer[] {
    return [...this.#members].flatMap(([other, { report, state }]) =>
      other === name || report === null ? [] : [{ report, state }],
    );
  }

  #tell(name: string, { report, state }: Member): void {
    if (report === null) return;
    for (const [other, { listeners }] of this.#members) {
      if (other === name) continue;
      for (const listener of [...listeners]) listener({ report, state });
    }
  }
}
