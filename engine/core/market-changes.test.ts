/** A market whose rules change while orders are open, and one that ends. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MarketStatus } from '../../proto/messages.ts';
import { flowDefinition } from './testing/flow-definition.ts';
import { MarketDesk, type Wish } from './testing/market-desk.ts';
import { stop } from './testing/stops.ts';

const EASY = {
  minPriceTicks: 1,
  minQuantityLots: 1,
  minNotionalMinor: 0,
  makerFeePpm: 0,
  takerFeePpm: 0,
};
const change = (changed: Wish = {}): Wish => ({
  kind: 'ChangeMarket',
  definition: flowDefinition({ ...EASY, ...changed }),
});
const status = (name: keyof typeof MarketStatus): Wish => ({
  kind: 'ChangeMarketStatus',
  status: MarketStatus[name],
  reason: 'test',
});

describe('a market that is changed', () => {
  test('asks the new steps of new orders; what rests off them stays, and trades', () => {
    const desk = MarketDesk.defined();
    desk.sell(1, '7@103');
    assert.deepEqual(desk.send(change({ priceStepTicks: 5, quantityStepLots: 2 })), [
      'changed SEED-FLOW',
    ]);
    assert.deepEqual(desk.buy(2, '4@103'), ['rejected 2 priceOffTick']);
    assert.deepEqual(desk.buy(3, '3@105'), ['rejected 3 quantityOffLot']);
    assert.deepEqual(desk.buy(4, '4@105').slice(0, 2), ['accepted 4', 'trade 1×4 4@103 fees 0/0']);
  });

  test('lets an order that is off the steps be amended only to one that is on them', () => {
    const desk = MarketDesk.defined();
    desk.sell(1, '7@103');
    desk.send(change({ priceStepTicks: 5, quantityStepLots: 2 }));
    assert.deepEqual(desk.amend(1, { quantityLots: 6 }), [
      'amend 1 rejected priceOffTick, is 7@103',
    ]);
    assert.deepEqual(desk.amend(1, { priceTicks: 105 }), [
      'amend 1 rejected quantityOffLot, is 7@103',
    ]);
    assert.match(desk.amend(1, { priceTicks: 105, quantityLots: 6 })[0]!, /^amended 1 /);
  });

  test('asks them of a trigger price too; orders that wait already enter as they are', () => {
    const desk = MarketDesk.defined();
    desk.send({ kind: 'RulesActivated', version: 2 });
    desk.sell(1, '1@103', stop(101));
    desk.send(change({ priceStepTicks: 5 }));
    assert.deepEqual(desk.sell(2, '1@100', stop(98)), ['rejected 2 priceOffTick']);
    desk.buy(3, '1@100');
    assert.ok(desk.sell(4, '1@100').includes('triggered 1 at 101'));
    assert.deepEqual(desk.cancel(1), ['done 1 canceled 1 left, rested']);
  });

  test('may have other bounds, bands and limits, for one order as for the next', () => {
    const desk = MarketDesk.defined();
    desk.sell(1, '5@300');
    desk.send(change({ maxPriceTicks: 200, maxQuantityLots: 10, maxOpenOrders: 2 }));
    assert.deepEqual(desk.buy(2, '1@201'), ['rejected 2 priceOutOfRange']);
    assert.deepEqual(desk.buy(3, '11@100'), ['rejected 3 quantityOutOfRange']);
    assert.deepEqual(desk.buy(4, '1@100')[0], 'accepted 4');
    assert.deepEqual(desk.buy(5, '1@100'), ['rejected 5 maxOpenOrders']);
    desk.send(change());
    assert.equal(desk.buy(6, '5@300')[1], 'trade 1×6 5@300 fees 0/0');
  });

  test('keeps who is blocked, its status, what waits and the last price, over a restart as well', () => {
    const desk = MarketDesk.defined();
    desk.send({ kind: 'RulesActivated', version: 2 });
    desk.sell(1, '1@100');
    desk.buy(2, '1@100');
    desk.sell(3, '1@90', stop(95));
    desk.send({ kind: 'ChangeAccountStatus', accountId: 77, status: 2, reason: '' });
    desk.send(status('cancelOnly'));
    const before = desk.machine.snapshot();
    desk.send(change({ priceStepTicks: 5 }));
    const after = desk.machine.snapshot();
    for (const part of ['triggers', 'blockedAccounts', 'status', 'orders'] as const) {
      assert.deepEqual(after[part], before[part], part);
    }
    assert.equal(after.definition?.priceStepTicks, 5);
    assert.notEqual(after.stateHash, before.stateHash);
    assert.deepEqual(desk.restored().machine.snapshot(), after);
  });

  test('never changes what its numbers are counted in', () => {
    const desk = MarketDesk.defined();
    for (const impossible of [
      { tickSize: '0.04' },
      { lotSize: '0.002' },
      { baseScale: 7 },
      { quoteScale: 6 },
      { market: 'SEED-OTHER', quoteAsset: 'OTHER' },
      { maxRestingOrders: 121 },
      { minPriceTicks: 9, maxPriceTicks: 8 },
      { priceStepTicks: 0 },
    ]) {
      const told = desk.send(change(impossible));
      assert.deepEqual(told, ['definition rejected invalidDefinition'], JSON.stringify(impossible));
    }
    assert.deepEqual(new MarketDesk().send(change()), ['definition rejected marketNotDefined']);
  });
});

describe('a market that is closed', () => {
  test('has no order, takes none, and stays closed', () => {
    const desk = MarketDesk.defined();
    desk.buy(1, '1@100');
    desk.send(status('cancelOnly'));
    assert.deepEqual(desk.send(status('closed')), ['definition rejected ordersOpen']);
    desk.cancel(1);
    assert.deepEqual(desk.send(status('closed')), ['status closed: test']);
    assert.deepEqual(desk.buy(2, '1@100'), ['rejected 2 marketClosed']);
    for (const wish of [status('trading'), status('closed'), change()]) {
      assert.deepEqual(desk.send(wish), ['definition rejected marketClosed']);
    }
    const definition = flowDefinition(EASY);
    assert.deepEqual(desk.send({ kind: 'DefineMarket', definition }), [
      'definition rejected marketAlreadyDefined',
    ]);
    assert.deepEqual(desk.restored().buy(3, '1@100'), ['rejected 3 marketClosed']);
  });

  test('has none that waits either', () => {
    const desk = MarketDesk.defined();
    desk.send({ kind: 'RulesActivated', version: 2 });
    desk.buy(1, '1@100', stop(110));
    assert.deepEqual(desk.send(status('closed')), ['definition rejected ordersOpen']);
  });
});
