/** The edge's half of what every AccountStore keeps: sessions and reservations. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { epoch, sessionId, timestampUs } from '../../proto/units.ts';
import {
  account,
  amendOf,
  DAY_US,
  inEpoch,
  NOW,
  onBench,
  order,
  orderOf,
  SESSION,
  sweepAll,
  usd,
  withdrawalOf,
} from '../testing/account-fixture.ts';
import type { AccountStore } from './account-store.ts';

export function accountAdmissionContract(name: string, open: () => Promise<AccountStore>): void {
  describe(`AccountStore, admission: ${name}`, () => {
    const on = onBench(open);

    it(
      'reserves, numbers and remembers an order in one step',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        assert.deepEqual(await bench.admit(7, orderOf(1, 30), orderOf(2, 20)), [
          { kind: 'admitted', sequence: 1 },
          { kind: 'admitted', sequence: 2 },
        ]);
        assert.equal(await bench.balance(7), '50 50');
        const outbox = await bench.store.outbox(SESSION);
        assert.deepEqual(
          outbox.map(({ sequence }) => sequence),
          [1, 2],
        );
        assert.deepEqual(outbox[0]?.reserved, { kind: 'order', orderId: 1 });
        assert.equal((await bench.store.hold(order(2)))?.amount, 20n);
        assert.deepEqual(
          (await bench.store.inspect()).holds.map((hold) => hold.orderId).sort(),
          [1, 2],
        );
      }),
    );

    it(
      'refuses what the account cannot pay, and uses no number up for it',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        assert.deepEqual(await bench.admit(7, orderOf(1, 101), orderOf(2, 100), orderOf(3, 1)), [
          { kind: 'insufficient-balance', available: 100n },
          { kind: 'admitted', sequence: 1 },
          { kind: 'insufficient-balance', available: 0n },
        ]);
        assert.equal(await bench.store.hold(order(1)), null);
        assert.deepEqual(await bench.admit(8, orderOf(4, 1)), [{ kind: 'unknown-account' }]);
      }),
    );

    it(
      'never overdraws an account under 1,000 parallel reserves',
      on(async (bench) => {
        await bench.fund({ 7: 2500 });
        const answers = await Promise.all(
          Array.from({ length: 1000 }, (_, index) => bench.admit(7, orderOf(index + 1, 10))),
        );
        const admitted = answers.flat().filter((outcome) => outcome.kind === 'admitted');
        assert.equal(admitted.length, 250);
        assert.equal(await bench.balance(7), '0 2500');
        const sequences = admitted.map(
          (outcome) => outcome.kind === 'admitted' && outcome.sequence,
        );
        assert.deepEqual(
          sequences,
          Array.from({ length: 250 }, (_, index) => index + 1),
        );
      }),
    );

    it(
      'is exact where doubles are not',
      on(async (bench) => {
        const most = 2n ** 63n - 1n;
        await bench.fund({ 7: most });
        const [outcome] = await bench.admit(7, orderOf(1, 2n ** 53n + 1n));
        assert.equal(outcome?.kind, 'admitted');
        assert.equal(await bench.balance(7), `${most - 2n ** 53n - 1n} ${2n ** 53n + 1n}`);
        assert.deepEqual(await bench.admit(7, orderOf(2, most - 2n ** 53n)), [
          { kind: 'insufficient-balance', available: most - 2n ** 53n - 1n },
        ]);
      }),
    );

    it(
      'gives a client order id to one order, until 24 h after its end',
      on(async (bench) => {
        await bench.fund({ 7: 100, 8: 100 });
        const again = (id: number, nowUs: number) =>
          bench.admit(7, orderOf(id, 1, { clientOrderId: 'mine, ü/1', nowUs }));
        assert.equal((await again(1, NOW))[0]?.kind, 'admitted');
        const taken = {
          kind: 'client-order-id-taken',
          orderId: 1,
          market: 'BTC-USD',
          requestDigest: 'd1',
        };
        assert.deepEqual(await again(2, NOW + 9 * DAY_US), [taken]);
        const other = await bench.admit(8, orderOf(3, 1, { clientOrderId: 'mine, ü/1' }));
        assert.equal(other[0]?.kind, 'admitted');

        await bench.settle([{ kind: 'close-hold', orderId: order(1), nowUs: NOW }]);
        assert.deepEqual(await again(4, NOW + DAY_US - 1), [taken]);
        assert.equal((await again(5, NOW + DAY_US))[0]?.kind, 'admitted');
        assert.deepEqual(await bench.store.orderIdOf(account(7), 'mine, ü/1'), {
          orderId: 5,
          market: 'BTC-USD',
          requestDigest: 'd1',
        });
        assert.equal(await sweepAll(bench.store, NOW + 1), 0);
      }),
    );

    it(
      'lets a client order id be taken over from the order that is named, and from no other',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        const mine = { clientOrderId: 'mine' };
        await bench.admit(7, orderOf(1, 1, mine));
        const takenBy = async (id: number, from: number) =>
          (await bench.admit(7, orderOf(id, 1, { ...mine, takenOverFrom: order(from) })))[0]?.kind;
        assert.equal(await takenBy(2, 9), 'client-order-id-taken');
        assert.equal(await takenBy(3, 1), 'admitted');
        assert.equal(await takenBy(4, 1), 'client-order-id-taken');
        const owner = { orderId: 3, market: 'BTC-USD', requestDigest: 'd1' };
        // The end of the first order frees nothing that is another's.
        await bench.settle([{ kind: 'close-hold', orderId: order(1), nowUs: NOW }]);
        assert.deepEqual(await bench.store.orderIdOf(account(7), 'mine'), owner);
        assert.equal(await sweepAll(bench.store, NOW + 1), 0);
      }),
    );

    it(
      'sweeps client order ids whose orders were over before',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 1), orderOf(2, 1), orderOf(3, 1));
        await bench.settle([
          { kind: 'close-hold', orderId: order(1), nowUs: NOW },
          { kind: 'close-hold', orderId: order(2), nowUs: timestampUs(NOW + 1) },
        ]);
        assert.equal(await sweepAll(bench.store, NOW + 1), 1);
        assert.equal(await bench.store.orderIdOf(account(7), 'client-1'), null);
        assert.notEqual(await bench.store.orderIdOf(account(7), 'client-2'), null);
        assert.notEqual(await bench.store.orderIdOf(account(7), 'client-3'), null);
      }),
    );

    it(
      'sweeps many in steps that are short, for nothing is admitted meanwhile',
      on(async (bench) => {
        const [count, together, sweptMax] = [1_500, 500, 1_000];
        await bench.fund({ 7: count });
        for (let first = 0; first < count; first += together) {
          const ids = Array.from({ length: together }, (_, index) => first + index + 1);
          await bench.admit(7, ...ids.map((id) => orderOf(id, 1)));
          await bench.settle(
            ids.map((id) => ({
              kind: 'close-hold',
              orderId: order(id),
              nowUs: timestampUs(NOW + id),
            })),
          );
        }
        const before = timestampUs(NOW + count);
        let freed = 0;
        for (let isDone = false; !isDone; ) {
          const sweep = await bench.store.sweepClientOrderIds(before);
          assert.ok(sweep.freed <= sweptMax, `${sweep.freed} in one step`);
          freed += sweep.freed;
          isDone = sweep.isDone;
        }
        assert.equal(freed, count - 1);
        assert.equal((await bench.store.orderIdOf(account(7), `client-${count}`))?.orderId, count);
        assert.equal(await sweepAll(bench.store, before), 0);
      }),
    );

    it(
      'adds to the hold of an order that is open, of its own account',
      on(async (bench) => {
        await bench.fund({ 7: 100, 8: 100 });
        await bench.admit(7, orderOf(1, 30));
        assert.deepEqual(await bench.admit(7, amendOf(1, 71), amendOf(1, 5), amendOf(1, 0)), [
          { kind: 'insufficient-balance', available: 70n },
          { kind: 'admitted', sequence: 2 },
          { kind: 'admitted', sequence: 3 },
        ]);
        assert.equal(await bench.balance(7), '65 35');
        assert.deepEqual(await bench.admit(8, amendOf(1, 1)), [{ kind: 'order-not-open' }]);
        assert.deepEqual(await bench.admit(7, amendOf(2, 1)), [{ kind: 'order-not-open' }]);
      }),
    );

    it(
      'holds a withdrawal under its own id, which is used only once',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        assert.deepEqual(
          await bench.admit(
            7,
            withdrawalOf('w1', 60),
            withdrawalOf('w1', 1),
            withdrawalOf('fund-7', 1),
          ),
          [
            { kind: 'admitted', sequence: 1 },
            { kind: 'transaction-id-taken' },
            { kind: 'transaction-id-taken' },
          ],
        );
        assert.equal(await bench.balance(7), '40 60');
        assert.deepEqual((await bench.store.inspect()).withdrawalHolds, [
          { transactionId: 'w1', accountId: 7, asset: 'USD', amount: 60n },
        ]);
      }),
    );

    it(
      'numbers each topic and epoch from 1, and fences the epochs before',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        const admitTo = async (topic: string, inThisEpoch: number) =>
          (
            await bench.store.admit(SESSION, [
              {
                topic,
                epoch: inEpoch(inThisEpoch),
                reservation: { kind: 'none' },
                accountId: account(7),
              },
            ])
          )[0];
        assert.equal(bench.epoch, 1);
        assert.deepEqual(await admitTo('commands.A', 1), { kind: 'admitted', sequence: 1 });
        assert.deepEqual(await admitTo('commands.A', 1), { kind: 'admitted', sequence: 2 });
        assert.deepEqual(await admitTo('commands.B', 1), { kind: 'admitted', sequence: 1 });
        assert.equal(await bench.store.openSession(SESSION, epoch(0)), 2);
        assert.deepEqual(await admitTo('commands.A', 1), { kind: 'fenced', currentEpoch: 2 });
        assert.deepEqual(await admitTo('commands.A', 2), { kind: 'admitted', sequence: 1 });
        assert.equal(await bench.store.openSession(SESSION, epoch(9)), 10);
        assert.equal(await bench.store.openSession(sessionId(2), epoch(0)), 1);
        const outbox = await bench.store.outbox(SESSION);
        assert.deepEqual(
          outbox.map((entry) => [entry.topic, entry.epoch, entry.sequence]),
          [
            ['commands.A', 1, 1],
            ['commands.A', 1, 2],
            ['commands.A', 2, 1],
            ['commands.B', 1, 1],
          ],
        );
      }),
    );

    it(
      'keeps a later amend whole when the outcome of an earlier one arrives',
      on(async (bench) => {
        await bench.fund({ 7: 100 });
        await bench.admit(7, orderOf(1, 30), amendOf(1, 10), amendOf(1, 7));
        // The first one raised the need to 40.
        await bench.settle([{ kind: 'set-hold', orderId: order(1), amount: usd(40) }]);
        assert.equal(await bench.balance(7), '53 47');
        await bench.settle([{ kind: 'set-hold', orderId: order(1), amount: usd(47) }]);
        assert.equal(await bench.balance(7), '53 47');
      }),
    );
  });
}
