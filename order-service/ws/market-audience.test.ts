import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { accountId } from '../../proto/units.ts';
import type { MarketView } from '../market-data/market-view.ts';
import type { OrderService } from '../order-service.ts';
import { bookJson } from '../presentation.ts';
import { type ExchangeHarness, tradingExchange, until } from '../testing/exchange-harness.ts';
import { type Listener, MarketAudience } from './market-audience.ts';

const MARKET = 'BTC-USD';
const ALICE = accountId(1);
const BOB = accountId(2);
const MANY = 200;

type Side = 'bids' | 'asks';

/** Keeps the book and the trades by what it is told, as a client does. */
class Client implements Listener {
  isBehind = false;
  messages = 0;
  readonly trades: string[] = [];
  readonly #levels = { bids: new Map<string, string>(), asks: new Map<string, string>() };
  #bookSequence: number;
  #tradesSequence: number;

  readonly #onSend: (client: Client) => void;

  constructor(view: MarketView, onSend: (client: Client) => void) {
    this.#onSend = onSend;
    const { sequence, bids, asks } = bookJson(view.units!, view, 1_000);
    this.#bookSequence = sequence;
    this.#tradesSequence = sequence;
    this.#set({ bids, asks });
  }

  send(text: string | Buffer): void {
    this.messages += 1;
    this.#onSend(this);
    const message = JSON.parse(text.toString()) as {
      readonly type: string;
      readonly sequence: number;
      readonly bids: readonly (readonly [string, string])[];
      readonly asks: readonly (readonly [string, string])[];
      readonly trades: readonly { readonly trade_id: string; readonly sequence: number }[];
    };
    if (message.type === 'trades') {
      for (const { sequence, trade_id: id } of message.trades) {
        assert.ok(sequence > this.#tradesSequence, `trade ${id} is told twice, or too late`);
        this.#tradesSequence = sequence;
        this.trades.push(id);
      }
      return;
    }
    assert.ok(message.sequence >= this.#bookSequence, 'the book goes back');
    this.#bookSequence = message.sequence;
    this.#set(message);
  }

  book(side: Side): readonly (readonly [string, string])[] {
    const factor = side === 'bids' ? -1 : 1;
    return [...this.#levels[side]].sort(([a], [b]) => factor * (Number(a) - Number(b)));
  }

  #set(levels: Record<Side, readonly (readonly [string, string])[]>): void {
    for (const side of ['bids', 'asks'] as const) {
      for (const [price, quantity] of levels[side]) {
        if (Number(quantity) === 0) this.#levels[side].delete(price);
        else this.#levels[side].set(price, quantity);
      }
    }
  }
}

describe('an audience', () => {
  let exchange: ExchangeHarness;
  let service: OrderService;
  let view: MarketView;
  let audience: MarketAudience;
  const told: string[] = [];
  /** Who was sent something, in order. */
  const sent: Client[] = [];

  before(async () => {
    ({ exchange, service } = await tradingExchange());
    view = service.markets.view(MARKET)!;
    audience = new MarketAudience(systemClock);
    service.onChange((changed, change) => {
      audience.changed(changed.units!, changed, change);
      told.push(...change.trades.map(({ tradeId }) => String(tradeId)));
    });
  });
  after(async () => {
    await service.stop();
    await exchange.close();
  });

  async function trade(rounds: number): Promise<void> {
    const limit = { market: MARKET, type: 'limit', quantity: '1' } as const;
    for (let round = 0; round < rounds; round += 1) {
      const price = `${100 + (round % 7)}.00`;
      await service.orders.place({ ...limit, accountId: ALICE, side: 'sell', price });
      if (round % 2 === 0) {
        await service.orders.place({
          ...limit,
          accountId: BOB,
          side: 'buy',
          price,
          quantity: '0.5',
        });
      }
      const low = `${90 + (round % 5)}.00`;
      await service.orders.place({ ...limit, accountId: BOB, side: 'buy', price: low });
    }
  }

  const join = (): Client => {
    const client = new Client(view, (to) => sent.push(to));
    audience.addBook(client);
    audience.addTrades(client, view.sequence);
    return client;
  };

  /** As time passes, until nobody has anything to be told. */
  async function tick(atMs: number): Promise<void> {
    audience.tick(view.units!, view, atMs);
    await new Promise((done) => setImmediate(done));
  }

  function assertUpToDate(client: Client, trades: readonly string[]): void {
    const { bids, asks } = bookJson(view.units!, view, 1_000);
    assert.deepEqual(client.book('bids'), bids);
    assert.deepEqual(client.book('asks'), asks);
    assert.deepEqual(client.trades, trades);
  }

  test('of a few is told of every change at once', async () => {
    const client = join();
    told.length = 0;
    await trade(6);
    assert.ok(client.messages >= 12, `${client.messages} messages`);
    assertUpToDate(client, [...told]);
    audience.remove(client);
  });

  test('of many is told now and then, of all of it, and nobody twice', async () => {
    const clients = Array.from({ length: MANY }, join);
    told.length = 0;
    await trade(8);
    assert.equal(clients[0]!.messages, 0, 'gathered');
    const late = join();
    const before = told.length;
    await trade(3);
    // Two come while the slices are on their way: one of them leaves again.
    audience.tick(view.units!, view, 1_000);
    const [latest, gone] = [join(), join()];
    audience.remove(gone);
    const beforeLatest = told.length;
    await trade(1);
    // Not due yet: this is too soon behind the last time.
    await tick(1_001);
    await until(() => clients.every(({ messages }) => messages === 2), 'all slices');
    await trade(1);
    await tick(2_000);
    await until(() => clients.every(({ messages }) => messages === 4), 'all slices');
    for (const client of clients) assertUpToDate(client, [...told]);
    assertUpToDate(late, told.slice(before));
    assertUpToDate(latest, told.slice(beforeLatest));
    assert.equal(gone.messages, 0);
    for (const client of [...clients, late, latest]) audience.remove(client);
  });

  test('of many gets book and trades of a connection behind one another: one write for both', async () => {
    const clients = Array.from({ length: MANY }, join);
    await trade(2);
    sent.length = 0;
    await tick(5_000);
    await until(() => sent.length === 2 * MANY, 'all slices');
    for (const [index, client] of clients.entries()) {
      assert.deepEqual([sent[2 * index], sent[2 * index + 1]], [client, client]);
    }
    for (const client of clients) audience.remove(client);
  });

  test('waits for those who are behind with the book, and leaves out no trade', async () => {
    const clients = Array.from({ length: MANY }, join);
    told.length = 0;
    const slow = clients[7]!;
    slow.isBehind = true;
    await trade(4);
    await tick(10_000);
    const others = clients.filter((client) => client !== slow);
    await until(() => others.every(({ messages }) => messages === 2), 'all slices');
    assert.deepEqual(slow.trades, [...told]);
    assert.equal(slow.messages, 1, 'no book yet');
    slow.isBehind = false;
    await tick(10_001);
    assertUpToDate(slow, [...told]);
    for (const client of clients) audience.remove(client);
    // A few again: at once.
    const last = join();
    const { length } = told;
    await trade(2);
    assertUpToDate(last, told.slice(length));
  });
});
