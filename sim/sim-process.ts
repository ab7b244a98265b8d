/**
 * A simulated operating-system process: what a role sees of the outside world, with delays, and with
 * an end that may come between any two of its steps.
 *
 *   role ──call──▶ [delay] ──▶ shared store ──▶ [delay] ──▶ role
 *                    │ killed here: the call never happens   │ killed here: it happened, nobody knows
 */
import type { Clock, Timer } from '../ports/clock/clock.ts';
import { timestampUs } from '../proto/units.ts';
import type { SeededRandom } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Delays {
  /** A call takes 0 … this until it reaches the store, and again until its answer arrives. */
  readonly callUsMax: number;
  /** Now and then one takes this long. */
  readonly slowUs: number;
  readonly slowChance: number;
}

export class SimProcess {
  readonly name: string;
  readonly #scheduler: Scheduler;
  readonly #random: SeededRandom;
  readonly #delays: Delays;
  #alive = true;
  /** While frozen (SIGSTOP), what would have happened waits here. */
  #frozen: (() => void)[] | null = null;

  constructor(options: {
    readonly name: string;
    readonly scheduler: Scheduler;
    readonly random: SeededRandom;
    readonly delays: Delays;
  }) {
    this.name = options.name;
    this.#scheduler = options.scheduler;
    this.#random = options.random;
    this.#delays = options.delays;
  }

  get alive(): boolean {
    return this.#alive;
  }

  get frozen(): boolean {
    return this.#frozen !== null;
  }

  kill(): void {
    this.#alive = false;
    this.#frozen = null;
  }

  freeze(): void {
    if (this.#alive) this.#frozen ??= [];
  }

  thaw(): void {
    const waiting = this.#frozen ?? [];
    this.#frozen = null;
    for (const action of waiting) this.after(0, action);
  }

  /** Runs in this process after the delay, unless it is dead by then. */
  after(delayUs: number, action: () => void): Timer {
    return this.#scheduler.schedule(delayUs, () => this.#enter(action));
  }

  #enter(action: () => void): void {
    if (!this.#alive) return;
    if (this.#frozen !== null) this.#frozen.push(action);
    else action();
  }

  /** The asynchronous methods of a shared store, as seen from this process. */
  through<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, property) => {
        const member = Reflect.get(target, property, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.#call(() => member.apply(target, args));
      },
    });
  }

  #call(operation: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.after(this.#delayUs(), () => {
        // From here on the store acts, whether or not this process lives to hear of it.
        void Promise.resolve()
          .then(operation)
          .then(
            (value) => this.after(this.#delayUs(), () => resolve(value)),
            (error) => this.after(this.#delayUs(), () => reject(error)),
          );
      });
    });
  }

  #delayUs(): number {
    const slow = this.#random.chance(this.#delays.slowChance) ? this.#delays.slowUs : 0;
    return slow + this.#random.below(this.#delays.callUsMax + 1);
  }

  clock(): Clock {
    return {
      nowUs: () => timestampUs(this.#scheduler.nowUs),
      monotonicMs: () => this.#scheduler.nowUs / 1000,
      setTimer: (delayMs, action) => this.after(Math.round(delayMs * 1000), action),
      sleep: (delayMs) =>
        new Promise((resolve) => this.after(Math.round(delayMs * 1000), () => resolve())),
    };
  }
}
