import type { Clock, Timer } from '../clock/clock.ts';
import type { LogPartition } from './log-partition.ts';

/** What is not synced at every commit is lost by a power cut at most for so long. */
const FLUSH_EVERY_MS = 1000;
/** A killed reader's slot holds back the reuse of pages until it is freed. */
const CHECK_READERS_EVERY_MS = 30_000;

/** What the partitions of a log need from time to time. */
export class LogHousekeeping {
  readonly #clock: Clock;
  readonly #partitions: readonly LogPartition[];
  #timer: Timer;
  #readersCheckedMs: number;

  constructor(clock: Clock, partitions: readonly LogPartition[]) {
    this.#clock = clock;
    this.#partitions = partitions;
    this.#readersCheckedMs = clock.monotonicMs();
    this.#timer = this.#schedule();
  }

  stop(): void {
    this.#timer.cancel();
  }

  #schedule(): Timer {
    return this.#clock.setTimer(FLUSH_EVERY_MS, () => {
      for (const partition of this.#partitions) {
        partition.heal();
        partition.flush();
      }
      this.#checkReaders();
      this.#timer = this.#schedule();
    });
  }

  #checkReaders(): void {
    const now = this.#clock.monotonicMs();
    if (now - this.#readersCheckedMs < CHECK_READERS_EVERY_MS) return;
    this.#readersCheckedMs = now;
    for (const partition of this.#partitions) partition.checkReaders();
  }
}
