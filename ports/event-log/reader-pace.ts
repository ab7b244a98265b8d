import { limits } from '../../proto/limits.ts';

/**
 * A reader that nobody waits for rests between two reads, and takes what arrived meanwhile in one step:
 * waking up and storing cost about as much for one record as for fifty.
 *
 *   records found   1              some            as many as a read holds
 *   rest            perRecordMs    up to atMostMs  none: it is behind
 *
 * So a lone record is shown as soon as ever, and under load everything is at most `atMostMs` older.
 */
export interface ReaderPace {
  readonly perRecordMs: number;
  readonly atMostMs: number;
}

/** How long to rest after a read that found so many records. */
export function restMs({ perRecordMs, atMostMs }: ReaderPace, found: number): number {
  if (found >= limits.recordsPerReadMax) return 0;
  return Math.min(found * perRecordMs, atMostMs);
}

/** Moments at which those wake that rest together. */
const TOGETHER_MS = 20;

/** The rest, moved to the nearest such moment: readers of many topics then wake at the same ones. */
export function untilTogetherMs(rest: number, nowMs: number): number {
  const endMs = Math.round((nowMs + rest) / TOGETHER_MS) * TOGETHER_MS;
  return rest === 0 ? 0 : Math.max(0, endMs - nowMs);
}
