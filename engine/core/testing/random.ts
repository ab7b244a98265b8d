/** xorshift32: everything random in a test comes from one seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    // Zero is the one state that it never leaves.
    this.#state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) | 0 || 1;
    for (let warmUp = 0; warmUp < 8; warmUp += 1) this.below(2);
  }

  /** Uniform in 0 … bound - 1. */
  below(bound: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return Math.floor(((x >>> 0) / 2 ** 32) * bound);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** One time in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

/** Prints the seed first, and takes it from the environment to replay. */
export function announceSeed(command: string): number {
  const seed = Number(
    process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000_000,
  );
  process.stdout.write(`SEED=${seed}  # replay: SEED=${seed} ${command}\n`);
  return seed;
}
