/**
 * Decides when a standby should claim. Only hints go in, so a wrong decision costs a needless change
 * of leadership and nothing else; the rules below are there to make that rare:
 *
 *   - a leader whose connection closed is gone: at once
 *   - one that is silent must also have emitted nothing for as long (else only its heartbeats are lost)
 *   - one that was never heard of has a grace: this process may have started a moment ago
 *   - whoever was stalled itself has seen nothing and does not judge for a while
 *   - of several standbys the first by name goes first
 */
import type { Coordination, Peer } from '../../ports/coordination/coordination.ts';
import { limits } from '../../proto/limits.ts';
import type { MarketSnapshot } from '../../proto/messages.ts';

export interface WatchTiming {
  /** A silent leader must have emitted nothing for so long. */
  readonly silenceMs: number;
  /** How long a leader may be unheard of. */
  readonly graceMs: number;
  /** How long a leader that is up may not act as one: it may have won a moment ago. */
  readonly inactiveMs: number;
  /** Head start of each standby over the next by name. */
  readonly rankMs: number;
  /** Looks are due every `limits.heartbeatMs`; one that is so late means that we were stalled. */
  readonly stallMs: number;
}

export const watchTiming: WatchTiming = {
  silenceMs: limits.heartbeatTimeoutMs,
  graceMs: 250,
  inactiveMs: 250,
  rankMs: 100,
  stallMs: limits.heartbeatTimeoutMs,
};

export interface LeaderSight {
  readonly leadership: MarketSnapshot['leadership'];
  readonly nowMs: number;
  /** When somebody else's output was last seen to arrive. */
  readonly emittedMs: number;
}

interface Suspicion {
  readonly reason: string;
  /** How long it must last. */
  readonly lastsMs: number;
}

export class LeaderWatch {
  readonly #node: string;
  readonly #market: string;
  readonly #coordination: Coordination;
  readonly #timing: WatchTiming;
  #lookedMs: number | null = null;
  #blindUntilMs = Number.NEGATIVE_INFINITY;
  #suspected: { readonly reason: string; readonly epoch: number; readonly sinceMs: number } | null =
    null;

  constructor(options: {
    readonly node: string;
    readonly market: string;
    readonly coordination: Coordination;
    readonly timing?: WatchTiming;
  }) {
    this.#node = options.node;
    this.#market = options.market;
    this.#coordination = options.coordination;
    this.#timing = options.timing ?? watchTiming;
  }

  /** Why to claim now; null: there is no reason. To be called often, and on every change of a peer. */
  look(sight: LeaderSight): string | null {
    const { nowMs, leadership } = sight;
    if (this.#lookedMs !== null && nowMs - this.#lookedMs > this.#timing.stallMs) {
      this.#blindUntilMs = nowMs + this.#timing.stallMs;
    }
    this.#lookedMs = nowMs;
    const peers = this.#coordination.peers();
    const suspicion = this.#suspicion(sight, peers);
    if (suspicion === null) {
      this.#suspected = null;
      return null;
    }
    const { epoch } = leadership;
    if (this.#suspected?.epoch !== epoch || this.#suspected.reason !== suspicion.reason) {
      this.#suspected = { reason: suspicion.reason, epoch, sinceMs: nowMs };
    }
    const waitMs = suspicion.lastsMs + this.#rank(peers, leadership.node) * this.#timing.rankMs;
    return nowMs - this.#suspected.sinceMs >= waitMs ? suspicion.reason : null;
  }

  #suspicion(sight: LeaderSight, peers: readonly Peer[]): Suspicion | null {
    const { epoch, node } = sight.leadership;
    if (epoch === 0) return { reason: 'nobody leads yet', lastsMs: 0 };
    if (node === this.#node) return { reason: 'this node led before it started', lastsMs: 0 };
    const leader = peers.find((peer) => peer.report.name === node);
    if (leader?.state === 'down') return { reason: `${node} is down`, lastsMs: 0 };
    // What follows could be our own blindness.
    if (sight.nowMs < this.#blindUntilMs) return null;
    if (leader === undefined) {
      return { reason: `${node} is not there`, lastsMs: this.#timing.graceMs };
    }
    if (leader.state === 'silent') {
      const emitsStill = sight.nowMs - sight.emittedMs < this.#timing.silenceMs;
      return emitsStill ? null : { reason: `${node} is silent`, lastsMs: 0 };
    }
    return this.#inactivity(leader);
  }

  /** Of a leader that is up. */
  #inactivity({ report }: Peer): Suspicion | null {
    const role = report.markets.find(({ market }) => market === this.#market)?.role;
    if (role === 'diverged') return { reason: `${report.name} has diverged`, lastsMs: 0 };
    if (role === 'primary' || role === 'halted') return null;
    return { reason: `${report.name} does not act as primary`, lastsMs: this.#timing.inactiveMs };
  }

  /** How many other standbys come first. */
  #rank(peers: readonly Peer[], leader: string): number {
    return peers.filter(
      ({ report, state }) =>
        state === 'up' &&
        report.service === 'engine' &&
        report.name < this.#node &&
        report.name !== leader &&
        report.markets.some(({ market, role }) => market === this.#market && role === 'standby'),
    ).length;
  }
}
