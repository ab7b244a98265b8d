/** Candles of another time zone, against the minutes that they are made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '../../engine/core/testing/seeded-random.ts';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { type CandleInterval, candleOpenMs } from '../../ports/view-store/candle-intervals.ts';
import { LmdbViewStore } from '../../ports/view-store/lmdb-view-store.ts';
import { type CandleRow, candleKey } from '../../ports/view-store/market-tables.ts';
import { TABLE } from '../../ports/view-store/tables.ts';
import { readZonedCandles } from './zoned-candles.ts';

const MARKET = 'BTC-USD';
const MINUTE_MS = 60_000;
const BEGIN_MS = Date.UTC(2026, 7, 20, 3, 11);
const NOW_MS = Date.UTC(2026, 10, 25, 13, 7, 31);

function minuteRow(openMs: number, random: SeededRandom): CandleRow {
  const price = 100 + random.below(50);
  return {
    openMs,
    openTicks: price as never,
    highTicks: (price + random.below(9)) as never,
    lowTicks: (price - random.below(9)) as never,
    closeTicks: (price + 1) as never,
    volumeLots: BigInt(1 + random.below(20)),
    volumeTickLots: BigInt(random.below(2_000)),
    takerBuyLots: BigInt(random.below(9)),
    takerBuyTickLots: BigInt(random.below(900)),
    tradeCount: 1 + random.below(3),
    firstTradeId: openMs as never,
    lastTradeId: (openMs + 1) as never,
  };
}

/** The plain way: one row after the other. */
function summed(rows: readonly CandleRow[], openMs: number): CandleRow {
  let sum: CandleRow = { ...rows[0]!, openMs };
  for (const row of rows.slice(1)) {
    sum = {
      ...sum,
      highTicks: Math.max(sum.highTicks, row.highTicks) as never,
      lowTicks: Math.min(sum.lowTicks, row.lowTicks) as never,
      closeTicks: row.closeTicks,
      volumeLots: sum.volumeLots + row.volumeLots,
      volumeTickLots: sum.volumeTickLots + row.volumeTickLots,
      takerBuyLots: sum.takerBuyLots + row.takerBuyLots,
      takerBuyTickLots: sum.takerBuyTickLots + row.takerBuyTickLots,
      tradeCount: sum.tradeCount + row.tradeCount,
      lastTradeId: row.lastTradeId,
    };
  }
  return sum;
}

/** Each key's rows together, in their order. */
function grouped(rows: readonly CandleRow[], keyOf: (row: CandleRow) => number): CandleRow[] {
  const groups = new Map<number, CandleRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups].map(([openMs, group]) => summed(group, openMs));
}

test('a candle of a zone has what was traded from its own midnight on', async () => {
  const random = new SeededRandom(20_261_130);
  const minutes: CandleRow[] = [];
  for (let openMs = BEGIN_MS; openMs <= NOW_MS; openMs += (1 + random.below(700)) * MINUTE_MS) {
    minutes.push(minuteRow(openMs, random));
  }
  const stored = (['1m', '1h', '4h', '1d'] as const).flatMap((interval) =>
    grouped(minutes, ({ openMs }) => candleOpenMs(interval, openMs)).map((row) => ({
      table: TABLE.candles,
      key: candleKey(MARKET, interval, row.openMs),
      value: row,
    })),
  );
  const views = new LmdbViewStore({ folder: temporaryFolder() });
  await views.apply({ projection: 'test', cursors: {}, writes: stored });
  let seen = 0;
  for (const zone of [0, 8 * 60, -5 * 60 - 30, 5 * 60 + 45, 14 * 60, -12 * 60, 7]) {
    const offsetMs = zone * MINUTE_MS;
    for (const interval of ['4h', '1d', '3d', '1w', '1M'] as const satisfies CandleInterval[]) {
      const openOf = (atMs: number) => candleOpenMs(interval, atMs + offsetMs) - offsetMs;
      const expected = grouped(minutes, ({ openMs }) => openOf(openMs));
      const wanted = { market: MARKET, interval, fromMs: null, toMs: NOW_MS, limit: 1_000 };
      // The store of this test has no weeks and months of UTC.
      if (zone === 0 && ['3d', '1w', '1M'].includes(interval)) continue;
      const candles = await readZonedCandles(views, wanted, offsetMs);
      const traded = candles.filter(({ row }) => row.tradeCount > 0).map(({ row }) => row);
      assert.deepEqual(traded, expected, `${interval} of ${zone}`);
      for (const [index, { row, closeMs }] of candles.entries()) {
        assert.equal(openOf(closeMs), row.openMs);
        assert.equal(candles[index + 1]?.row.openMs ?? closeMs + 1, closeMs + 1, 'no gap');
      }
      const some = candles.slice(2, 5);
      const from = { ...wanted, fromMs: some[0]!.row.openMs - MINUTE_MS, limit: 3 };
      assert.deepEqual(await readZonedCandles(views, from, offsetMs), some);
      assert.deepEqual(
        await readZonedCandles(views, { ...wanted, limit: 2 }, offsetMs),
        candles.slice(-2),
      );
      seen += candles.length;
    }
  }
  assert.ok(seen > 5_000, `${seen} candles`);
  await views.close();
});
