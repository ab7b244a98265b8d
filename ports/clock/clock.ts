import type { TimestampUs } from '../../proto/units.ts';

/** A pending timer; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** Wall time, monotonic time and timers. The simulation supplies its own. */
export interface Clock {
  nowUs(): TimestampUs;
  /** Never runs backwards; its zero means nothing. */
  monotonicMs(): number;
  /** Calls `action` once, after at least `delayMs`. Does not keep a process alive by itself. */
  setTimer(delayMs: number, action: () => void): Timer;
  sleep(delayMs: number): Promise<void>;
}

export interface Random {
  /** Uniform in 0 … 2^32 - 1. */
  uint32(): number;
  bytes(count: number): Uint8Array;
}
