import type { Clock, Timer } from '../clock/clock.ts';

/** Longest time that a reader sleeps through a lost doorbell. */
const POLL_MS = 25;

interface Waiter {
  readonly topic: string;
  readonly offset: number;
  readonly settle: (reached: boolean) => void;
}

/** Readers that wait for a topic to grow; woken by `reached`, or by looking every 25 ms. */
export class TopicWaiters {
  readonly #clock: Clock;
  readonly #endOf: (topic: string) => number;
  readonly #waiters = new Set<Waiter>();
  #poll: Timer | null = null;

  constructor(options: {
    readonly clock: Clock;
    /** May throw: the waiters of the topic are then woken, so that their next read says why. */
    readonly endOf: (topic: string) => number;
  }) {
    this.#clock = options.clock;
    this.#endOf = options.endOf;
  }

  wait(topic: string, offset: number, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(timeoutMs, () => waiter.settle(false));
      const waiter: Waiter = {
        topic,
        offset,
        settle: (reached) => {
          if (!this.#waiters.delete(waiter)) return;
          timer.cancel();
          resolve(reached);
        },
      };
      this.#waiters.add(waiter);
      this.#poll ??= this.#clock.setTimer(POLL_MS, () => this.#look());
    });
  }

  reached(topic: string, end: number): void {
    for (const waiter of this.#waiters) {
      if (waiter.topic === topic && waiter.offset < end) waiter.settle(true);
    }
  }

  /** The log closes: nobody waits any longer. */
  close(): void {
    this.#poll?.cancel();
    for (const waiter of this.#waiters) waiter.settle(false);
  }

  #look(): void {
    this.#poll = null;
    for (const topic of new Set([...this.#waiters].map((waiter) => waiter.topic))) {
      try {
        this.reached(topic, this.#endOf(topic));
      } catch {
        this.reached(topic, Number.POSITIVE_INFINITY);
      }
    }
    if (this.#waiters.size > 0) this.#poll = this.#clock.setTimer(POLL_MS, () => this.#look());
  }
}
