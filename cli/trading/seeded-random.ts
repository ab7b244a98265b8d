/** Small reproducible random numbers (xorshift32, Marsaglia 2003) for generated orders. Not for keys. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    // Zero is xorshift's only fixed point; the multiplication spreads neighbouring seeds.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0 || 1;
    for (let round = 0; round < 8; round += 1) this.uint32();
  }

  uint32(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state >>> 0;
  }

  /** Uniform in 0 … 1, 1 excluded. */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** Uniform whole number in 0 … bound - 1. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
