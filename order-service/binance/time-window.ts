/** `startTime` and `endTime` of a read, in milliseconds (or, with sixteen digits, microseconds). */
import { type DialectError, dialectError, errors } from './dialect-error.ts';
import type { RequestParams } from './request-params.ts';

export interface TimeWindow {
  /** null: from the beginning, newest first to be found. */
  readonly fromUs: number | null;
  /** Inclusive; null: up to now. */
  readonly toUs: number | null;
  readonly isBounded: boolean;
}

const US_PER_MS = 1_000;
const DAY_US = 86_400_000_000;
const LEAST_MICROSECONDS = 100_000_000_000_000;

export function timeWindowOf(
  params: RequestParams,
  atMost: 'a day' | 'any',
): TimeWindow | DialectError {
  const start = params.integer('startTime');
  const end = params.integer('endTime');
  const fromUs = start === undefined ? null : microseconds(start);
  // A millisecond is whole: everything within it belongs to it.
  const toUs = end === undefined ? null : microseconds(end) + (isMicro(end) ? 0 : US_PER_MS - 1);
  if (fromUs !== null && toUs !== null) {
    if (fromUs > toUs) return errors.value('startTime');
    if (atMost === 'a day' && toUs - fromUs > DAY_US + US_PER_MS) {
      return dialectError(400, -1127, 'More than 24 hours between startTime and endTime.');
    }
  }
  return { fromUs, toUs, isBounded: fromUs !== null || toUs !== null };
}

const isMicro = (time: number): boolean => time >= LEAST_MICROSECONDS;
const microseconds = (time: number): number => (isMicro(time) ? time : time * US_PER_MS);
