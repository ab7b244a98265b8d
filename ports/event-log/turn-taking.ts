import type { Clock } from '../clock/clock.ts';

/** How long synchronous work may follow upon synchronous work. */
const TURN_MS = 5;

/**
 * LMDB answers at once, so a loop of reads and appends that has a backlog would never give the event
 * loop a turn: no heartbeat, no timer, no socket. Awaiting `yield` in each of them prevents that; it
 * costs a turn only when the last one was long ago.
 */
export class TurnTaking {
  readonly #clock: Clock;
  #lastTurnMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastTurnMs = clock.monotonicMs();
  }

  async yield(): Promise<void> {
    if (this.#clock.monotonicMs() - this.#lastTurnMs < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#lastTurnMs = this.#clock.monotonicMs();
  }
}
