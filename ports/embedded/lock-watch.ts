import type { Clock, Timer } from '../clock/clock.ts';
import type { Coordination } from '../coordination/coordination.ts';
import { StoppedLockHolders } from './stopped-lock-holders.ts';

const LOOK_EVERY_MS = 50;

/** Ends peers that are silent because they were stopped in the middle of a transaction. */
export class LockWatch {
  readonly #coordination: Coordination;
  readonly #clock: Clock;
  readonly #kill: (pid: number) => void;
  readonly #holders: StoppedLockHolders;
  readonly #unsubscribe: () => void;
  #timer: Timer | null = null;

  constructor(options: {
    readonly coordination: Coordination;
    readonly clock: Clock;
    /** Lock files of environments that are open until after `close`. */
    readonly lockPaths: readonly string[];
    readonly kill: (pid: number) => void;
  }) {
    this.#coordination = options.coordination;
    this.#clock = options.clock;
    this.#kill = options.kill;
    this.#holders = new StoppedLockHolders(options.lockPaths);
    this.#unsubscribe = options.coordination.onPeerChange(({ state }) => {
      if (state === 'silent' && this.#timer === null) this.#look();
    });
  }

  /** After the environments have been closed. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#timer?.cancel();
    this.#holders.close();
  }

  /** As long as somebody is silent: it may stop holding no lock, and be continued into one. */
  #look(): void {
    this.#timer = null;
    const silent = this.#coordination.peers().filter(({ state }) => state === 'silent');
    if (silent.length === 0) return;
    for (const { report } of silent) {
      if (this.#holders.includes(report.pid)) this.#kill(report.pid);
    }
    this.#timer = this.#clock.setTimer(LOOK_EVERY_MS, () => this.#look());
  }
}
