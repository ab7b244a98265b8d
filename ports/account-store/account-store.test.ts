import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, commandSequence, epoch, orderId, sessionId } from '../../proto/units.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { accountAdmissionContract } from './account-admission.contract.ts';
import { accountOutboxContract } from './account-outbox.contract.ts';
import { entriesOf } from './account-queries.ts';
import { accountSettlementContract } from './account-settlement.contract.ts';
import { LmdbAccountStorage, openLmdbAccountStore } from './lmdb-account-store.ts';
import { memoryAccountStore } from './memory-account-store.ts';

const lmdb = async () =>
  openLmdbAccountStore({ folder: temporaryFolder(), crashPoints: noCrashPoints });
const memory = async () => memoryAccountStore();

accountAdmissionContract('LMDB', lmdb);
accountAdmissionContract('memory', memory);
accountOutboxContract('LMDB', lmdb);
accountOutboxContract('memory', memory);
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
  const left = after.read((reader) => entriesOf(reader, 'hold'));
  await after.close();
  assert.deepEqual(left, [[...hold]]);
});

test('an outbox that an older build left is read, cleared and taken back', async () => {
  const folder = temporaryFolder();
  const storage = new LmdbAccountStorage({ folder });
  const row = (sequence: number, reservation: object) =>
    [
      `outbox/001/commands.BTC-USD/0000000001/${String(sequence).padStart(16, '0')}`,
      JSON.stringify({ accountId: 7, reservation }),
    ] as const;
  const order = { kind: 'order', orderId: 2, market: 'BTC-USD', asset: 'USD', amount: '5' };
  const rest = { clientOrderId: 'c', requestDigest: 'd', nowUs: 1 };
  storage.write((changes) => {
    changes.put(...row(1, { kind: 'none' }));
    changes.put(...row(2, { ...order, ...rest }));
    changes.put(...row(3, { kind: 'amend', orderId: 2, amount: '4' }));
    changes.put(...row(4, { kind: 'withdrawal', transactionId: 'w/1', asset: 'USD', amount: '3' }));
    changes.put('hold/0000000000000002', '7 BTC-USD USD 5 4 c');
    changes.put('withdrawal/w%2F1', '7 USD 3');
    changes.put('balance/0000000007/USD', '88 12');
  });
  await storage.close();
  const store = openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
  const entries = await store.outbox(sessionId(1));
  assert.deepEqual(
    entries.map(({ sequence, reserved }) => [sequence, reserved]),
    [
      [1, { kind: 'none' }],
      [2, { kind: 'order', orderId: 2 }],
      [3, { kind: 'amend', orderId: 2, amount: 4n }],
      [4, { kind: 'withdrawal', transactionId: 'w/1' }],
    ],
  );
  const { topic, epoch: opened } = entries[0]!;
  await store.clearOutbox(sessionId(1), { topic, epoch: opened, through: commandSequence(2) });
  await store.withdrawFromOutbox(sessionId(1), entries);
  assert.deepEqual(await store.outbox(sessionId(1)), []);
  assert.equal((await store.balances(accountId(7)))[0]?.available, 95n);
  assert.equal((await store.hold(orderId(2)))?.amount, 5n);
  await store.close();
});
