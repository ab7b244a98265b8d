/** Who is there, in a simulated cluster: what the processes said last, and who is dead or frozen. */
import type {
  Coordination,
  Peer,
  PeerState,
  ProcessReport,
} from '../ports/coordination/coordination.ts';
import { limits } from '../proto/limits.ts';
import type { Offset } from '../proto/units.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimProcess } from './sim-process.ts';

interface Member {
  readonly process: SimProcess;
  readonly listeners: Set<(peer: Peer) => void>;
  report: ProcessReport | null;
  state: PeerState;
}

export class SimNeighbourhood {
  readonly #scheduler: Scheduler;
  readonly #members = new Set<Member>();
  readonly #snapshotOffsets = new Map<string, Offset>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** The coordination as seen from this process. */
  join(process: SimProcess): Coordination {
    const member: Member = { process, listeners: new Set(), report: null, state: 'up' };
    this.#members.add(member);
    return {
      announce: (report) => {
        if (!process.alive) return;
        member.report = report;
        this.#tell(member);
      },
      peers: () =>
        [...this.#members].flatMap((other) =>
          other === member || other.report === null
            ? []
            : [{ report: other.report, state: other.state }],
        ),
      onPeerChange: (listener) => {
        member.listeners.add(listener);
        return () => member.listeners.delete(listener);
      },
      setSnapshotOffset: async (market, offset) => {
        this.#snapshotOffsets.set(market, offset);
      },
      snapshotOffset: async (market) => this.#snapshotOffsets.get(market) ?? null,
      close: async () => this.#leave(member),
    };
  }

  /** A dead process: its sockets close, and after a while it is forgotten. */
  died(process: SimProcess): void {
    for (const member of this.#of(process)) this.#leave(member);
  }

  /** A frozen process: noticed only by the heartbeats that do not come. */
  froze(process: SimProcess): void {
    this.#scheduler.schedule(limits.heartbeatTimeoutMs * 1000, () => {
      if (!process.alive || !process.frozen) return;
      for (const member of this.#of(process)) this.#set(member, 'silent');
    });
  }

  thawed(process: SimProcess): void {
    for (const member of this.#of(process)) this.#set(member, 'up');
  }

  #of(process: SimProcess): readonly Member[] {
    return [...this.#members].filter((member) => member.process === process);
  }

  #leave(member: Member): void {
    this.#set(member, 'down');
    this.#members.delete(member);
  }

  #set(member: Member, state: PeerState): void {
    if (member.state === state) return;
    member.state = state;
    this.#tell(member);
  }

  #tell(about: Member): void {
    const { report } = about;
    if (report === null) return;
    const peer: Peer = { report, state: about.state };
    for (const member of this.#members) {
      if (member === about) continue;
      for (const listener of member.listeners) member.process.after(0, () => listener(peer));
    }
  }
}
