import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectClient, DialectListener, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';

const MAKER = { symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT_MAKER', quantity: '1' };
const REPLACE = { ...MAKER, cancelReplaceMode: 'STOP_ON_FAILURE', newClientOrderId: 'after' };

describe('an order that was to replace another one, and was refused', () => {
  let open: OpenExchange;
  let alice: DialectClient;
  let follower: DialectListener;
  const reports = () => follower.events('executionReport');
  const send = async (method: string, path: string, values: Readonly<Record<string, string>>) =>
    (await alice.send(method, `/api/v3/${path}`, values)).body;

  before(async () => {
    open = await openExchange();
    alice = new DialectClient(open.doors.baseUrl, open.keys.alice);
    const bob = new DialectClient(open.doors.baseUrl, open.keys.bob);
    const ask = { ...MAKER, side: 'SELL', price: '30000' };
    assert.equal((await bob.send('POST', '/api/v3/order', ask)).status, 200);
    const url = `${open.doors.baseUrl.replace('http', 'ws')}/ws-api/v3`;
    follower = await DialectListener.connect(url);
    await follower.ask('userDataStream.subscribe.signature', alice.members());
  });
  after(async () => {
    follower.close();
    await open.close();
  });

  test('is told as REJECTED, right behind the cancel of the other', async () => {
    await send('POST', 'order', { ...MAKER, price: '20000', newClientOrderId: 'before' });
    const cancelOrigClientOrderId = 'before';
    const failed = await send('POST', 'order/cancelReplace', {
      ...{ ...REPLACE, price: '30000.5', cancelOrigClientOrderId },
    });
    assert.equal(failed['code'], -2021);
    await until(() => reports().some(({ x }) => x === 'REJECTED'), 'the report');
    const [accepted, canceled, rejected, ...more] = reports() as readonly Json[];
    assert.deepEqual(more, []);
    assert.deepEqual(
      [accepted?.['x'], canceled?.['x'], canceled?.['C']],
      ['NEW', 'CANCELED', 'before'],
    );
    assert.equal(rejected?.['I'], Number(canceled?.['I']) + 1);
    const { E, T, O, I, i, ...told } = rejected as Json;
    assert.ok([E, T, O, i].every((value) => Number.isSafeInteger(value)));
    const zero = '0.00000000';
    assert.deepEqual(told, {
      ...{ e: 'executionReport', s: 'BTCUSD', c: 'after', S: 'BUY', o: 'LIMIT_MAKER', f: 'GTC' },
      ...{ q: '1.00000000', p: '30000.50000000', P: zero, F: zero, g: -1, C: '' },
      ...{ x: 'REJECTED', X: 'REJECTED', r: 'WOULD_MATCH_IMMEDIATELY', l: zero, z: zero, L: zero },
      ...{ n: '0', N: null, t: -1, w: false, m: false, M: false, Z: zero, Y: zero, Q: zero },
      V: 'NONE',
    });
  });

  test('is an answer alone where nothing was canceled', async () => {
    const known = reports().length;
    assert.equal((await send('POST', 'order', { ...MAKER, price: '30000' }))['code'], -2010);
    const cancelOrigClientOrderId = 'nobody';
    const failed = await send('POST', 'order/cancelReplace', {
      ...{ ...REPLACE, price: '30000', cancelOrigClientOrderId },
    });
    assert.equal(failed['code'], -2022);
    // Behind both, and the next that is told.
    await send('POST', 'order', { ...MAKER, price: '20000', newClientOrderId: 'last' });
    await until(() => reports().at(-1)?.['c'] === 'last', 'the next report');
    assert.equal(reports().length, known + 1);
  });
});
