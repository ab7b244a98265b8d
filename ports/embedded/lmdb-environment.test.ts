import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Environment } from './lmdb-environment.ts';
import { NewestTransaction } from './newest-transaction.ts';

function environment(folder = temporaryFolder()) {
  const open = () =>
    new Environment<string, string>({
      folder,
      noSync: true,
      database: { encoding: 'string', keyEncoding: 'ordered-binary' },
    });
  const opened = open();
  const put = (key: string, value: string) =>
    opened.write(() => void opened.database.put(key, value));
  const get = (key: string) => {
    opened.database.resetReadTxn();
    return opened.database.get(key);
  };
  return { folder, opened, put, get };
}

/** What a process does to the others when it opens the environment at a bad moment. */
function forgetNewest(folder: string): void {
  const newest = new NewestTransaction(folder);
  newest.share(newest.read() - 1);
  newest.close();
}

test('a transaction that another process made forgotten is not overwritten', async () => {
  const { folder, opened, put, get } = environment();
  for (let count = 0; count < 200; count += 1) {
    put(`key ${count}`, `value ${count}`);
    if (count % 3 === 0) forgetNewest(folder);
  }
  for (let count = 0; count < 200; count += 1) assert.equal(get(`key ${count}`), `value ${count}`);
  await opened.close();
});

test('a reader that was sent back in time sees the newest again after healing', async () => {
  const { folder, opened, put, get } = environment();
  put('key', 'old');
  put('key', 'new');
  forgetNewest(folder);
  assert.equal(get('key'), 'old');
  opened.heal();
  assert.equal(get('key'), 'new');
  await opened.close();
});

test('an action that throws leaves nothing behind', async () => {
  const { opened, put, get } = environment();
  put('key', 'before');
  assert.throws(() =>
    opened.write(() => {
      void opened.database.put('key', 'half');
      throw new Error('refused');
    }),
  );
  assert.equal(get('key'), 'before');
  put('key', 'after');
  assert.equal(get('key'), 'after');
  await opened.close();
});
