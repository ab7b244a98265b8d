/** A moment of a market's past: its event of that sequence, or all that happened up to a time. */
import type { Sequence, TimestampUs } from '../../proto/units.ts';

export type Moment =
  | { readonly kind: 'sequence'; readonly sequence: Sequence }
  | { readonly kind: 'time'; readonly timestampUs: TimestampUs };

export const MOMENT_PATTERN =
  /^(\d{1,16}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2}))$/;

const US_PER_SECOND = 1_000_000;
const MS_PER_SECOND = 1_000;
/** Of `2026-11-30T12:00:00`. */
const SECONDS_LENGTH = 19;

/** `1042`, or an RFC 3339 time down to microseconds. null: no such day or hour, or before 1970. */
export function momentOf(text: string): Moment | null {
  if (/^\d+$/.test(text)) {
    const sequence = Number(text);
    return Number.isSafeInteger(sequence)
      ? { kind: 'sequence', sequence: sequence as Sequence }
      : null;
  }
  if (!isOfCalendar(text.slice(0, SECONDS_LENGTH))) return null;
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const seconds = Date.parse(text.replace(/\.\d+/, '')) / MS_PER_SECOND;
  if (!Number.isInteger(seconds) || seconds < 0) return null;
  const timestampUs = seconds * US_PER_SECOND + Number(fraction.padEnd(6, '0'));
  return { kind: 'time', timestampUs: timestampUs as TimestampUs };
}

/** `Date.parse` reads a 30th of February as a day in March, and an hour 24 as one of the next day. */
function isOfCalendar(text: string): boolean {
  const ms = Date.parse(`${text}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Whether what is at this place in the log happened after the moment. */
export function isBehind(
  moment: Moment,
  place: { readonly sequence: number; readonly timestampUs: number },
): boolean {
  return moment.kind === 'sequence'
    ? place.sequence > moment.sequence
    : place.timestampUs > moment.timestampUs;
}
