/** xorshift32: the same numbers on every machine. */
export class SeededRandom {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  }

  /** 0 … bound - 1. */
  below(bound: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return Math.floor(((this.#state >>> 0) / 2 ** 32) * bound);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** SEED of the environment, or a new one; printed first, so that every run can be replayed. */
export function seedOfRun(): number {
  const seed = Number(
    process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000_000,
  );
  console.log(`SEED=${seed}`);
  return seed;
}
