/** The reference against literal expectations, so that it does not only agree with itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarketStatus, OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import { Desk, place, tape } from './testing/desk.ts';
import { ALICE, BOB, command } from './testing/tape.ts';

const M = { type: OrderType.market, timeInForce: TimeInForce.ioc };
const [BUY, SELL] = [Side.buy, Side.sell];

test('better price first, then who came first; at the maker price; fees in the asset received', () => {
  const desk = new Desk();
  desk.send(
    place(1, ALICE, SELL, { priceTicks: 102, quantityLots: 5 }),
    place(2, ALICE, SELL, { priceTicks: 101, quantityLots: 5 }),
    place(3, BOB, SELL, { priceTicks: 101, quantityLots: 5 }),
  );
  // The maker earns 101 × 5 × 1 quote minor units: 0.1 % is 0.505. The taker earns 5 × 100,000 base.
  assert.deepEqual(tape(desk.send(place(4, BOB, BUY, { priceTicks: 102, quantityLots: 12 }))), [
    'accepted 4',
    'trade 1: 4 takes 5 of 2 at 101, fees 0 1000, left 0 7, limit 102',
    'trade 2: 4 takes 5 of 3 at 101, fees 0 1000, left 0 2, limit 102',
    'trade 3: 4 takes 2 of 1 at 102, fees 0 400, left 3 0, limit 102',
  ]);
});

test('what does not trade at once rests, expires or is refused, by time in force', () => {
  const desk = new Desk();
  desk.send(place(1, ALICE, SELL, { quantityLots: 4 }));
  const { ioc, fok } = TimeInForce;
  assert.deepEqual(
    tape(
      desk.send(
        place(2, BOB, BUY, { timeInForce: fok }),
        place(3, BOB, BUY, { postOnly: true }),
        place(4, BOB, BUY, { timeInForce: ioc, quantityLots: 6 }),
        place(5, BOB, BUY, { postOnly: true, priceTicks: 99 }),
        place(6, ALICE, SELL, { timeInForce: fok, priceTicks: 99 }),
      ),
    ),
    [
      'accepted 2',
      'done 2: expired, left 10 0',
      'refused 3: postOnlyWouldTrade',
      'accepted 4',
      'trade 1: 4 takes 4 of 1 at 100, fees 0 800, left 0 2, limit 100',
      'done 4: expired, left 2 0',
      'accepted 5',
      'rested 5: 10 at 99',
      'accepted 6',
      'trade 2: 6 takes 10 of 5 at 99, fees 1000 1, left 0 0, limit 99',
    ],
  );
});

test('a market order stops at its worst price; by quote amount it buys whole lots', () => {
  const desk = new Desk();
  const byBudget = (orderId: number, quoteBudgetMinor: number) =>
    place(orderId, BOB, BUY, { ...M, priceTicks: 110, quantityLots: 0, quoteBudgetMinor });
  desk.send(
    place(1, ALICE, SELL, { priceTicks: 100, quantityLots: 3 }),
    place(2, ALICE, SELL, { priceTicks: 110, quantityLots: 3 }),
    place(3, ALICE, SELL, { priceTicks: 120, quantityLots: 3 }),
  );
  assert.deepEqual(tape(desk.send(byBudget(4, 450))), [
    'accepted 4',
    'trade 1: 4 takes 3 of 1 at 100, fees 0 600, left 0 0, limit null',
    'trade 2: 4 takes 1 of 2 at 110, fees 0 200, left 2 0, limit null',
    'done 4: filled, left 0 40',
  ]);
  assert.deepEqual(tape(desk.send(byBudget(5, 1_000))), [
    'accepted 5',
    'trade 3: 5 takes 2 of 2 at 110, fees 0 400, left 0 0, limit null',
    'done 5: expired, left 0 780',
  ]);
  assert.deepEqual(tape(desk.send(place(6, BOB, BUY, { ...M, priceTicks: 119 }))), [
    'accepted 6',
    'done 6: expired, left 10 0',
  ]);
  const poor = place(7, BOB, BUY, {
    ...M,
    priceTicks: 120,
    quantityLots: 0,
    quoteBudgetMinor: 119,
  });
  assert.deepEqual(tape(desk.send(poor)), ['accepted 7', 'done 7: expired, left 0 119']);
});

test('a smaller quantity keeps its place, anything else goes to the end and may trade', () => {
  const desk = new Desk();
  const amend = (orderId: number, priceTicks: number | null, quantityLots: number | null) =>
    command({
      kind: 'AmendOrder',
      orderId,
      accountId: ALICE,
      priceTicks,
      quantityLots,
      makerFeePpm: 0,
      takerFeePpm: 0,
    });
  desk.send(
    place(1, ALICE, BUY, { priceTicks: 90 }),
    place(2, ALICE, BUY, { priceTicks: 90 }),
    place(3, BOB, SELL, { priceTicks: 95, quantityLots: 2 }),
  );
  assert.deepEqual(tape(desk.send(amend(1, null, 6), amend(2, 95, 12))), [
    'amended 1: 6 of 6 at 90, kept true',
    'amended 2: 12 of 12 at 95, kept false',
    'trade 1: 2 takes 2 of 3 at 95, fees 0 0, left 0 10, limit 95',
    'rested 2: 10 at 95',
  ]);
  assert.deepEqual(tape(desk.send(amend(2, null, 2), amend(2, 95, 12), amend(9, 1, 1))), [
    'refused 2: quantityBelowFilled',
    'refused 2: nothingToAmend',
    'refused 9: unknownOrder',
  ]);
});

test('cancels: one, all in order of entry, of one side; never those of someone else', () => {
  const desk = new Desk();
  const cancelAll = (side: Side | null) =>
    command({ kind: 'CancelAllOrders', accountId: ALICE, side });
  const cancel = (orderId: number) => command({ kind: 'CancelOrder', orderId, accountId: ALICE });
  desk.send(
    place(1, ALICE, BUY, { priceTicks: 90 }),
    place(2, BOB, BUY, { priceTicks: 91 }),
    place(3, ALICE, SELL, { priceTicks: 110 }),
    place(4, ALICE, BUY, { priceTicks: 92 }),
    place(5, ALICE, BUY, { priceTicks: 93 }),
  );
  assert.deepEqual(tape(desk.send(cancel(2), cancel(5), cancelAll(BUY), cancelAll(null))), [
    'refused 2: unknownOrder',
    'done 5: canceled, left 10 0',
    'done 1: canceled, left 10 0',
    'done 4: canceled, left 10 0',
    'canceled 2 of 1',
    'done 3: canceled, left 10 0',
    'canceled 1 of 1',
  ]);
});

test('limits of the market, and order ids that only grow', () => {
  const desk = new Desk({ minNotionalMinor: 100, maxNotionalMinor: 10_000, maxRestingOrders: 1 });
  assert.deepEqual(
    tape(
      desk.send(
        place(1, ALICE, BUY, { priceTicks: 1_000_001, quantityLots: 1 }),
        place(2, ALICE, BUY, { quantityLots: 1_000_001 }),
        place(3, ALICE, BUY, { quantityLots: 101 }),
        place(4, ALICE, BUY, { priceTicks: 9 }),
        place(5, ALICE, BUY, {}),
        place(5, ALICE, BUY, {}),
        place(6, ALICE, BUY, {}),
        place(7, ALICE, BUY, { ...M, priceTicks: 1 }),
      ),
    ),
    [
      'refused 1: priceOutOfRange',
      'refused 2: quantityOutOfRange',
      'refused 3: notionalOutOfRange',
      'refused 4: notionalOutOfRange',
      'accepted 5',
      'rested 5: 10 at 100',
      'refused 5: duplicateOrderId',
      'refused 6: bookFull',
      // The least notional is not asked of a market order: its worst price says little.
      'accepted 7',
      'done 7: expired, left 10 0',
    ],
  );
});

test('sessions fence: unknown, stale, repeated and skipped commands have no effect', () => {
  const desk = new Desk();
  const from = (sessionId: number, sessionEpoch: number, firstSequence: number) =>
    tape(
      desk.batch(
        { sessionId, sessionEpoch, firstSequence },
        place(firstSequence, ALICE, BUY, { priceTicks: 5 }),
      ),
    );
  assert.deepEqual(from(2, 1, 1), ['ignored: unknownSession']);
  assert.deepEqual(from(1, 1, 1), ['accepted 1', 'rested 1: 10 at 5']);
  assert.deepEqual(from(1, 1, 1), ['ignored: duplicateSequence']);
  assert.deepEqual(from(1, 1, 3), ['ignored: sequenceGap']);
  const start = { kind: 'SessionStarted', sessionId: 1, node: 'n' } as const;
  assert.deepEqual(desk.control({ ...start, epoch: 4 })[0], {
    kind: 'SessionOpened',
    sessionId: 1,
    epoch: 4,
    previousEpoch: 1,
    previousLastSequence: 1,
    node: 'n',
    commandIndex: 0,
  });
  assert.equal(desk.control({ ...start, epoch: 4 })[0]?.kind, 'SessionRefused');
  assert.deepEqual(from(1, 1, 2), ['ignored: staleEpoch']);
});

test('leadership goes to the next epoch only', () => {
  const desk = new Desk();
  const claim = (epoch: number, node: string) =>
    desk.control({ kind: 'LeadershipClaimed', epoch, node })[0];
  assert.equal(claim(1, 'a')?.kind, 'LeadershipChanged');
  assert.deepEqual(claim(1, 'b'), {
    kind: 'LeadershipRefused',
    epoch: 1,
    node: 'b',
    currentEpoch: 1,
    currentNode: 'a',
    commandIndex: 0,
  });
  assert.equal(claim(3, 'b')?.kind, 'LeadershipRefused');
  assert.equal(claim(2, 'b')?.kind, 'LeadershipChanged');
});

test('a halted market takes nothing, a cancel-only one takes cancels', () => {
  const desk = new Desk();
  desk.send(place(1, ALICE, BUY, {}));
  const cancel = command({ kind: 'CancelOrder', orderId: 1, accountId: ALICE });
  desk.control({ kind: 'ChangeMarketStatus', status: MarketStatus.halted, reason: '' });
  assert.deepEqual(tape(desk.send(place(2, ALICE, BUY, {}), cancel)), [
    'refused 2: marketHalted',
    'refused 1: marketHalted',
  ]);
  desk.control({ kind: 'ChangeMarketStatus', status: MarketStatus.cancelOnly, reason: '' });
  assert.deepEqual(tape(desk.send(place(3, ALICE, BUY, {}), cancel)), [
    'refused 3: marketCancelOnly',
    'done 1: canceled, left 10 0',
  ]);
});
