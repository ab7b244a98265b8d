import { type Environment, environment } from '../environment.ts';
import type { RunRecord } from './run-record.ts';

/** Takes the environment before a run and makes its record after it. */
export class RunClock {
  readonly environment: Environment = environment();
  readonly #startedAt = new Date().toISOString();
  readonly #startedMs = performance.now();

  record(
    facts: Omit<RunRecord, 'schemaVersion' | 'startedAt' | 'seconds' | 'environment'>,
  ): RunRecord {
    return {
      schemaVersion: 1,
      startedAt: this.#startedAt,
      seconds: (performance.now() - this.#startedMs) / 1000,
      environment: this.environment,
      ...facts,
    };
  }
}
