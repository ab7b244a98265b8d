import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import type { Clock } from '../ports/clock/clock.ts';
import { accountId } from '../proto/units.ts';
import { Accounts } from './accounts.ts';

const ALICE = accountId(1);
const BOB = accountId(2);

/** A store that answers when the test says. */
function slowStore() {
  const reads: { readonly id: number; readonly answer: (name: string) => void }[] = [];
  let nowMs = 0;
  const store = {
    account: (id: number) =>
      new Promise((resolve, reject) => {
        const answer = (name: string) =>
          name === 'fails' ? reject(new Error(name)) : resolve({ accountId: id, name });
        reads.push({ id, answer });
      }),
  } as unknown as AccountStore;
  const accounts = new Accounts({
    store,
    clock: { monotonicMs: () => nowMs } as Clock,
    believedMs: 500,
    sealing: {} as never,
    isWhole: () => true,
  });
  const later = (ms: number) => {
    nowMs += ms;
  };
  return { accounts, reads, later };
}

const nameOf = (account: unknown): string => (account as { readonly name: string }).name;

describe('an account that is not known', () => {
  test('is read once for all who ask together, and again when it is believed no more', async () => {
    const { accounts, reads, later } = slowStore();
    const asked = [accounts.account(ALICE), accounts.account(ALICE), accounts.account(BOB)];
    assert.deepEqual(
      reads.map(({ id }) => id),
      [ALICE, BOB],
    );
    for (const { answer } of reads) answer('first');
    assert.deepEqual((await Promise.all(asked)).map(nameOf), ['first', 'first', 'first']);
    assert.equal(nameOf(accounts.known(ALICE)), 'first');
    later(501);
    const again = accounts.account(ALICE);
    assert.equal(reads.length, 3);
    reads[2]!.answer('second');
    assert.equal(nameOf(await again), 'second');
  });

  test('is read anew for whoever asks after it was changed here', async () => {
    const { accounts, reads } = slowStore();
    const before = accounts.account(ALICE);
    accounts.forgetAccount(ALICE);
    const after = accounts.account(ALICE);
    assert.equal(reads.length, 2);
    reads[0]!.answer('before');
    reads[1]!.answer('after');
    assert.deepEqual((await Promise.all([before, after])).map(nameOf), ['before', 'after']);
  });

  test('is read anew after a read that failed, which all who waited for it hear of', async () => {
    const { accounts, reads } = slowStore();
    const asked = [accounts.account(ALICE), accounts.account(ALICE)];
    reads[0]!.answer('fails');
    for (const each of asked) await assert.rejects(each, /fails/);
    const again = accounts.account(ALICE);
    reads[1]!.answer('answered');
    assert.equal(nameOf(await again), 'answered');
  });
});
