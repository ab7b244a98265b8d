/** Reads of the read tables, against what a plain look at all rows finds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import {
  type CandleInterval,
  candleOpenAfterMs,
  candleOpenMs,
} from '../../ports/view-store/candle-intervals.ts';
import { LmdbViewStore } from '../../ports/view-store/lmdb-view-store.ts';
import { type CandleRow, candleKey } from '../../ports/view-store/market-tables.ts';
import { TABLE } from '../../ports/view-store/tables.ts';
import type { ViewWrite } from '../../ports/view-store/view-store.ts';
import { readCandles, readSpan } from './candle-reads.ts';
import { pageByTime, pageFromFirst } from './time-pages.ts';

interface Row {
  readonly id: number;
  readonly atUs: number;
}

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 25, 13, 7, 31);

async function storeOf(writes: readonly ViewWrite[]): Promise<LmdbViewStore> {
  const views = new LmdbViewStore({ folder: temporaryFolder() });
  await views.apply({ projection: 'test', cursors: {}, writes });
  return views;
}

test('pages by time and by id are those of the whole table', async () => {
  const steps = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 0, maxLength: 40 });
  const bound = fc.option(fc.integer({ min: 0, max: 60 }));
  const page = fc.record({ fromUs: bound, toUs: bound, limit: fc.integer({ min: 1, max: 12 }) });
  await fc.assert(
    fc.asyncProperty(steps, page, fc.integer({ min: 0, max: 120 }), async (times, wanted, id) => {
      let atUs = 0;
      const rows: Row[] = times.map((step, index) => {
        atUs += step;
        return { id: index * 2 + 1, atUs };
      });
      const others = [{ table: 'rows', key: ['a', 5], value: { id: 5, atUs: 5 } }];
      const own = rows.map((row) => ({ table: 'rows', key: ['b', row.id], value: row }));
      const views = await storeOf([...others, ...own]);
      const table = { views, table: 'rows', prefix: ['b'], atUs: (row: Row) => row.atUs };
      const { fromUs, toUs, limit } = wanted;
      const within = rows.filter((row) => row.atUs >= (fromUs ?? 0) && row.atUs <= (toUs ?? 999));
      const expected = fromUs === null ? within.slice(-limit) : within.slice(0, limit);
      assert.deepEqual(await pageByTime(table, wanted), expected);
      const behind = rows.filter((row) => row.id >= id).slice(0, limit);
      assert.deepEqual(await pageFromFirst(table, (row) => row.id >= id, limit), behind);
      await views.close();
    }),
    { numRuns: 60 },
  );
});

const candle = (openMs: number, price: number, volume = 1n): CandleRow => ({
  openMs,
  openTicks: price as never,
  highTicks: (price + 1) as never,
  lowTicks: (price - 1) as never,
  closeTicks: price as never,
  volumeLots: volume,
  volumeTickLots: volume * BigInt(price),
  takerBuyLots: 0n,
  takerBuyTickLots: 0n,
  tradeCount: 1,
  firstTradeId: 1 as never,
  lastTradeId: 1 as never,
});

const rowOf = (interval: CandleInterval, row: CandleRow): ViewWrite => ({
  table: TABLE.candles,
  key: candleKey('BTC-USD', interval, row.openMs),
  value: row,
});

test('candles have no gaps: where nothing traded the close before stands still', async () => {
  const openMs = candleOpenMs('1m', NOW_MS);
  const at = (minutes: number) => openMs - minutes * MINUTE_MS;
  const views = await storeOf([
    rowOf('1m', candle(at(9), 100)),
    rowOf('1m', candle(at(6), 110)),
    rowOf('1m', candle(at(2), 120)),
  ]);
  const read = async (limit: number, fromMs: number | null = null) =>
    (
      await readCandles(views, { market: 'BTC-USD', interval: '1m', fromMs, toMs: NOW_MS, limit })
    ).map((row) => [row.openMs, row.closeTicks, row.tradeCount]);
  assert.deepEqual(await read(4), [
    [at(3), 110, 0],
    [at(2), 120, 1],
    [at(1), 120, 0],
    [at(0), 120, 0],
  ]);
  assert.deepEqual(await read(3, at(30)), [
    [at(9), 100, 1],
    [at(8), 100, 0],
    [at(7), 100, 0],
  ]);
  assert.equal((await read(1_000)).length, 10);
  await views.close();
});

test('a day of minutes and hours adds up to what the minutes alone say', async () => {
  const writes: ViewWrite[] = [];
  const hours = new Map<number, CandleRow>();
  let expected = 0n;
  const fromMs = NOW_MS - 86_400_000;
  for (let openMs = candleOpenMs('1m', fromMs) - 90 * MINUTE_MS; openMs <= NOW_MS; ) {
    const row = candle(openMs, 100 + (openMs % 7), BigInt(1 + (openMs % 11)));
    writes.push(rowOf('1m', row));
    if (openMs >= candleOpenMs('1m', fromMs)) expected += row.volumeLots;
    const hourMs = candleOpenMs('1h', openMs);
    const before = hours.get(hourMs);
    const volume = (before?.volumeLots ?? 0n) + row.volumeLots;
    hours.set(hourMs, { ...row, openMs: hourMs, volumeLots: volume });
    openMs = candleOpenAfterMs('1m', openMs, 7);
  }
  writes.push(...[...hours.values()].map((row) => rowOf('1h', row)));
  const views = await storeOf(writes);
  const span = await readSpan(views, { market: 'BTC-USD', fromMs, toMs: NOW_MS });
  assert.equal(span?.volumeLots, expected);
  assert.equal(await readSpan(views, { market: 'ETH-USD', fromMs, toMs: NOW_MS }), null);
  await views.close();
});
