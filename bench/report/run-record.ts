import type { Environment } from '../environment.ts';

/** One number that runs are compared by. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /**
   * What `value` was measured against in the same run, by turns: ours / peer where more is better,
   * peer / ours where less is, so a greater ratio is always better. null: nothing.
   */
  readonly peer: { readonly name: string; readonly ratio: number } | null;
}

/** run.json. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly scenario: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** What to type to repeat it. */
  readonly command: string;
  readonly environment: Environment;
  readonly seed: number | null;
  readonly durability: string;
  /** What else one has to know: page cache, shared cores, part of a stream. */
  readonly conditions: readonly string[];
  /** false: nothing of it is a headline. */
  readonly valid: boolean;
  readonly figures: readonly Figure[];
  readonly details: object;
}
