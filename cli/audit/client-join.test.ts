import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientLine } from './client-record.ts';
import { assertOnly, audit, busyTape } from './testing/audited-tape.ts';
import { BOB, MARKET, order } from './testing/tape.ts';

const request = (client_order_id: string): ClientLine => ({
  t: 'request',
  id: client_order_id,
  client_order_id,
  account: 'bob',
  market: MARKET,
});
const accepted = { t: 'answer', outcome: 'accepted' } as const;

test('a client record agrees with the log when every order is there as told', async () => {
  const tape = busyTape().finish();
  const report = await audit(tape, [
    request('taker'),
    {
      ...accepted,
      client_order_id: 'taker',
      status: 'filled',
      filled: '0.02',
      sequence: 9,
      trades: [
        { trade_id: '1', price: '1.01', quantity: '0.010' },
        { trade_id: '2', price: '1.01', quantity: '0.010' },
      ],
    },
    request('resting'),
    request('never-arrived'),
    request('refused'),
    { t: 'answer', client_order_id: 'refused', outcome: 'rejected' },
  ]);
  assertOnly(report, []);
  assert.equal(report.counts.clientAccepted, 1);
  assert.equal(report.counts.clientUnknown, 2);
  assert.equal(report.counts.clientUnknownPresent, 1);
});

test('a client record of an acknowledged order that no log holds: lost', async () => {
  const lines = [request('gone'), { ...accepted, client_order_id: 'gone' }];
  assertOnly(await audit(busyTape().finish(), lines), ['lost']);
});

test('a client record of a rejected order that the log accepted: wrong', async () => {
  const answer = { t: 'answer', client_order_id: 'taker', outcome: 'rejected' } as const;
  assertOnly(await audit(busyTape().finish(), [request('taker'), answer]), ['wrong']);
});

test('a client record that tells another fill or trade than the log', async () => {
  const told = async (fields: object) =>
    audit(busyTape().finish(), [
      request('taker'),
      { ...accepted, client_order_id: 'taker', sequence: 9, ...fields },
    ]);
  assertOnly(await told({ filled: '0.019' }), ['wrong']);
  assertOnly(await told({ status: 'open' }), ['wrong']);
  const trade = { trade_id: '1', price: '1.01', quantity: '0.010' };
  assertOnly(await told({ trades: [trade] }), ['wrong']);
  assertOnly(await told({ trades: [trade, trade] }), ['duplicated']);
  assertOnly(await told({ trades: [trade, { ...trade, trade_id: '77' }] }), ['lost']);
  assertOnly(await told({ trades: [{ ...trade, price: '1.02' }] }), ['wrong']);
});

test('one client order id accepted twice: duplicated', async () => {
  const tape = busyTape();
  tape.send(order({ accountId: BOB, priceTicks: 5, clientOrderId: 'taker' }));
  assertOnly(await audit(tape.finish()), ['duplicated']);
});

test('an answer that shows the order as rejected is a rejection', async () => {
  const answer = { ...accepted, client_order_id: 'refused', status: 'rejected' };
  assertOnly(await audit(busyTape().finish(), [request('refused'), answer]), []);
});
