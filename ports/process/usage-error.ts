/** An option of a service that cannot be meant so. */
export class UsageError extends Error {
  readonly code = 'USAGE';
}
