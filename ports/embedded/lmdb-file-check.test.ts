import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Environment } from './lmdb-environment.ts';
import { lmdbFileProblem } from './lmdb-file-check.ts';

/** Where a meta page has the number of its main tree's root and, behind the last page, of its transaction. */
const MAIN_ROOT_AT = 24 + 24 + 48 + 40;
const TRANSACTION_AT = MAIN_ROOT_AT + 16;
const PAGE_BYTES_AT = 24 + 24;

async function fileOf(transactions: number): Promise<string> {
  const folder = temporaryFolder();
  const database = { encoding: 'string', keyEncoding: 'ordered-binary' } as const;
  const opened = new Environment<string, string>({ folder, noSync: true, database });
  for (let count = 0; count < transactions; count += 1) {
    opened.write(() => void opened.database.put(`key ${count % 7}`, `value ${count}`));
  }
  await opened.close();
  return join(folder, 'data.mdb');
}

for (const transactions of [40, 41, 42, 43]) {
  test(`after ${transactions} transactions no flipped bit makes an older one the newest`, async () => {
    const path = await fileOf(transactions);
    assert.equal(lmdbFileProblem(path), null);
    const intact = readFileSync(path);
    const pageBytes = intact.readUInt32LE(PAGE_BYTES_AT);
    for (const page of [0, pageBytes]) {
      for (const field of [MAIN_ROOT_AT, TRANSACTION_AT]) {
        for (let bit = 0; bit < 64; bit += 1) {
          const damaged = Buffer.from(intact);
          damaged[page + field + (bit >> 3)]! ^= 1 << (bit & 7);
          writeFileSync(path, damaged);
          const where = `page ${page / pageBytes}, byte ${field}, bit ${bit}`;
          assert.notEqual(lmdbFileProblem(path), null, where);
        }
      }
    }
  });
}

for (const transactions of [0, 1, 2, 3]) {
  test(`a file of ${transactions} transactions is fine`, async () => {
    assert.equal(lmdbFileProblem(await fileOf(transactions)), null);
  });
}

for (const [keys, depth] of [
  [100, 2],
  [6_000, 3],
] as const) {
  test(`in a tree ${depth} pages high no other page stands for the root`, async () => {
    const folder = temporaryFolder();
    const database = { encoding: 'string', keyEncoding: 'ordered-binary' } as const;
    const opened = new Environment<string, string>({ folder, noSync: true, database });
    // The second transaction writes every page of the tree, so that all are of the root's.
    for (const value of ['first', 'second']) {
      opened.write(() => {
        for (let key = 0; key < keys; key += 1) {
          void opened.database.put(`a key of some length ${key}`, value.repeat(20));
        }
      });
    }
    await opened.close();
    const path = join(folder, 'data.mdb');
    assert.equal(lmdbFileProblem(path), null);
    const intact = readFileSync(path);
    const pageBytes = intact.readUInt32LE(PAGE_BYTES_AT);
    const newest = [0, pageBytes].sort(
      (a, b) => intact.readUInt32LE(b + TRANSACTION_AT) - intact.readUInt32LE(a + TRANSACTION_AT),
    )[0]!;
    assert.equal(intact.readUInt16LE(newest + MAIN_ROOT_AT - 40 + 6), depth);
    const root = intact.readUInt32LE(newest + MAIN_ROOT_AT);
    const transaction = intact.readUInt32LE(newest + TRANSACTION_AT);
    let ofTheSame = 0;
    for (let page = 2; page < intact.length / pageBytes; page += 1) {
      if (page === root) continue;
      if (intact.readUInt32LE(page * pageBytes + 8) === transaction) ofTheSame += 1;
      const damaged = Buffer.from(intact);
      damaged.writeUInt32LE(page, newest + MAIN_ROOT_AT);
      writeFileSync(path, damaged);
      assert.notEqual(lmdbFileProblem(path), null, `page ${page}`);
    }
    assert.ok(ofTheSame > 2, `${ofTheSame} pages of the newest transaction`);
  });
}
