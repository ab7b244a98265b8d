/** What every AccountStore keeps of commands that may not be published yet. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  account,
  amendOf,
  numbered,
  onBench,
  order,
  orderOf,
  SESSION,
  TOPIC,
  withdrawalOf,
} from '../testing/account-fixture.ts';
import type { AccountStore } from './account-store.ts';

export function accountOutboxContract(name: string, open: () => Promise<AccountStore>): void {
  describe(`AccountStore, outbox: ${name}`, () => {
    const on = onBench(open);

    it(
      'clears the outbox of one topic and epoch up to a sequence',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 1), orderOf(2, 1), orderOf(3, 1));
        await bench.store.clearOutbox(SESSION, {
          topic: 'commands.ETH-USD',
          epoch: bench.epoch,
          through: numbered(3),
        });
        await bench.store.clearOutbox(SESSION, {
          topic: TOPIC,
          epoch: bench.epoch,
          through: numbered(2),
        });
        const outbox = await bench.store.outbox(SESSION);
        assert.deepEqual(
          outbox.map(({ sequence }) => sequence),
          [3],
        );
        assert.equal(await bench.balance(7), '97 3');
      }),
    );

    it(
      'clears what is answered beside an admission, and what the next ones left of it',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 1), orderOf(2, 1), orderOf(3, 1));
        await bench.admit(7, orderOf(4, 1));
        const { epoch } = bench;
        const next = { topic: TOPIC, epoch, accountId: account(7), reservation: orderOf(5, 1) };
        const sequences = async () =>
          (await bench.store.outbox(SESSION)).map(({ sequence }) => sequence);
        const answered = [{ topic: TOPIC, epoch, through: numbered(2) }];
        const [outcome] = await bench.store.admit(SESSION, [next], answered);
        assert.deepEqual(outcome, { kind: 'admitted', sequence: 5 });
        assert.deepEqual(await sequences(), [3, 4, 5]);
        await bench.store.clearOutbox(SESSION, { topic: TOPIC, epoch, through: numbered(5) });
        assert.deepEqual(await sequences(), []);
        assert.equal(await bench.balance(7), '95 5');
      }),
    );

    it(
      'takes back from the middle of what was admitted together, and leaves the rest',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 1), orderOf(2, 2), orderOf(3, 4), orderOf(4, 8));
        const entries = await bench.store.outbox(SESSION);
        await bench.store.withdrawFromOutbox(SESSION, [entries[1]!, entries[2]!]);
        assert.equal(await bench.balance(7), '91 9');
        const { epoch } = bench;
        await bench.store.clearOutbox(SESSION, { topic: TOPIC, epoch, through: numbered(1) });
        assert.deepEqual(await bench.store.outbox(SESSION), [entries[3]]);
        await bench.store.withdrawFromOutbox(SESSION, entries);
        assert.equal(await bench.balance(7), '99 1');
      }),
    );

    it(
      'takes back what was never published, once',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 30), amendOf(1, 5), orderOf(2, 20), withdrawalOf('w', 10));
        const entries = await bench.store.outbox(SESSION);
        await bench.store.clearOutbox(SESSION, {
          topic: TOPIC,
          epoch: bench.epoch,
          through: numbered(1),
        });
        await bench.store.withdrawFromOutbox(SESSION, entries);
        await bench.store.withdrawFromOutbox(SESSION, entries);
        // Order 1 was published: only what its amend added comes back.
        assert.equal(await bench.balance(7), '70 30');
        assert.deepEqual(await bench.store.outbox(SESSION), []);
        assert.equal(await bench.store.hold(order(2)), null);
        assert.equal(await bench.store.orderIdOf(account(7), 'client-2'), null);
        assert.equal((await bench.admit(7, withdrawalOf('w', 70)))[0]?.kind, 'admitted');
      }),
    );
  });
}
