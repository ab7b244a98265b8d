/** A setting is wrong or missing. The message never holds a secret. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  /** As in the table of settings, e.g. `LOG`. */
  readonly key: string;
  readonly problem: string;
  readonly example: string;

  constructor(key: string, problem: string, example: string) {
    super(`${key}: ${problem}; example: ${example}`);
    this.name = 'ConfigError';
    this.key = key;
    this.problem = problem;
    this.example = example;
  }
}
