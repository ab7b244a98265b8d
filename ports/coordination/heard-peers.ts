/**
 * The other processes, judged by what is heard of them on a shared channel.
 *
 *   up ──SILENT_BEATS of listening without one──▶ silent ──a beat──▶ up
 *    ╰──ABSENT_BEATS without one, and its connection is closed──▶ down (kept for some seconds)
 *
 * The own beat, heard back over the same channel, is the measure: while it does not come, the channel
 * or this process hangs, and nobody else is to blame.
 */
import type { Clock } from '../clock/clock.ts';
import { SilenceJudge } from '../embedded/silence-judge.ts';
import type { Peer, PeerState, ProcessReport } from './coordination.ts';

/** One that is late on a busy machine is no death. */
const SILENT_BEATS = 6;
/** Before the count of connections is asked for: a beat or two may always be late. */
const ABSENT_BEATS = 2.5;
/** After our own connection was lost, theirs may have been too: they are still coming back. */
const RETURN_MS = 2000;
const KEEP_DOWN_MS = 5000;

interface FormerReport {
  readonly report: ProcessReport;
  readonly downSinceMs: number;
}

interface Heard {
  readonly incarnation: string;
  readonly beatMs: number;
  readonly silence: SilenceJudge;
  readonly absence: SilenceJudge;
  report: ProcessReport | null;
  /** Of the incarnation before, as long as this one has said nothing of itself. */
  former: FormerReport | null;
  state: PeerState;
  downSinceMs: number;
  /** Counts what was heard, so that a look at the connections knows whether it is outdated. */
  heardCount: number;
  lookedMs: number;
}

export class HeardPeers {
  readonly #clock: Clock;
  readonly #beatMs: number;
  readonly #subscriberCount: (name: string) => Promise<number>;
  readonly #peers = new Map<string, Heard>();
  /** Incarnations that another one took the place of; a frozen process may wake up and speak. */
  readonly #former = new Set<string>();
  readonly #listeners = new Set<(peer: Peer) => void>();
  #echoMs: number;
  #deafMs: number;

  constructor(options: {
    readonly clock: Clock;
    readonly beatMs: number;
    /** How many connections the process of that name has; may throw. */
    readonly subscriberCount: (name: string) => Promise<number>;
  }) {
    this.#clock = options.clock;
    this.#beatMs = options.beatMs;
    this.#subscriberCount = options.subscriberCount;
    this.#echoMs = options.clock.monotonicMs();
    this.#deafMs = Number.NEGATIVE_INFINITY;
  }

  onChange(listener: (peer: Peer) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  peers(): readonly Peer[] {
    const nowMs = this.#clock.monotonicMs();
    for (const [name, { state, downSinceMs }] of this.#peers) {
      if (state === 'down' && nowMs - downSinceMs > KEEP_DOWN_MS) this.#peers.delete(name);
    }
    return [...this.#peers.values()].flatMap(({ report, state, former }): readonly Peer[] => {
      if (report !== null) return [{ report, state }];
      const isShown = former !== null && nowMs - former.downSinceMs <= KEEP_DOWN_MS;
      return isShown ? [{ report: former.report, state: 'down' }] : [];
    });
  }

  /**
   * Something was heard of the process, which beats once in `beatMs`. False: it is not the one that
   * bears the name now.
   */
  hear(name: string, incarnation: string, beatMs: number): boolean {
    if (this.#former.has(`${name} ${incarnation}`)) return false;
    const known = this.#peers.get(name);
    const nowMs = this.#clock.monotonicMs();
    if (known === undefined || known.incarnation !== incarnation) {
      const former = known === undefined ? null : this.#replace(name, known);
      this.#peers.set(name, {
        incarnation,
        beatMs,
        silence: new SilenceJudge({ timeoutMs: SILENT_BEATS * beatMs, nowMs }),
        absence: new SilenceJudge({ timeoutMs: ABSENT_BEATS * beatMs, nowMs }),
        report: null,
        former,
        state: 'up',
        downSinceMs: 0,
        heardCount: 0,
        lookedMs: nowMs,
      });
      return true;
    }
    known.silence.heard(nowMs);
    known.absence.heard(nowMs);
    known.heardCount += 1;
    if (known.state !== 'up') this.#set(known, 'up');
    return true;
  }

  report(name: string, report: ProcessReport): void {
    const peer = this.#peers.get(name);
    if (peer === undefined) return;
    peer.report = report;
    peer.former = null;
    this.#tell(peer);
  }

  gone(name: string): void {
    const peer = this.#peers.get(name);
    if (peer !== undefined) this.#set(peer, 'down');
  }

  /** Our own connection is gone, or new: what was not heard says nothing. */
  deaf(): void {
    this.#deafMs = this.#clock.monotonicMs();
  }

  /** The own beat came back: this far, everything was heard. */
  echo(): void {
    const nowMs = this.#clock.monotonicMs();
    const stalledMs = Math.max(0, nowMs - this.#echoMs - 2 * this.#beatMs);
    this.#echoMs = nowMs;
    const isReturning = nowMs - this.#deafMs < RETURN_MS;
    for (const [name, peer] of this.#peers) {
      peer.silence.deaf(stalledMs);
      peer.absence.deaf(stalledMs);
      if (isReturning || peer.state === 'down') continue;
      if (peer.state === 'up' && peer.silence.isSilent(nowMs)) this.#set(peer, 'silent');
      const isDue = nowMs - peer.lookedMs >= peer.beatMs;
      if (peer.absence.isSilent(nowMs) && isDue) {
        peer.lookedMs = nowMs;
        void this.#look(name, peer);
      }
    }
  }

  /** Another incarnation bears its name: it is gone, and what it said of itself with it. */
  #replace(name: string, known: Heard): FormerReport | null {
    this.#former.add(`${name} ${known.incarnation}`);
    if (known.report === null) return known.former;
    if (known.state !== 'down') this.#set(known, 'down');
    return { report: known.report, downSinceMs: known.downSinceMs };
  }

  async #look(name: string, peer: Heard): Promise<void> {
    const { heardCount } = peer;
    try {
      if ((await this.#subscriberCount(name)) > 0) return;
    } catch {
      return;
    }
    const isReturning = this.#clock.monotonicMs() - this.#deafMs < RETURN_MS;
    const isCurrent = this.#peers.get(name) === peer && peer.heardCount === heardCount;
    if (isCurrent && !isReturning && peer.state !== 'down') this.#set(peer, 'down');
  }

  #set(peer: Heard, state: PeerState): void {
    peer.state = state;
    if (state === 'down') peer.downSinceMs = this.#clock.monotonicMs();
    this.#tell(peer);
  }

  #tell({ report, state }: Heard): void {
    if (report === null) return;
    for (const listener of this.#listeners) listener({ report, state });
  }
}
