import type { Clock, Timer } from '../clock/clock.ts';

/** Longest time that a reader sleeps through a lost doorbell. */
const POLL_MS = 25;

interface Waiter {
  readonly topic: string;
  readonly offset: number;
  readonly settle: (reached: boolean) => void;
}

/** Readers that wait for a topic to grow; woken by `reached`, or, where asked for, by looking, too. */
export class TopicWaiters {
  readonly #clock: Clock;
  readonly #endOf: ((topic: string) => number) | null;
  readonly #waiters = new Set<Waiter>();
  #poll: Timer | null = null;

  constructor(options: {
    readonly clock: Clock;
    /**
     * Where others may append unheard: looked at every 25 ms. It may throw: the waiters of the topic
     * are then woken, so that their next read says why. null: `reached` is called for every append.
     */
    readonly endOf: ((topic: string) => number) | null;
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
      if (this.#endOf !== null) this.#lookSoon(this.#endOf);
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

  #lookSoon(endOf: (topic: string) => number): void {
    this.#poll ??= this.#clock.setTimer(POLL_MS, () => this.#look(endOf));
  }

  #look(endOf: (topic: string) => number): void {
    this.#poll = null;
    for (const topic of new Set([...this.#waiters].map((waiter) => waiter.topic))) {
      try {
        this.reached(topic, endOf(topic));
      } catch {
        this.reached(topic, Number.POSITIVE_INFINITY);
      }
    }
    if (this.#waiters.size > 0) this.#lookSoon(endOf);
  }
}
