/** Asserts stay on in production: an unsafe process stops and never guesses (fail-stop). */
export class AssertionFailed extends Error {
  readonly code = 'ASSERTION_FAILED';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message);
}

/** Ends every switch over a union: the compiler proves that it cannot be reached. */
export function assertNever(value: never): never {
  throw new AssertionFailed(`unreachable: ${JSON.stringify(value)}`);
}
