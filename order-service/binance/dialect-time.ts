/**
 * A moment in an answer. Clients get milliseconds, or microseconds where they asked for those; which
 * of the two is known only when the answer is written, since a stream is told to many.
 */
import type { TimestampUs } from '../../proto/units.ts';

export type TimeUnit = 'milliseconds' | 'microseconds';

const US_PER_MS = 1_000;

export class DialectTime {
  readonly us: number;

  constructor(us: number) {
    this.us = us;
  }

  toJSON(): number {
    return Math.floor(this.us / US_PER_MS);
  }
}

export const timeOf = (atUs: TimestampUs | number): DialectTime => new DialectTime(atUs);
export const timeOfMs = (atMs: number): DialectTime => new DialectTime(atMs * US_PER_MS);

/** The last moment of a span that ends so. */
export const endOfMs = (atMs: number): DialectTime => new DialectTime((atMs + 1) * US_PER_MS - 1);

export const jsonText = (body: unknown, unit: TimeUnit): string =>
  unit === 'milliseconds' ? JSON.stringify(body) : JSON.stringify(body, inMicroseconds);

/** What is given to it is what `toJSON` made; the holder has the moment itself. */
function inMicroseconds(this: unknown, key: string, value: unknown): unknown {
  const held = (this as Readonly<Record<string, unknown>>)[key];
  return held instanceof DialectTime ? held.us : value;
}

/** undefined: it is neither. Nothing said is milliseconds. */
export function timeUnitOf(text: string | undefined): TimeUnit | undefined {
  switch ((text ?? '').toUpperCase()) {
    case '':
    case 'MILLISECOND':
      return 'milliseconds';
    case 'MICROSECOND':
      return 'microseconds';
    default:
      return undefined;
  }
}
