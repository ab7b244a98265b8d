/** One account store, several processes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { AccountBench } from '../testing/account-fixture.ts';
import { Child } from '../testing/child.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openLmdbAccountStore } from './lmdb-account-store.ts';

const ORDERS = 20_000;

test('processes that reserve on one account, some of them killed, never overdraw or lose a hold', async () => {
  const folder = temporaryFolder();
  const open = () => openLmdbAccountStore({ folder, crashPoints: noCrashPoints });
  const bench = await new AccountBench(open()).open();
  await bench.fund({ 7: 10 * ORDERS });
  const start = (session: number) => new Child([folder, String(session)], {}, 'account-child');
  const steady = [start(2), start(3)];
  const admitted: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    const victim = start(4);
    await victim.printed(20 + 13 * round);
    victim.signal('SIGKILL');
    admitted.push(...(await victim.ended).lines);
  }
  for (const { exitCode, lines, errors } of await Promise.all(steady.map((child) => child.ended))) {
    assert.equal(exitCode, 0, errors);
    admitted.push(...lines);
  }
  const { holds, balances, issued } = await bench.store.inspect();
  const ids = new Set(holds.map((hold) => String(hold.orderId)));
  for (const id of admitted) assert.ok(ids.has(id), `order ${id} was admitted and has no hold`);
  assert.equal(holds.length, ORDERS, 'every order that the balance allows, and no more');
  assert.deepEqual(balances, [
    { accountId: 7, asset: 'USD', available: 0n, held: 10n * BigInt(ORDERS) },
  ]);
  assert.deepEqual(issued, [{ asset: 'USD', amount: 10n * BigInt(ORDERS) }]);
  // A kill comes before the print, at most once a round.
  assert.ok(ORDERS - admitted.length <= 10, `${ORDERS - admitted.length} holds without a print`);
  await bench.store.close();
});
