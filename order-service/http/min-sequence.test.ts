import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { ReadModels } from '../testing/read-models.ts';

const MARKET = 'BTC-USD';
/** Every read that says what a market's events made of it. */
const READS = [
  '/v1/orders/{order_id}',
  '/v1/orders/client/mine',
  '/v1/orders?',
  '/v1/orders?status=all&',
  `/v1/fills?market=${MARKET}&`,
  '/v1/balances',
  '/v1/ledger',
  '/v1/markets',
  `/v1/markets/${MARKET}/book`,
  `/v1/markets/${MARKET}/trades`,
  `/v1/markets/${MARKET}/candles?interval=1m&`,
  `/v1/markets/${MARKET}/ticker`,
];

describe('reads that wait for an event, over HTTP', () => {
  let open: OpenExchange;
  let readModels: ReadModels;
  let orderId = '';
  let sequence = 0;

  const codesOf = (wanted: string) =>
    Promise.all(
      READS.map(async (path) => {
        const query = `${path.includes('?') ? '' : '?'}min_sequence=${wanted}`;
        const read = path.replace('{order_id}', orderId) + query;
        const { status, body } = await open.alice.send('GET', read);
        return `${path}: ${status === 200 ? 'read' : body['code']}`;
      }),
    );
  const all = (what: string) => READS.map((path) => `${path}: ${what}`);

  before(async () => {
    open = await openExchange({ service: { limits: { sequenceWaitMs: 300 } } });
    readModels = new ReadModels(open);
    const order = {
      market: MARKET,
      side: 'buy',
      type: 'limit',
      price: '90.00',
      quantity: '0.1000',
    };
    const placed = await open.alice.send('POST', '/v1/orders', {
      ...order,
      client_order_id: 'mine',
    });
    orderId = String(placed.body['id']);
    sequence = Number(placed.body['sequence']);
  });
  after(async () => {
    await readModels.close();
    await open.close();
    assert.deepEqual(open.exchange.broken, []);
  });

  test('each of them is answered once its view has the event, and refused where it never comes', async () => {
    assert.deepEqual(await codesOf(`${MARKET}:${sequence}`), all('read'));
    assert.deepEqual(await codesOf(`${MARKET}:${sequence + 1000}`), all('SEQUENCE_NOT_REACHED'));
    assert.deepEqual(await codesOf('NO-SUCH:1'), all('UNKNOWN_MARKET'));
  });
});
