import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf } from './moment.ts';

const timeOf = (text: string): string | null => {
  const moment = momentOf(text);
  return moment?.kind === 'time' ? new Date(moment.timestampUs / 1_000).toISOString() : null;
};

test('a sequence is one, as far as it can be told from others', () => {
  assert.deepEqual(momentOf('1042'), { kind: 'sequence', sequence: 1042 });
  assert.equal(momentOf('9007199254740993'), null);
});

test('a time is that of its zone, down to microseconds', () => {
  assert.equal(timeOf('2026-11-30T12:00:00Z'), '2026-11-30T12:00:00.000Z');
  assert.equal(timeOf('2026-11-30T12:00:00.25+02:30'), '2026-11-30T09:30:00.250Z');
  assert.equal(timeOf('2026-12-31T23:30:00-01:00'), '2027-01-01T00:30:00.000Z');
  assert.deepEqual(momentOf('1970-01-01T00:00:01.000001Z'), {
    kind: 'time',
    timestampUs: 1_000_001,
  });
});

test('a leap day is one in leap years only', () => {
  assert.equal(timeOf('2024-02-29T23:59:59Z'), '2024-02-29T23:59:59.000Z');
  assert.equal(timeOf('2000-02-29T00:00:00Z'), '2000-02-29T00:00:00.000Z');
  assert.equal(timeOf('2026-02-29T00:00:00Z'), null);
  assert.equal(timeOf('2100-02-29T00:00:00+05:00'), null);
});

test('there is no other day or hour than those of the calendar', () => {
  const none = [
    '2026-02-30T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T00:00:00+24:00',
    '1969-12-31T23:59:59Z',
  ];
  for (const text of none) assert.equal(timeOf(text), null, text);
});
