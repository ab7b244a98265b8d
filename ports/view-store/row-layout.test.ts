import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loaded, stored } from './row-layout.ts';
import { TABLE } from './tables.ts';
import { SAMPLE_ROWS } from './testing/sample-rows.ts';

test('a row of a busy table is stored without the names of its fields', () => {
  for (const [table, row] of SAMPLE_ROWS) {
    const values = stored(table, row);
    assert.ok(Array.isArray(values), table);
    assert.deepEqual(loaded(table, values), row, table);
  }
});

test('rows that were stored as objects, before there were layouts, are read as they are', () => {
  for (const [table, row] of SAMPLE_ROWS) assert.equal(loaded(table, row), row);
});

test('a row of before its list of fields grew has what it had', () => {
  const [, trade] = SAMPLE_ROWS.find(([table]) => table === TABLE.trades)!;
  const values = stored(TABLE.trades, trade) as readonly unknown[];
  const { executedAtUs: _, ...before } = trade as { readonly executedAtUs: number };
  assert.deepEqual(loaded(TABLE.trades, values.slice(0, -1)), before);
});

test('rows of other tables are stored as they are', () => {
  const row = { anything: 1 };
  assert.equal(stored(TABLE.candles, row), row);
  assert.equal(loaded(TABLE.candles, row), row);
});
