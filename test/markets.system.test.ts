/** A market is added, changed and ended while the exchange runs, and engines die in between. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { AdminClient } from '../cli/admin-client.ts';
import { findDemoRecord } from '../cli/connection.ts';
import { ADMIN, openFundedAccount } from '../cli/demo/demo-exchange.ts';
import { shareMarket } from '../cli/demo/demo-markets.ts';
import { ApiError } from '../client/api-error.ts';
import { RestClient } from '../client/rest-client.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { engineDuties, enginesWithRole } from './testing/market-roles.ts';
import { assertNothingLost } from './testing/proof.ts';

const MARKET = 'ACME-USD';
const PATH = `/v1/admin/markets/${MARKET}`;
const BACK_MS = 40_000;
const HOLDS_MS = 10_000;
const BASE = { market: MARKET, type: 'limit', quantity: '2' } as const;

let exchange: ExchangeProcesses;
let clients: RestClient[] = [];

beforeEach(async () => {
  exchange = await ExchangeProcesses.prepare();
  exchange.startAll();
});
afterEach(async () => {
  for (const client of clients) client.close();
  clients = [];
  await exchange.close();
});

function client(credentials: ConstructorParameters<typeof RestClient>[0]['credentials']) {
  const { baseUrl } = exchange;
  const made = new RestClient({ baseUrl, ...(credentials === undefined ? {} : { credentials }) });
  clients.push(made);
  return made;
}

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ApiError && error.code === code;

/** The engine that leads the market dies; another leads, and the one that died stands by. */
async function changeLeader(): Promise<void> {
  const [leader] = enginesWithRole(await exchange.status(), MARKET, 'primary');
  assert.ok(leader !== undefined, `${MARKET} is led`);
  await exchange.kill(leader);
  exchange.start(leader);
  await eventually('another engine leads', BACK_MS, async () => {
    const duties = engineDuties(await exchange.status(), MARKET);
    const led = duties.some(({ engine, duty }) => engine !== leader && duty.role === 'primary');
    return led && duties.some(({ duty }) => duty.role === 'standby');
  });
  await exchange.ready();
}

test('a market that is added, changed and delisted on a running exchange is so on every process', async () => {
  const [buyer] = await exchange.setUp(['ann']);
  assert.ok(buyer !== undefined);
  const operator = findDemoRecord(exchange.data)?.accounts.find(({ name }) => name === ADMIN);
  assert.ok(operator !== undefined);
  const admin = client(operator);
  await admin.request('POST', '/v1/admin/markets', shareMarket(MARKET));
  await exchange.standbyReady();
  const desk = new AdminClient({ baseUrl: exchange.baseUrl, credentials: operator });
  const seller = await openFundedAccount(desk, 'bea', { ACME: '1000' });
  desk.close();
  const [ann, bea] = [client(buyer), client(seller)];
  const offer = await bea.place({ ...BASE, side: 'sell', price: '100.03', quantity: '10' });
  assert.equal((await ann.place({ ...BASE, side: 'buy', price: '100.03' })).status, 'filled');

  await admin.request('PATCH', PATH, { tick_size: '0.05', lot_size: '2', taker_fee_ppm: 500 });
  await changeLeader();
  const off = ann.place({ ...BASE, side: 'buy', price: '100.03' });
  await assert.rejects(off, refusedWith('PRICE_OFF_TICK'));
  const taken = await ann.place({ ...BASE, side: 'buy', price: '100.05' });
  assert.deepEqual([taken.status, taken.fills[0]?.price], ['filled', '100.03']);
  // The checker is between the edge and the core, too: here a service that starts from the logs.
  await exchange.kill('order-service-1');
  exchange.start('order-service-1');
  await exchange.ready();
  const still = ann.place({ ...BASE, side: 'buy', price: '100.00', quantity: '3' });
  await assert.rejects(still, refusedWith('QUANTITY_OFF_LOT'));
  await ann.place({ ...BASE, side: 'buy', price: '90.00' });
  await ann.place({ ...BASE, side: 'buy', price: '80.00', stop_price: '120.00' });

  await admin.request('POST', `${PATH}/delist`, { reason: 'merged' });
  assert.equal((await bea.order(offer.id)).status, 'canceled');
  await changeLeader();
  const late = ann.place({ ...BASE, side: 'buy', price: '90.00' });
  await assert.rejects(late, refusedWith('MARKET_CLOSED'));
  assert.equal((await ann.trades(MARKET, 10)).length, 2);
  const { baseUrl, data } = exchange;
  await assertNoOrphanHold({ baseUrl, accounts: [buyer, seller], withinMs: HOLDS_MS });
  const status = () => exchange.status();
  const { counts } = await assertNothingLost({ data, clientRecord: null, status });
  assert.equal(counts.trades, 2);
});
