import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DialectListener, type Json } from '../testing/dialect-client.ts';
import { until } from '../testing/exchange-harness.ts';
import { type ApiClient, type OpenExchange, openExchange } from '../testing/open-exchange.ts';

interface Resting {
  readonly side: string;
  readonly price: string;
  remaining: number;
}

/** What a follower of the feed holds: orders by id, as they stand in their queues. */
class Follower {
  readonly orders = new Map<string, Resting>();
  sequence = 0;

  hear(message: Json): void {
    if (message['type'] === 'orders_snapshot') {
      for (const { order_id, side, price, remaining } of message['orders'] as readonly Json[]) {
        this.#rest(String(order_id), { side, price, remaining });
      }
      this.sequence = Number(message['sequence']);
    }
    if (message['type'] !== 'orders') return;
    for (const event of message['events'] as readonly Json[]) {
      assert.ok(Number(event['sequence']) >= this.sequence, 'sequences never run back');
      this.sequence = Number(event['sequence']);
      this.#hearEvent(event, String(event['order_id']));
    }
  }

  #hearEvent(event: Json, id: string): void {
    switch (event['kind']) {
      case 'open':
        this.#rest(id, event);
        return;
      case 'match': {
        const maker = this.orders.get(String(event['maker_order_id']));
        assert.ok(maker !== undefined, 'a maker rests before it trades');
        maker.remaining -= Number(event['quantity']);
        return;
      }
      case 'change': {
        const order = this.orders.get(id);
        if (event['kept_priority'] === true) order!.remaining = Number(event['remaining']);
        else this.orders.delete(id);
        return;
      }
      case 'done':
        this.orders.delete(id);
        return;
      default:
        assert.equal(event['kind'], 'received');
    }
  }

  #rest(id: string, order: Json): void {
    const { side, price, remaining } = order;
    this.orders.set(id, {
      side: String(side),
      price: String(price),
      remaining: Number(remaining),
    });
  }

  get book(): readonly string[] {
    return [...this.orders].map(
      ([id, { side, price, remaining }]) => `${id} ${side} ${price} ${remaining.toFixed(4)}`,
    );
  }
}

describe('the feed of orders', () => {
  let open: OpenExchange;
  const listeners: DialectListener[] = [];

  before(async () => {
    open = await openExchange();
  });
  after(async () => {
    for (const listener of listeners) listener.close();
    await open.close();
  });

  async function follow(from: number | null): Promise<{ listener: DialectListener; reply: Json }> {
    const listener = await DialectListener.connect(open.doors.wsUrl);
    listeners.push(listener);
    const resume = from === null ? {} : { from_sequence: from };
    const channel = { channel: 'orders', market: 'BTC-USD', ...resume };
    listener.raw(JSON.stringify({ op: 'subscribe', id: 1, ...channel }));
    const find = () => listener.heard.find(({ type }) => type === 'reply');
    await until(() => find() !== undefined, 'the reply');
    return { listener, reply: find()! };
  }

  const told = (listener: DialectListener): Follower => {
    const follower = new Follower();
    for (const message of listener.heard) follower.hear(message);
    return follower;
  };

  /** Orders that rest, trade in part, are amended both ways, and end. */
  async function trade(rounds: number): Promise<void> {
    const place = async (
      by: ApiClient,
      side: string,
      price: number,
      quantity: string,
      terms: object = {},
    ) =>
      (
        await by.send('POST', '/v1/orders', {
          market: 'BTC-USD',
          side,
          type: 'limit',
          price: String(price),
          quantity,
          ...terms,
        })
      ).body;
    for (let round = 0; round < rounds; round += 1) {
      const order = await place(open.alice, 'buy', 100 + (round % 5), '2');
      await place(open.alice, 'buy', 100 + (round % 3), '1');
      const path = `/v1/orders/${order['id']}`;
      if (round % 4 === 1) await open.alice.send('PATCH', path, { quantity: '1.5' });
      if (round % 4 === 2) await open.alice.send('PATCH', path, { quantity: '3' });
      if (round % 4 === 3) await open.alice.send('DELETE', path);
      if (round % 3 === 0) await place(open.bob, 'sell', 101, '0.5');
      // It meets the best bid of its own account, which shrinks and keeps its place.
      const decrement = { self_trade: 'decrement' };
      if (round % 5 === 4) await place(open.alice, 'sell', 101, '0.25', decrement);
    }
  }

  test('snapshot, resumption and live events lead to the same queues', async () => {
    await trade(12);
    const fromStart = await follow(0);
    assert.equal(fromStart.reply['resumed'], true);
    const middle = told(fromStart.listener).sequence;
    const [fromSnapshot] = await Promise.all([follow(null), trade(6)]);
    const again = await follow(middle);
    assert.equal(again.reply['resumed'], true);
    await trade(6);
    const { sequence } = open.service.markets.view('BTC-USD')!;
    const all = [fromStart, fromSnapshot, again];
    for (const { listener } of all) {
      const last = () => listener.heard.filter(({ type }) => type === 'orders').at(-1);
      await until(() => Number(last()?.['sequence']) >= sequence - 1, 'the present');
    }
    const expected = [...open.service.markets.view('BTC-USD')!.restingOrders()].map(
      ({ orderId }) => orderId,
    );
    assert.ok(expected.length > 5);
    const queues = (follower: Follower) => [...follower.book].sort();
    const reference = told(fromStart.listener);
    assert.deepEqual([...reference.orders.keys()].map(Number), expected);
    assert.deepEqual(queues(told(fromSnapshot.listener)), queues(reference));
    // Who resumes has the book of then, and the events behind it.
    const resumed = new Follower();
    for (const message of fromStart.listener.heard) {
      if (Number(message['sequence'] ?? 0) <= middle) resumed.hear(message);
    }
    for (const message of again.listener.heard) resumed.hear(message);
    assert.deepEqual(resumed.book, reference.book);
    const kinds = fromStart.listener.heard.flatMap(({ events }) => (events ?? []) as Json[]);
    assert.ok(kinds.some(({ kind, remaining }) => kind === 'change' && remaining === '1.7500'));
  });

  test('tells nothing of who owns what', async () => {
    const { listener } = await follow(0);
    for (const { apiKey } of Object.values(open.keys)) {
      assert.ok(!JSON.stringify(listener.heard).includes(apiKey));
    }
    assert.ok(!/account|client_order_id/.test(JSON.stringify(listener.heard)));
  });

  test('begins anew when it is asked for what is not there yet', async () => {
    const { reply, listener } = await follow(1_000_000_000);
    assert.equal(reply['resumed'], false);
    assert.ok(listener.heard.some(({ type }) => type === 'orders_snapshot'));
  });

  test('tells the ticker once a second, and the same over HTTP', async () => {
    const listener = await DialectListener.connect(open.doors.wsUrl);
    listeners.push(listener);
    listener.raw(JSON.stringify({ op: 'subscribe', id: 1, channel: 'ticker', market: 'BTC-USD' }));
    const find = () => listener.heard.find(({ type }) => type === 'ticker');
    await until(() => find() !== undefined, 'a ticker');
    const asked = await open.nobody.send('GET', '/v1/markets/BTC-USD/ticker');
    const { type: _type, time_us: _then, ...said } = find()!;
    const { time_us: _now, ...read } = asked.body;
    assert.deepEqual(said, read);
    assert.equal(
      read['last_price'],
      String(open.service.markets.view('BTC-USD')!.trades.last!.priceTicks / 100).concat('.00'),
    );
  });
});
