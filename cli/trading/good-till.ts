import { usageError } from '../exit-codes.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const US_PER_MS = 1_000;

/**
 * Microseconds since 1970 of `90s`, `5m`, `2h`, `1d` from now, of an ISO 8601 time with its zone, or of such a
 * number itself. Throws USAGE.
 */
export function goodTillUs(text: string, nowMs: number): number {
  const span = /^(\d{1,9})([smhd])$/.exec(text);
  if (span !== null) {
    const [, count, unit] = span;
    return (nowMs + Number(count) * (UNITS_MS[unit ?? ''] ?? 0)) * US_PER_MS;
  }
  if (/^\d{16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const atMs = isTime ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw usageError(
      `--good-till takes 90s, 5m, 2h or 1d from now, a time as 2026-12-24T18:00:00Z, or microseconds since 1970, got "${text}"`,
    );
  }
  return atMs * US_PER_MS;
}
