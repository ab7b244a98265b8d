import type { Random } from '../ports/clock/clock.ts';

/** xorshift32: all that is random in a simulated run comes from one seed. Not for secrets. */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    // Zero is the one state that it never leaves.
    this.#state = (seed ^ 0x9e3779b9) | 0 || 1;
  }

  uint32(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }

  /** Uniform in 0 … bound - 1. */
  below(bound: number): number {
    return Math.floor((this.uint32() / 2 ** 32) * bound);
  }

  chance(probability: number): boolean {
    return this.uint32() / 2 ** 32 < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.uint32() & 0xff);
  }
}
