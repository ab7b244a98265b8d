import type { Clock } from '../../ports/clock/clock.ts';
import { type ReaderPace, restMs } from '../../ports/event-log/reader-pace.ts';
import { Signal } from './signal.ts';

/**
 * Its wake-ups cost more than what they apply; what gathers meanwhile is a millisecond's work. Nobody
 * looks at a lone record either, and a shorter rest would be a wake-up more before the next look.
 */
const PACE: ReaderPace = { perRecordMs: 40, atMostMs: 40 };

/** Between two reads of a standby: nobody waits for it until it claims. */
export class StandbyRest {
  readonly #clock: Clock;
  readonly #haste = new Signal();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async after(found: number): Promise<void> {
    const ms = restMs(PACE, found);
    if (ms > 0) await Promise.race([this.#clock.sleep(ms), this.#haste.next()]);
  }

  /** Ends the rest, or else the next one. */
  end(): void {
    this.#haste.notify();
  }
}
