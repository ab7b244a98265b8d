import type { Clock } from '../../ports/clock/clock.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { type Offset, sequence } from '../../proto/units.ts';
import { type Divergence, divergenceOf, problemOfEvents } from './divergence.ts';
import { type EmittedRecord, EventsIn, type EventTail } from './events-in.ts';
import type { RetainedOutputs } from './retained-outputs.ts';
import type { Signal } from './signal.ts';

/**
 * Follows the event log while this replica does not emit: compares what stands there with what it
 * made of the same commands itself, and drops what need not be retained any longer.
 */
export class EmittedComparison {
  readonly #clock: Clock;
  readonly #retained: RetainedOutputs;
  readonly #events: EventsIn;
  /** Read, but this replica has not come to their commands yet. */
  #ahead: readonly EmittedRecord[] = [];
  #emitted: Offset | null;
  #seenMs: number;

  constructor(options: {
    readonly log: EventLog;
    readonly clock: Clock;
    readonly market: string;
    readonly retained: RetainedOutputs;
    readonly tail: EventTail;
  }) {
    const { log, market, tail } = options;
    this.#clock = options.clock;
    this.#retained = options.retained;
    this.#events = new EventsIn({ log, market, from: tail.end });
    this.#emitted = tail.last?.inputOffset ?? null;
    this.#seenMs = Number.NEGATIVE_INFINITY;
  }

  /** Input offset of the last output that is known to be in the event log. */
  get emitted(): Offset | null {
    return this.#emitted;
  }

  /** When somebody's output was last read (monotonic). */
  get seenMs(): number {
    return this.#seenMs;
  }

  /** Compares all that is there, as far as this replica has applied the commands (up to `next`). */
  async compare(next: () => Offset): Promise<Divergence | null> {
    for (;;) {
      if (this.#ahead.length === 0) {
        this.#ahead = await this.#events.read();
        if (this.#ahead.length === 0) return null;
        this.#seenMs = this.#clock.monotonicMs();
      }
      for (let index = 0; index < this.#ahead.length; index += 1) {
        const record = this.#ahead[index] as EmittedRecord;
        if (record.kind === 'batch' && record.frame.inputOffset >= next()) {
          this.#ahead = this.#ahead.slice(index);
          return null;
        }
        const divergence = this.#compareOne(record);
        if (divergence !== null) return divergence;
      }
      this.#ahead = [];
    }
  }

  /** Waits, at most so long, until more was emitted or applied; only the latter, where it is ahead. */
  async more(timeoutMs: number, applied: Pick<Signal, 'next'>): Promise<void> {
    const emitted = this.#ahead.length > 0 ? [] : [this.#events.waitForMore(timeoutMs)];
    await Promise.race([applied.next(), ...emitted]);
  }

  /** Goes on behind what this replica has emitted itself. */
  goOnBehind(own: { readonly emitted: Offset | null; readonly logEnd: Offset | null }): void {
    this.#emitted = own.emitted;
    if (own.logEnd !== null) {
      this.#events.skipTo(own.logEnd);
      this.#ahead = [];
    }
  }

  #compareOne(record: EmittedRecord): Divergence | null {
    if (record.kind === 'undecodable') return this.#undecodable(record.problem);
    const { frame } = record;
    const { inputOffset } = frame;
    // A copy of what was compared before, or of what is not retained: there is nothing to compare with.
    const isCopy = this.#emitted !== null && inputOffset <= this.#emitted;
    const own = isCopy ? null : this.#retained.get(inputOffset);
    if (own === null) {
      const problem = problemOfEvents(frame);
      if (problem !== null) return this.#undecodable(problem);
    } else {
      const divergence = divergenceOf(own, frame);
      if (divergence !== null) return divergence;
    }
    if (isCopy) return null;
    this.#emitted = inputOffset;
    this.#retained.dropThrough(inputOffset);
    return null;
  }

  #undecodable(problem: string): Divergence {
    const at = this.#retained.first;
    const own = at === null ? null : this.#retained.get(at);
    return {
      inputOffset: own?.inputOffset ?? this.#emitted ?? (0 as Offset),
      sequence: own?.firstSequence ?? sequence(0),
      problem,
    };
  }
}
