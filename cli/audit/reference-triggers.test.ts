import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderType, Side, TimeInForce, TriggerKind } from '../../proto/messages.ts';
import { Desk, place, tape } from './testing/desk.ts';
import { ALICE, BOB } from './testing/tape.ts';

const M = { type: OrderType.market, timeInForce: TimeInForce.ioc };
const [BUY, SELL] = [Side.buy, Side.sell];

test('rules that are not written down here are no fault of the engine: the checker is too old', () => {
  assert.throws(() => new Desk().control({ kind: 'RulesActivated', version: 9 }), {
    code: 'RULES_TOO_NEW',
  });
});

test('who waits for a price enters when a trade reaches it, in the order of the price', () => {
  const desk = new Desk();
  const stop = (priceTicks: number) => ({ trigger: { kind: TriggerKind.stopLoss, priceTicks } });
  assert.deepEqual(tape(desk.send(place(1, ALICE, SELL, stop(95)))), [
    'refused 1: invalidCombination',
  ]);
  desk.control({ kind: 'RulesActivated', version: 2 });
  assert.deepEqual(
    tape(
      desk.send(
        place(2, ALICE, SELL, { priceTicks: 90, ...stop(95) }),
        place(3, ALICE, SELL, { priceTicks: 90, ...stop(96) }),
        place(4, ALICE, SELL, { priceTicks: 90, ...stop(96) }),
        place(5, BOB, BUY, { priceTicks: 95, quantityLots: 15 }),
        place(6, ALICE, SELL, { ...M, priceTicks: 90, quantityLots: 1 }),
        place(7, ALICE, SELL, stop(95)),
      ),
    ),
    [
      'accepted 2',
      'accepted 3',
      'accepted 4',
      'accepted 5',
      'rested 5: 15 at 95',
      'accepted 6',
      'trade 1: 6 takes 1 of 5 at 95, fees 100 0, left 14 0, limit 90',
      'triggered 3 at 96',
      'trade 2: 3 takes 10 of 5 at 95, fees 1000 1, left 4 0, limit 90',
      'triggered 4 at 96',
      'trade 3: 4 takes 4 of 5 at 95, fees 400 0, left 0 6, limit 90',
      'rested 4: 6 at 90',
      'triggered 2 at 95',
      'rested 2: 10 at 90',
      'refused 7: wouldTriggerImmediately',
    ],
  );
});
