import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { LmdbViewStore } from './lmdb-view-store.ts';
import { viewStoreContract } from './view-store.contract.ts';

viewStoreContract('LMDB', async () => new LmdbViewStore({ folder: temporaryFolder() }));

test('a table of more rows than are removed at a time is dropped whole', async () => {
  const store = new LmdbViewStore({ folder: temporaryFolder() });
  const writes = Array.from({ length: 25_000 }, (_, index) => ({
    table: 'large',
    key: [index],
    value: index,
  }));
  await store.apply({ projection: 'p', cursors: {}, writes });
  await store.apply({ projection: 'q', cursors: {}, writes: [{ ...writes[0]!, table: 'larger' }] });
  await store.drop('p');
  assert.deepEqual(await store.range('large', { from: [], to: [1e9], limit: 9 }), []);
  assert.equal(await store.get('larger', [0]), 0);
  await store.close();
});
