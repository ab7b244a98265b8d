/** What a process says with its exit code; everything else that is fatal is 1. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  LOG_OFFSET_OUT_OF_RANGE: 41,
  HISTORY_CHANGED: 42,
  EVENT_CONFLICT: 42,
  SCHEMA_TOO_NEW: 43,
  RULES_TOO_NEW: 43,
  DATA_DIR_NEWER: 43,
  LOG_DAMAGED: 44,
  ARCHIVE_CONFLICT: 42,
  ARCHIVE_DAMAGED: 44,
  CRC_MISMATCH: 44,
  EVENT_GAP: 44,
  LOG_UNSAFE: 46,
  LOG_ACCESS_DENIED: 47,
  LOG_BROKER_UNSUPPORTED: 48,
  ACCOUNT_STORE_GAP: 45,
  ACCOUNT_STORE_BROKEN: 45,
  REDIS_WRONG_PASSWORD: 49,
  REDIS_FORBIDDEN: 49,
  SNAPSHOT_STORE_DENIED: 49,
  BUCKET_DENIED: 49,
  REDIS_TOO_OLD: 50,
  REDIS_UNSAFE: 50,
  ACCOUNT_STORE_LOST: 51,
  REDIS_UNREACHABLE: 52,
  REDIS_UNAVAILABLE: 52,
  REDIS_FULL: 52,
  ACCOUNT_STORE_UNAVAILABLE: 52,
  ACCOUNT_STORE_FULL: 52,
  SNAPSHOT_STORE_UNAVAILABLE: 52,
  SNAPSHOT_STORE_FULL: 52,
  BUCKET_UNAVAILABLE: 52,
  BUCKET_FULL: 52,
  LOG_UNAVAILABLE: 52,
  LOG_FULL: 52,
};

/** The stable code of an error, as far as it has one. */
export function codeOfError(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'UNEXPECTED';
  return String(error.code);
}

export const exitCodeOf = (error: unknown): number => EXIT_CODES[codeOfError(error)] ?? 1;
