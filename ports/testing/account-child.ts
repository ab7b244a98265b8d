/**
 * A process of its own that reserves on account 7 of a store, one order at a time, until nothing is
 * left: account-child <folder> <session>. Prints the id of each order that was admitted.
 */
import { epoch, sessionId } from '../../proto/units.ts';
import { openLmdbAccountStore } from '../account-store/lmdb-account-store.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { account, orderOf } from './account-fixture.ts';
import { printLine } from './print-line.ts';

const [, , folder, session] = process.argv as [string, string, string, string];
const store = openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
const own = sessionId(Number(session));
const opened = await store.openSession(own, epoch(0));
for (let count = 1; ; count += 1) {
  const orderId = Number(session) * 1_000_000 + opened * 100_000 + count;
  const reservation = orderOf(orderId, 10);
  const accountId = account(7);
  const [outcome] = await store.admit(own, [
    { topic: 'commands.A', epoch: opened, reservation, accountId },
  ]);
  if (outcome?.kind !== 'admitted') break;
  printLine(String(orderId));
  await new Promise((resolve) => setImmediate(resolve));
}
await store.close();
