/**
 * Contestants by turns, A B C A B C, so that a slow phase of the machine hits all of them:
 *
 *   warm-up: every contestant, once or more │ round 1: every contestant │ round 2 …
 */
export interface Contestant<Run> {
  readonly name: string;
  run(): Promise<Run>;
}

export interface Series<Run> {
  readonly name: string;
  /** Without the warm-up. */
  readonly runs: readonly Run[];
  /** Why it stopped; null: it did all of its runs. */
  readonly problem: string | null;
}

export interface RoundOptions<Run> {
  readonly warmUps: number;
  /** Short runs are repeated until so much time is spent: compilers go by how often, and when. */
  readonly warmUpMs: number;
  readonly rounds: number;
  /** A contestant whose warm-up took longer does one warm-up and one run: it is not close. */
  readonly slowMs: number;
  readonly interrupted: AbortSignal;
  readonly onRun?: (name: string, run: Run, turn: 'warm-up' | number) => void;
}

export async function interleave<Run>(
  contestants: readonly Contestant<Run>[],
  options: RoundOptions<Run>,
): Promise<readonly Series<Run>[]> {
  const series = contestants.map((contestant) => new Entry(contestant));
  for (const entry of series) await entry.warmUp(options);
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const entry of series) await entry.round(round, options);
  }
  return series.map(({ name, runs, problem }) => ({ name, runs, problem }));
}

class Entry<Run> {
  readonly name: string;
  readonly runs: Run[] = [];
  problem: string | null = null;
  readonly #contestant: Contestant<Run>;
  #isSlow = false;

  constructor(contestant: Contestant<Run>) {
    this.name = contestant.name;
    this.#contestant = contestant;
  }

  async warmUp(options: RoundOptions<Run>): Promise<void> {
    const beganMs = performance.now();
    const isWarm = (turn: number): boolean =>
      this.#isSlow || (turn >= options.warmUps && performance.now() - beganMs >= options.warmUpMs);
    for (let turn = 0; !isWarm(turn); turn += 1) {
      const startedMs = performance.now();
      const run = await this.#run(options.interrupted);
      if (run === null) return;
      this.#isSlow = performance.now() - startedMs > options.slowMs;
      if (turn === 0) options.onRun?.(this.name, run, 'warm-up');
    }
  }

  async round(round: number, options: RoundOptions<Run>): Promise<void> {
    if (this.problem !== null || (this.#isSlow && round > 1)) return;
    const run = await this.#run(options.interrupted);
    if (run === null) return;
    this.runs.push(run);
    options.onRun?.(this.name, run, round);
  }

  async #run(interrupted: AbortSignal): Promise<Run | null> {
    interrupted.throwIfAborted();
    try {
      return await this.#contestant.run();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      return null;
    }
  }
}

/** Of runs, by the value that is better when higher. */
export function bestAndMedian(values: readonly number[]): {
  readonly best: number;
  readonly median: number;
} {
  const sorted = [...values].sort((a, b) => b - a);
  const middle = sorted.length >> 1;
  const upper = sorted[Math.max(0, sorted.length % 2 === 0 ? middle - 1 : middle)] ?? 0;
  const lower = sorted[middle] ?? 0;
  return { best: sorted[0] ?? 0, median: (upper + lower) / 2 };
}
