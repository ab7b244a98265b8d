import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MARKET, Stops, stop } from './testing/stops.ts';

describe('a price band', () => {
  const BANDS = { bidBandPpm: 50_000, askBandPpm: 100_000 };

  test('is around the last trade; a market order is protected otherwise', () => {
    const stops = new Stops(BANDS);
    const { desk } = stops;
    assert.equal(desk.buy(1, '1@500')[0], 'accepted 1');
    desk.cancel(1);
    stops.trade(200);
    assert.deepEqual(desk.buy(2, '1@211'), ['rejected 2 priceOutOfBand']);
    assert.deepEqual(desk.sell(3, '1@179'), ['rejected 3 priceOutOfBand']);
    assert.equal(desk.buy(4, '1@210')[0], 'accepted 4');
    assert.equal(desk.sell(5, '2@180')[0], 'accepted 5');
    assert.equal(desk.buy(6, '1@1')[0], 'accepted 6');
    assert.equal(desk.sell(7, '1@900')[0], 'accepted 7');
    assert.equal(desk.buy(8, '1@900', MARKET)[0], 'accepted 8');
  });

  test('of an order that waits is around its trigger price', () => {
    const stops = new Stops(BANDS);
    stops.trade(200);
    assert.deepEqual(stops.desk.buy(1, '1@316', stop(300)), ['rejected 1 priceOutOfBand']);
    assert.deepEqual(stops.desk.buy(2, '1@315', stop(300)), ['accepted 2, waits']);
  });

  test('holds for a new price of an order, not for one that it has', () => {
    const stops = new Stops(BANDS);
    const { desk } = stops;
    desk.buy(1, '5@150');
    stops.trade(200);
    assert.deepEqual(desk.amend(1, { priceTicks: 211 }), [
      'amend 1 rejected priceOutOfBand, is 5@150',
    ]);
    stops.trade(130);
    assert.deepEqual(desk.amend(1, { quantityLots: 4 }), ['amended 1 4 of 4@150, kept its place']);
  });
});
