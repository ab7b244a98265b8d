/** Orders that wait for a price, by example. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountStatus, Side } from '../../../proto/messages.ts';
import { asked, MarketDesk } from '../testing/market-desk.ts';
import { MARKET, profit, Stops, stop } from '../testing/stops.ts';
import { tell } from '../testing/told-event.ts';

describe('an order that waits', () => {
  test('stands in no book until a trade reaches its price', () => {
    const { desk } = new Stops();
    assert.deepEqual(desk.sell(1, '5@90', stop(95)), ['accepted 1, waits']);
    assert.equal(desk.machine.restingOrderCount, 0);
    assert.deepEqual(desk.buy(2, '5@94'), ['accepted 2', 'rested 2 buy 5@94']);
    assert.deepEqual(desk.sell(3, '2@94'), [
      'accepted 3',
      'trade 2×3 2@94 fees 0/0',
      'triggered 1 at 95',
      'trade 2×1 3@94 fees 0/0',
      'rested 1 sell 2@90',
    ]);
  });

  for (const { name, side, trigger, quiet, fires } of [
    { name: 'a stop-loss sell', side: 'sell', trigger: stop(95), quiet: 96, fires: 95 },
    { name: 'a take-profit buy', side: 'buy', trigger: profit(95), quiet: 96, fires: 94 },
    { name: 'a stop-loss buy', side: 'buy', trigger: stop(105), quiet: 104, fires: 105 },
    { name: 'a take-profit sell', side: 'sell', trigger: profit(105), quiet: 104, fires: 106 },
  ] as const) {
    test(`${name} enters at ${fires}, not at ${quiet}`, () => {
      const stops = new Stops();
      assert.deepEqual(stops.desk[side](1, '5@100', trigger), ['accepted 1, waits']);
      assert.deepEqual(stops.trade(quiet), []);
      const told = stops.trade(fires);
      assert.equal(told[0], `triggered 1 at ${trigger.trigger.priceTicks}`);
      assert.equal(told[1], `rested 1 ${side} 5@100`);
    });

    test(`${name} is refused when its price is reached already`, () => {
      const stops = new Stops();
      stops.trade(fires);
      assert.deepEqual(stops.desk[side](1, '5@100', trigger), [
        'rejected 1 wouldTriggerImmediately',
      ]);
      stops.trade(quiet);
      assert.deepEqual(stops.desk[side](2, '5@100', trigger), ['accepted 2, waits']);
    });
  }

  test('counts every trade of a command, not only its last', () => {
    const { desk } = new Stops();
    desk.sell(1, '1@95');
    desk.sell(2, '1@110');
    desk.sell(3, '1@90', stop(96));
    assert.deepEqual(desk.buy(4, '2@110'), [
      'accepted 4',
      'trade 1×4 1@95 fees 0/0',
      'trade 2×4 1@110 fees 0/0',
      'triggered 3 at 96',
      'rested 3 sell 1@90',
    ]);
  });

  test('enters after the one whose price is reached before, then by placing', () => {
    const stops = new Stops();
    const { desk } = stops;
    desk.sell(1, '1@90', stop(95));
    desk.sell(2, '1@90', stop(97));
    desk.sell(3, '1@90', stop(97));
    desk.sell(4, '1@200', profit(94));
    const told = stops.trade(94);
    const triggered = told.filter((line) => line.startsWith('triggered'));
    assert.deepEqual(triggered, [
      'triggered 2 at 97',
      'triggered 3 at 97',
      'triggered 1 at 95',
      'triggered 4 at 94',
    ]);
  });

  test('may set off others: a cascade down an empty book ends', () => {
    const { desk } = new Stops();
    for (const [at, price] of [99, 98, 97, 96].entries()) {
      desk.buy(at + 1, `1@${price}`, { accountId: 2 });
    }
    for (const [at, price] of [99, 98, 97].entries()) {
      desk.sell(at + 11, '1@50', { ...MARKET, ...stop(price) });
    }
    assert.deepEqual(desk.sell(21, '1@99', { accountId: 3 }), [
      'accepted 21',
      'trade 1×21 1@99 fees 0/0',
      'triggered 11 at 99',
      'trade 2×11 1@98 fees 0/0',
      'triggered 12 at 98',
      'trade 3×12 1@97 fees 0/0',
      'triggered 13 at 97',
      'trade 4×13 1@96 fees 0/0',
    ]);
    assert.deepEqual(desk.sell(22, '1@99'), ['accepted 22', 'rested 22 sell 1@99']);
  });

  test('is set off by an amended order that trades, too', () => {
    const { desk } = new Stops();
    desk.buy(1, '1@95', { accountId: 2 });
    desk.sell(2, '1@100');
    desk.sell(3, '1@90', stop(95));
    assert.deepEqual(desk.amend(2, { priceTicks: 95 }), [
      'amended 2 1 of 1@95, lost its place',
      'trade 1×2 1@95 fees 0/0',
      'triggered 3 at 95',
      'rested 3 sell 1@90',
    ]);
  });

  test('of the market kind takes what it gets, by quantity or by quote amount', () => {
    const stops = new Stops();
    const { desk } = stops;
    desk.sell(1, '3@105', { accountId: 2 });
    desk.buy(2, '9@110', { ...MARKET, ...stop(104) });
    desk.buy(3, '0@110', { ...MARKET, ...stop(104), quoteBudgetMinor: 999 });
    desk.sell(4, '1@104', { accountId: 2 });
    assert.deepEqual(desk.buy(5, '1@104', { accountId: 3 }), [
      'accepted 5',
      'trade 4×5 1@104 fees 0/0',
      'triggered 2 at 104',
      'trade 1×2 3@105 fees 0/0',
      'done 2 expired 6 left',
      'triggered 3 at 104',
      'done 3 expired 0 left and 999 money',
    ]);
  });
});

describe('an order that waits is the account’s own, and', () => {
  test('is canceled as it is', () => {
    const { desk } = new Stops();
    desk.sell(1, '5@90', stop(95));
    desk.buy(2, '0@110', { ...MARKET, ...stop(104), quoteBudgetMinor: 500 });
    assert.deepEqual(desk.cancel(1, { accountId: 2 }), ['cancel 1 rejected unknownOrder']);
    assert.deepEqual(desk.cancel(1), ['done 1 canceled 5 left']);
    assert.deepEqual(desk.cancel(1), ['cancel 1 rejected unknownOrder']);
    assert.deepEqual(desk.cancel(2), ['done 2 canceled 0 left and 500 money']);
  });

  test('is canceled with all, after those that rest, in order of placing', () => {
    const { desk } = new Stops();
    desk.sell(1, '5@90', stop(95));
    desk.buy(2, '5@90', stop(105));
    desk.sell(3, '5@200');
    desk.sell(4, '5@90', { ...stop(96), accountId: 2 });
    desk.sell(5, '5@90', stop(97));
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: Side.sell }), [
      'done 3 canceled 5 left, rested',
      'done 1 canceled 5 left',
      'done 5 canceled 5 left',
      'canceled 3 of 1',
    ]);
    assert.deepEqual(desk.send({ kind: 'CancelAllOrders', accountId: 1, side: null }), [
      'done 2 canceled 5 left',
      'canceled 1 of 1',
    ]);
  });

  test('cannot be amended; the refusal says how it stands', () => {
    const { desk } = new Stops();
    desk.sell(1, '5@90', stop(95));
    const change = { priceTicks: 91 };
    assert.deepEqual(desk.amend(1, change), ['amend 1 rejected orderWaits, is 5@90']);
    assert.deepEqual(desk.amend(1, { ...change, accountId: 2 }), ['amend 1 rejected unknownOrder']);
  });

  test('has its id to itself', () => {
    const { desk } = new Stops();
    desk.sell(7, '5@90', stop(95));
    const session = { sessionId: 2, sessionEpoch: 1, firstSequence: 1 };
    desk.send({ kind: 'SessionStarted', sessionId: 2, epoch: 1, node: 'n' });
    const { events } = desk.record([asked(7, Side.sell, '5@90', stop(94))], session);
    assert.deepEqual(events.map(tell), ['rejected 7 duplicateOrderId']);
  });
});

describe('the market', () => {
  test('comes back from its snapshot with those that wait', () => {
    const stops = new Stops();
    stops.trade(100);
    stops.desk.sell(1, '5@90', stop(95));
    stops.desk.buy(2, '5@120', stop(105));
    const restored = stops.desk.restored();
    assert.equal(restored.machine.stateHash(), stops.desk.machine.stateHash());
    for (const desk of [stops.desk, restored]) {
      assert.deepEqual(desk.sell(3, '5@90', stop(100)), ['rejected 3 wouldTriggerImmediately']);
      desk.buy(4, '1@94', { accountId: 2 });
      assert.deepEqual(desk.sell(5, '1@94', { accountId: 3 }).slice(2), [
        'triggered 1 at 95',
        'rested 1 sell 5@90',
      ]);
    }
    assert.equal(restored.machine.eventHash(), stops.desk.machine.eventHash());
  });

  test('holds no more orders than it may, whether they rest or wait', () => {
    const { desk } = new Stops({ maxRestingOrders: 2 });
    desk.sell(1, '5@90', stop(95));
    desk.buy(2, '1@80', { accountId: 2 });
    assert.deepEqual(desk.sell(3, '5@90', stop(95)), ['rejected 3 bookFull']);
    assert.deepEqual(desk.buy(4, '1@80'), ['rejected 4 bookFull']);
    assert.deepEqual(desk.sell(5, '1@80', { ...MARKET, accountId: 3 }), [
      'accepted 5',
      'trade 2×5 1@80 fees 0/0',
      'triggered 1 at 95',
      'rested 1 sell 5@90',
    ]);
  });

  test('counts who waits among the open orders of an account', () => {
    const { desk } = new Stops({ maxOpenOrders: 2 });
    desk.sell(1, '5@90', stop(95));
    desk.buy(2, '1@80');
    assert.deepEqual(desk.sell(3, '5@90', stop(95)), ['rejected 3 maxOpenOrders']);
    assert.deepEqual(desk.buy(4, '1@80'), ['rejected 4 maxOpenOrders']);
    assert.deepEqual(desk.sell(5, '5@90', { ...stop(95), accountId: 2 }), ['accepted 5, waits']);
    desk.cancel(1);
    assert.deepEqual(desk.buy(6, '1@80'), ['accepted 6', 'rested 6 buy 1@80']);
  });

  test('lets no order wait of which nobody knows what it holds, or whether it may trade', () => {
    const { desk } = new Stops();
    const brings = { ...MARKET, ...stop(95), quantityLots: 0, quoteTargetMinor: 900 };
    assert.deepEqual(desk.sell(1, '0@90', brings), ['rejected 1 invalidCombination']);
    const postOnly = { ...stop(95), postOnly: true };
    assert.deepEqual(desk.sell(2, '5@90', postOnly), ['rejected 2 invalidCombination']);
  });

  test('ends those that wait with all others when their account is blocked', () => {
    const { desk } = new Stops();
    desk.sell(1, '5@90', stop(95));
    desk.sell(2, '5@200');
    const block = { kind: 'ChangeAccountStatus', accountId: 1, reason: 'test' };
    const told = desk.send({ ...block, status: AccountStatus.blocked });
    assert.deepEqual(told.slice(0, 2), [
      'done 2 canceled 5 left, rested',
      'done 1 canceled 5 left',
    ]);
    assert.deepEqual(desk.sell(3, '5@90', stop(95)), ['rejected 3 accountBlocked']);
  });

  test('lets nobody wait, and remembers no price, before rules version 2', () => {
    const desk = MarketDesk.defined();
    desk.sell(1, '2@95');
    desk.buy(2, '1@95', { accountId: 2 });
    assert.deepEqual(desk.sell(3, '5@90', stop(90)), ['rejected 3 invalidCombination']);
    desk.send({ kind: 'RulesActivated', version: 2 });
    // By version 1 nobody remembered the trade at 95; a replica restored from then cannot know it.
    assert.deepEqual(desk.sell(4, '5@90', stop(96)), ['accepted 4, waits']);
    assert.deepEqual(desk.buy(5, '1@95', { accountId: 2 }).slice(2), [
      'triggered 4 at 96',
      'rested 4 sell 5@90',
    ]);
  });
});
