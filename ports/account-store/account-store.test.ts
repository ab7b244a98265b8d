import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epoch, sessionId } from '../../proto/units.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { accountAdmissionContract } from './account-admission.contract.ts';
import { accountSettlementContract } from './account-settlement.contract.ts';
import { LmdbAccountStorage, openLmdbAccountStore } from './lmdb-account-store.ts';
import { memoryAccountStore } from './memory-account-store.ts';

const lmdb = async () =>
  openLmdbAccountStore({ folder: temporaryFolder(), crashPoints: noCrashPoints });
const memory = async () => memoryAccountStore();

accountAdmissionContract('LMDB', lmdb);
accountAdmissionContract('memory', memory);
accountSettlementContract('LMDB', lmdb);
accountSettlementContract('memory', memory);

test('the index of holds that older builds kept goes when a session opens, and nothing else', async () => {
  const folder = temporaryFolder();
  const storage = new LmdbAccountStorage({ folder });
  const rows = ['hold-of/0000000007/0000000000000001', 'hold-of/4294967295/9007199254740991'];
  const hold = ['hold/0000000000000001', '7 BTC-USD USD 5  client-1'] as const;
  storage.write((changes) => {
    for (const row of rows) changes.put(row, '');
    changes.put(...hold);
  });
  await storage.close();
  const store = openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
  assert.equal(await store.openSession(sessionId(1), epoch(0)), 1);
  assert.equal((await store.inspect()).holds[0]?.amount, 5n);
  await store.close();
  const after = new LmdbAccountStorage({ folder });
  const left = after.read((reader) => [...reader.range('hold', 'hole')]);
  await after.close();
  assert.deepEqual(left, [[...hold]]);
});
