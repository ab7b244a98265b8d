/** What every ViewStore keeps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hash64, offset, sequence } from '../../proto/units.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import { SAMPLE_ROWS } from './testing/sample-rows.ts';
import type { ViewStore, ViewWrite } from './view-store.ts';

const cursor = (at: number): EventCursor => ({
  nextLogOffset: offset(at + 1),
  inputOffset: offset(at),
  sequence: sequence(at),
  eventHash: hash64('00000000000000ff'),
});
const write = (table: string, key: ViewWrite['key'], value: unknown): ViewWrite => ({
  table,
  key,
  value,
});

export function viewStoreContract(name: string, open: () => Promise<ViewStore>): void {
  describe(`ViewStore: ${name}`, () => {
    const on = (action: (store: ViewStore) => Promise<void>) => async () => {
      const store = await open();
      try {
        await action(store);
      } finally {
        await store.close();
      }
    };
    const put = (store: ViewStore, ...writes: ViewWrite[]) =>
      store.apply({ projection: 'p', cursors: { 'events.A': cursor(1) }, writes });

    it(
      'keeps values of every kind, and cursors by projection and topic',
      on(async (store) => {
        const value = {
          text: 'ü',
          number: 2 ** 53 - 1,
          big: 2n ** 62n,
          list: [1, null, true],
          none: null,
        };
        await put(store, write('t', [7, 'a'], value), write('t', [8], 'text'));
        assert.deepEqual(await store.get('t', [7, 'a']), value);
        assert.equal(await store.get('t', [8]), 'text');
        assert.equal(await store.get('t', [7]), undefined);
        assert.equal(await store.get('u', [8]), undefined);
        assert.deepEqual(await store.cursor('p', 'events.A'), cursor(1));
        assert.equal(await store.cursor('q', 'events.A'), null);
        assert.equal(await store.cursor('p', 'events.B'), null);
      }),
    );

    it(
      'gives rows of every table back as they were put, by key and in ranges',
      on(async (store) => {
        for (const [table, row, key] of SAMPLE_ROWS) {
          await put(store, write(table, key, row));
          assert.deepEqual(await store.get(table, key), row, table);
          const prefix = key.slice(0, -1);
          assert.equal(await store.get(table, [...prefix, 99]), undefined, table);
          const [entry] = await store.range(table, { from: prefix, to: [...key, 0], limit: 1 });
          assert.deepEqual(entry, { key, value: row }, table);
        }
      }),
    );

    it(
      'overwrites, removes, and takes the last of several writes of one step',
      on(async (store) => {
        await put(store, write('t', [1], 'old'), write('t', [2], 'gone'));
        await put(
          store,
          write('t', [1], 'mid'),
          write('t', [1], 'new'),
          write('t', [2], undefined),
        );
        assert.equal(await store.get('t', [1]), 'new');
        assert.equal(await store.get('t', [2]), undefined);
      }),
    );

    it(
      'has stored what a row was, whatever its owner makes of it afterwards',
      on(async (store) => {
        for (const [table, sample, key] of SAMPLE_ROWS) {
          const row = structuredClone(sample) as Record<string, unknown>;
          await put(store, write(table, key, row));
          for (const field of Object.keys(row)) row[field] = 0;
          assert.deepEqual(await store.get(table, key), sample, table);
        }
      }),
    );

    it(
      'orders keys element by element, numbers as numbers',
      on(async (store) => {
        for (const key of [[10, 'b'], [9, 'z'], [10, 'a'], [100]] as const) {
          await put(store, write('t', key, key.join('-')));
        }
        await put(store, write('u', [10, 'a'], 'other table'));
        const values = async (bounds: Parameters<ViewStore['range']>[1]) =>
          (await store.range('t', bounds)).map(({ value }) => value);
        assert.deepEqual(await values({ from: [0], to: [1000], limit: 9 }), [
          '9-z',
          '10-a',
          '10-b',
          '100',
        ]);
        assert.deepEqual(await values({ from: [10, 'a'], to: [10, 'b'], limit: 9 }), ['10-a']);
        assert.deepEqual(await values({ from: [10], to: [1000], limit: 2 }), ['10-a', '10-b']);
        assert.deepEqual(await values({ from: [100], to: [9, 'z'], limit: 9, reverse: true }), [
          '100',
          '10-b',
          '10-a',
        ]);
        const [first] = await store.range('t', { from: [0], to: [1000], limit: 1 });
        assert.deepEqual(first?.key, [9, 'z']);
      }),
    );

    it(
      'stores a step only where its cursors stand as it says, and all of it or nothing',
      on(async (store) => {
        const step = (at: number, after: number | null) =>
          store.apply({
            projection: 'p',
            cursors: { 'events.A': cursor(at) },
            after: { 'events.A': after === null ? null : cursor(after) },
            writes: [write('t', [at], 'row')],
          });
        assert.equal(await step(1, 0), 'moved');
        assert.equal(await store.cursor('p', 'events.A'), null);
        assert.deepEqual(await Promise.all([step(1, null), step(2, null), step(3, 1)]), [
          'stored',
          'moved',
          'stored',
        ]);
        await store.apply({
          projection: 'p',
          cursors: {},
          writes: [],
          after: { 'events.B': null },
        });
        await store.drop('p');
        assert.equal(await step(4, 3), 'moved');
        for (const at of [1, 2, 3, 4]) assert.equal(await store.get('t', [at]), undefined);
        assert.equal(await store.cursor('p', 'events.A'), null);
        assert.equal(await step(5, null), 'stored');
        assert.equal(await store.get('t', [5]), 'row');
      }),
    );

    it(
      'drops the tables and cursors of one projection only',
      on(async (store) => {
        await put(
          store,
          write('mine', [1], 1),
          write('mine', ['x', 2], 2),
          write('mine too', [1], 3),
        );
        await store.apply({
          projection: 'other',
          cursors: { 'events.A': cursor(5) },
          writes: [write('theirs', [1], 'kept')],
        });
        await store.drop('p');
        assert.equal(await store.get('mine', [1]), undefined);
        assert.equal(await store.get('mine', ['x', 2]), undefined);
        assert.equal(await store.get('mine too', [1]), undefined);
        assert.equal(await store.cursor('p', 'events.A'), null);
        assert.equal(await store.get('theirs', [1]), 'kept');
        assert.deepEqual(await store.cursor('other', 'events.A'), cursor(5));
        await put(store, write('mine', [1], 'again'));
        await store.drop('p');
        assert.equal(await store.get('mine', [1]), undefined);
      }),
    );
  });
}
