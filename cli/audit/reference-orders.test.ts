/** Terms of orders that came later, against literal expectations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderType, SelfTradePrevention, Side, TimeInForce } from '../../proto/messages.ts';
import { Desk, place, tape } from './testing/desk.ts';
import { ALICE, BOB } from './testing/tape.ts';

const M = { type: OrderType.market, timeInForce: TimeInForce.ioc };
const [BUY, SELL] = [Side.buy, Side.sell];

test('self-trade prevention: the mode of the one that comes says who ends instead of a trade', () => {
  const { expireTaker, expireMaker, expireBoth, decrement } = SelfTradePrevention;
  const take = (selfTradePrevention: SelfTradePrevention | null, fields: object = {}) => {
    const desk = new Desk();
    desk.send(
      place(1, BOB, SELL, { quantityLots: 3 }),
      place(2, ALICE, SELL, { quantityLots: 4 }),
      place(3, BOB, SELL, { quantityLots: 5 }),
    );
    const mode = selfTradePrevention === null ? {} : { selfTradePrevention };
    const order = place(4, ALICE, BUY, { makerFeePpm: 0, takerFeePpm: 0, ...mode, ...fields });
    return tape(desk.send(order)).map((line) => line.replace(/, fees.*/, ''));
  };
  const first = 'trade 1: 4 takes 3 of 1 at 100';
  assert.deepEqual(take(null).slice(1, 3), [first, 'trade 2: 4 takes 4 of 2 at 100']);
  assert.deepEqual(take(expireTaker), ['accepted 4', first, 'done 4: expiredInMatch, left 7 0']);
  assert.deepEqual(take(expireMaker), [
    'accepted 4',
    first,
    'done 2: expiredInMatch, left 4 0',
    'trade 2: 4 takes 5 of 3 at 100',
    'rested 4: 2 at 100',
  ]);
  assert.deepEqual(take(expireBoth).slice(2), [
    'done 2: expiredInMatch, left 4 0',
    'done 4: expiredInMatch, left 7 0',
  ]);
  assert.deepEqual(take(decrement).slice(2), [
    'prevented: 4 and 2 lose 4 at 100, left 0 3, limit 100',
    'done 2: expiredInMatch, left 0 0',
    'trade 2: 4 takes 3 of 3 at 100',
  ]);
  assert.deepEqual(take(decrement, { quantityLots: 5 }).slice(2), [
    'prevented: 4 and 2 lose 2 at 100, left 2 0, limit 100',
    'done 4: expiredInMatch, left 0 0',
  ]);
  const budget = { ...M, quantityLots: 0, quoteBudgetMinor: 750 };
  assert.deepEqual(take(decrement, budget).slice(2), [
    'prevented: 4 and 2 lose 4 at 100, left 0 0, limit null',
    'done 2: expiredInMatch, left 0 0',
    'done 4: expiredInMatch, left 0 50',
  ]);
  const fok = { timeInForce: TimeInForce.fok };
  assert.deepEqual(take(expireTaker, { ...fok, quantityLots: 4 }), [
    'accepted 4',
    'done 4: expired, left 4 0',
  ]);
  assert.deepEqual(take(expireMaker, { ...fok, quantityLots: 8 }).slice(1), [
    first,
    'done 2: expiredInMatch, left 4 0',
    'trade 2: 4 takes 5 of 3 at 100',
  ]);
  assert.deepEqual(take(expireMaker, { ...fok, quantityLots: 9 }).slice(1), [
    'done 4: expired, left 9 0',
  ]);
});

test('a market sell by quote amount sells whole lots that bring no more', () => {
  const desk = new Desk();
  const target = (orderId: number, quoteTargetMinor: number) =>
    place(orderId, BOB, SELL, { ...M, priceTicks: 90, quantityLots: 0, quoteTargetMinor });
  desk.send(
    place(1, ALICE, BUY, { priceTicks: 100, quantityLots: 3 }),
    place(2, ALICE, BUY, { priceTicks: 95, quantityLots: 3 }),
    place(3, ALICE, BUY, { priceTicks: 89, quantityLots: 3 }),
  );
  const said = (events: ReturnType<typeof desk.send>) =>
    tape(events).map((line) => line.replace(/, fees [0-9 ]+/, ''));
  assert.deepEqual(said(desk.send(target(4, 450))), [
    'accepted 4',
    'trade 1: 4 takes 3 of 1 at 100, left 0 0, limit null',
    'trade 2: 4 takes 1 of 2 at 95, left 2 0, limit null',
    'done 4: filled, left 0 55',
  ]);
  assert.deepEqual(said(desk.send(target(5, 1_000))), [
    'accepted 5',
    'trade 3: 5 takes 2 of 2 at 95, left 0 0, limit null',
    'done 5: expired, left 0 810',
  ]);
  const budget = { ...M, quantityLots: 0, quoteBudgetMinor: 500 };
  assert.deepEqual(tape(desk.send(place(6, BOB, SELL, budget))), ['refused 6: invalidCombination']);
});
