/** ccxt keeps an order book in step for a minute under load: one gap, and it throws ChecksumError. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketClient } from '../../client/socket-client.ts';
import { eventually } from '../testing/eventually.ts';
import { type CcxtBook, type CcxtLibrary, ccxtOf } from './ccxt-exchange.ts';
import { npmClients } from './client-cache.ts';
import { type ClientExchange, clientExchange } from './client-exchange.ts';

const SYMBOL = 'BTC/USD';
const UNDER_LOAD_MS = 60_000;
const ROUND_MS = 50;
const ORDERS_PER_ROUND = 10;

describe('a book under load', () => {
  let exchange: ClientExchange;
  let library: CcxtLibrary;

  before(async () => {
    library = (await npmClients())('ccxt') as CcxtLibrary;
    exchange = await clientExchange();
  });
  after(() => exchange?.close());

  test('stays in step for a minute', async () => {
    const carol = ccxtOf(library, exchange, 'carol');
    await carol.loadHttpProxyAgent();
    await carol.loadMarkets();
    const ended = new AbortController();
    const loading = load(exchange, ended.signal);
    const updates = { count: 0 };
    let watched: CcxtBook | null = null;
    const untilMs = performance.now() + UNDER_LOAD_MS;
    while (performance.now() < untilMs) {
      watched = await carol.watchOrderBook(SYMBOL);
      updates.count += 1;
    }
    ended.abort();
    const orders = await loading;
    // What the watching made of it is what a fresh look shows.
    await eventually('the watched book is the fetched one', 10_000, async () => {
      const fetched = await carol.fetchOrderBook(SYMBOL);
      const same = (side: 'bids' | 'asks') =>
        JSON.stringify(watched?.[side].slice(0, 10)) === JSON.stringify(fetched[side].slice(0, 10));
      return fetched.bids.length > 0 && same('bids') && same('asks');
    });
    await carol.close();
    process.stdout.write(`${orders} orders, ${updates.count} updates of the book watched\n`);
    assert.ok(orders > 2_000 && updates.count > 200, `${orders} orders, ${updates.count} updates`);
  });
});

/** Orders around a price that wanders, many of which trade; tells how many were placed. */
async function load(exchange: ClientExchange, signal: AbortSignal): Promise<number> {
  const { accounts, wsUrl } = exchange;
  const traders = await Promise.all(
    [accounts.alice, accounts.bob].map((credentials) =>
      SocketClient.connect({ wsUrl: `${wsUrl}/v1/ws`, credentials }),
    ),
  );
  let placed = 0;
  for (let round = 0; !signal.aborted; round += 1) {
    const middle = 30_000 + 50 * Math.sin(round / 40);
    const outcomes = Array.from({ length: ORDERS_PER_ROUND }, (_, index) =>
      traders[index % 2]!.place({
        market: 'BTC-USD',
        side: index % 2 === 0 ? 'buy' : 'sell',
        type: 'limit',
        price: (middle + ((round * 7 + index * 3) % 21) - 10).toFixed(2),
        quantity: '0.01',
      }),
    );
    placed += (await Promise.all(outcomes)).length;
    await sleep(ROUND_MS);
  }
  for (const trader of traders) trader.close();
  return placed;
}
