import type { Clock } from '../../ports/clock/clock.ts';

/**
 * Remembers signatures for as long as their timestamps are acceptable. Two generations: an entry
 * lives for one to two windows, and forgetting costs nothing. Only verified signatures come here, so
 * that strangers cannot fill it.
 */
export class ReplayCache {
  readonly #clock: Clock;
  readonly #windowMs: number;
  #young = new Set<string>();
  #old = new Set<string>();
  #turnMs: number;

  constructor(options: { readonly clock: Clock; readonly windowMs: number }) {
    this.#clock = options.clock;
    this.#windowMs = options.windowMs;
    this.#turnMs = options.clock.monotonicMs() + options.windowMs;
  }

  /** False: it was here before. */
  remember(signature: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs >= this.#turnMs) {
      this.#old = nowMs >= this.#turnMs + this.#windowMs ? new Set() : this.#young;
      this.#young = new Set();
      this.#turnMs = nowMs + this.#windowMs;
    }
    if (this.#young.has(signature) || this.#old.has(signature)) return false;
    this.#young.add(signature);
    return true;
  }
}
