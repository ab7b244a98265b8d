import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CANDLE_INTERVALS,
  candleCloseMs,
  candleOpenAfterMs,
  candleOpenMs,
} from './candle-intervals.ts';

const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

test('every moment is in exactly one candle of each interval, and candles meet', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CANDLE_INTERVALS), moment, (interval, atMs) => {
      const openMs = candleOpenMs(interval, atMs);
      assert.ok(openMs <= atMs && atMs <= candleCloseMs(interval, openMs));
      assert.equal(candleOpenMs(interval, openMs), openMs);
      const nextMs = candleOpenAfterMs(interval, openMs, 1);
      assert.equal(nextMs, candleCloseMs(interval, openMs) + 1);
      assert.equal(candleOpenMs(interval, nextMs - 1), openMs);
      assert.equal(candleOpenAfterMs(interval, nextMs, -1), openMs);
    }),
  );
});

test('weeks begin on Mondays, months on their first day', () => {
  const wednesday = Date.UTC(2026, 10, 25, 13, 7);
  assert.equal(candleOpenMs('1w', wednesday), Date.UTC(2026, 10, 23));
  assert.equal(candleOpenMs('1M', wednesday), Date.UTC(2026, 10));
  assert.equal(candleOpenAfterMs('1M', Date.UTC(2026, 11), 1), Date.UTC(2027, 0));
});
