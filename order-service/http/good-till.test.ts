import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { encodeCommandBatch } from '../../proto/codec.ts';
import { commandTopic } from '../../proto/topics.ts';
import { commandSequence, epoch, sessionId, timestampUs } from '../../proto/units.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const HOUR_US = 3_600_000_000;
const MARKET = 'BTC-USD';

describe('orders that are good until a time, over HTTP', () => {
  let open: OpenExchange;
  /** Far enough away that no pause makes it the past; the log is told that it has come. */
  const goodTill = Date.now() * 1_000 + HOUR_US;

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  const order = {
    market: MARKET,
    side: 'sell',
    type: 'limit',
    price: '30000.00',
    quantity: '0.5000',
    time_in_force: 'gtd',
    good_till: goodTill,
  } as const;

  async function tick(atUs: number): Promise<void> {
    const record = encodeCommandBatch({
      sessionId: sessionId(0),
      sessionEpoch: epoch(0),
      firstSequence: commandSequence(0),
      timestampUs: timestampUs(atUs),
      prevHash: 0,
      commands: [{ kind: 'ClockTicked' }],
    });
    await open.exchange.log.append(commandTopic(MARKET), [record]);
  }

  test('rest like others, and end with what is left when the log says that it is time', async () => {
    const { alice, bob, nobody } = open;
    const placed = await alice.send('POST', '/v1/orders', order);
    const { status, time_in_force, good_till, id } = placed.body;
    assert.deepEqual(
      [placed.status, status, time_in_force, good_till],
      [201, 'open', 'gtd', goodTill],
      placed.text,
    );
    const stays = { ...order, time_in_force: 'gtc', good_till: undefined, price: '31000.00' };
    const lasting = await alice.send('POST', '/v1/orders', stays);
    assert.deepEqual([lasting.body['time_in_force'], lasting.body['good_till']], ['gtc', null]);
    const part = { ...stays, side: 'buy', price: '30000.00', quantity: '0.2000' };
    assert.equal((await bob.send('POST', '/v1/orders', part)).body['status'], 'filled');
    const amended = await alice.send('PATCH', `/v1/orders/${id}`, { price: '30500.00' });
    assert.equal(amended.body['good_till'], goodTill, amended.text);
    await tick(goodTill - 1);
    await tick(goodTill);
    // Behind the ticks in the log, so that its answer is too.
    const later = await bob.send('POST', '/v1/orders', { ...part, price: '20000.00' });
    assert.equal(later.status, 201, later.text);
    const ended = await alice.send('GET', `/v1/orders/${id}`);
    assert.deepEqual([ended.body['status'], ended.body['filled_quantity']], ['expired', '0.2000']);
    const book = await nobody.send('GET', `/v1/markets/${MARKET}/book`);
    assert.deepEqual(book.body['asks'], [['31000.00', '0.5000']]);
    const asOf = `?min_sequence=${MARKET}:${later.body['sequence']}`;
    const balances = await alice.send('GET', `/v1/balances${asOf}`);
    const rows = balances.body['balances'] as readonly Record<string, string>[];
    assert.equal(rows.find(({ asset }) => asset === 'BTC')?.['held'], '0.50000000');
    // That time is over in the log now, whatever our clock says.
    const late = await alice.send('POST', '/v1/orders', order);
    assert.deepEqual([late.status, late.body['code']], [422, 'GOOD_TILL_OVER']);
  });

  test('are refused without a time, and where they could not wait for it', async () => {
    const { alice } = open;
    const codeOf = async (change: object) =>
      (await alice.send('POST', '/v1/orders', { ...order, ...change })).body['code'];
    assert.equal(await codeOf({ good_till: undefined }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ time_in_force: 'gtc' }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ type: 'market', price: undefined }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ stop_price: '29000.00' }), 'INVALID_COMBINATION');
    assert.equal(await codeOf({ good_till: 1.5 }), 'INVALID_FIELD');
    assert.equal(await codeOf({ good_till: 1_000 }), 'GOOD_TILL_OVER');
  });

  test('the same client order id with another time is another order', async () => {
    const { alice } = open;
    const mine = { ...order, good_till: goodTill + HOUR_US, client_order_id: 'till-1' };
    assert.equal((await alice.send('POST', '/v1/orders', mine)).status, 201);
    const other = await alice.send('POST', '/v1/orders', { ...mine, good_till: goodTill + 1 });
    assert.equal(other.body['code'], 'CLIENT_ORDER_ID_CONFLICT');
  });
});
