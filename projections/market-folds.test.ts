import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CANDLE_INTERVALS } from '../ports/view-store/candle-intervals.ts';
import type { AggregateTradeRow, CandleRow } from '../ports/view-store/market-tables.ts';
import { TABLE } from '../ports/view-store/tables.ts';
import { lots, orderId, priceTicks } from '../proto/units.ts';
import { ALICE, accepted, batchOf, traded } from '../settlement/testing/samples.ts';
import { aggregateTradesProjection } from './aggregate-trades.ts';
import { candlesProjection } from './candles.ts';
import { orderHistoryProjection } from './order-history.ts';
import { Tables } from './testing/tables.ts';

const tradeAt = (price: number, quantity: number, id: number, taker = 2) =>
  traded({
    tradeId: id as never,
    takerOrderId: orderId(taker),
    priceTicks: priceTicks(price),
    quantityLots: lots(quantity),
  });

test('every interval has a candle of what traded, and later batches add to it', () => {
  const tables = new Tables();
  tables.fold(candlesProjection, [tradeAt(10, 2, 1), tradeAt(12, 1, 2)]);
  tables.fold(candlesProjection, [accepted({ id: 9 })], 3);
  tables.fold(candlesProjection, [tradeAt(9, 4, 3)], 4);
  const rows = tables.all<CandleRow>(TABLE.candles);
  assert.equal(rows.length, CANDLE_INTERVALS.length);
  for (const row of rows) {
    assert.deepEqual([row.openTicks, row.highTicks, row.lowTicks, row.closeTicks], [10, 12, 9, 9]);
    assert.deepEqual([row.volumeLots, row.volumeTickLots, row.tradeCount], [7n, 68n, 3]);
    assert.deepEqual([row.firstTradeId, row.lastTradeId], [1, 3]);
  }
});

test('trades of one taker at one price are one aggregate, named by the first', () => {
  const tables = new Tables();
  tables.fold(aggregateTradesProjection, [
    tradeAt(10, 2, 1),
    tradeAt(10, 3, 2),
    tradeAt(11, 1, 3),
    tradeAt(11, 1, 4, 7),
  ]);
  assert.deepEqual(
    tables
      .all<AggregateTradeRow>(TABLE.aggregateTrades)
      .map((row) => [row.firstTradeId, row.lastTradeId, row.quantityLots]),
    [
      [1, 2, 5],
      [3, 3, 1],
      [4, 4, 1],
    ],
  );
});

test("an account's orders of a market stand in the order of their acceptance", () => {
  const tables = new Tables();
  tables.fold(orderHistoryProjection, [accepted({ id: 7 }), accepted({ id: 3 })], 40);
  assert.deepEqual(tables.get(TABLE.orderHistory, [ALICE, 'BTC-USD', 40]), {
    orderId: 7,
    createdAtUs: batchOf([]).timestampUs,
  });
  assert.equal(tables.all(TABLE.orderHistory).length, 2);
});
