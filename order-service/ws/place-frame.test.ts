import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PlaceBody, placeBody } from '../http/order-bodies.ts';
import { isJsonObject, parseStrictJson } from '../http/strict-json.ts';
import { isRefusal } from '../refusal.ts';
import { operations, requestIdField } from './operations.ts';
import { type PlaceFrame, readPlaceFrame } from './place-frame.ts';

const ORDERS_MAX = 10;
const { place, place_batch: placeBatch } = operations({ ordersMax: ORDERS_MAX });

/** What a connection makes of the message otherwise; null: it is refused, or asks for something else. */
function readByShape(text: string): PlaceFrame | null {
  const json = parseStrictJson(Buffer.from(text), { depthMax: 8 });
  if (isRefusal(json) || !isJsonObject(json.value)) return null;
  const { op, id, ...fields } = json.value;
  const known = id === undefined ? null : requestIdField.read(id, 'id');
  if (isRefusal(known)) return null;
  if (op === 'place') {
    const read = place.read(fields, 'place');
    return isRefusal(read) ? null : { id: known, op, orders: [read.order] };
  }
  const batch = op === 'place_batch' ? placeBatch.read(fields, 'place_batch') : null;
  if (batch === null || isRefusal(batch)) return null;
  const orders: PlaceBody[] = [];
  for (const item of batch.orders) {
    const read = placeBody.read(item, 'the order');
    if (isRefusal(read)) return null;
    orders.push(read);
  }
  return { id: known, op: 'place_batch', orders };
}

const present = ({ id, op, orders }: PlaceFrame) => ({
  ...{ id, op },
  orders: orders.map((order) =>
    Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined)),
  ),
});

/** How many it read itself, of messages that both must understand alike. */
function assertAlike(text: string): number {
  const read = readPlaceFrame(Buffer.from(text));
  if (read === null) return 0;
  const shaped = readByShape(text);
  assert.ok(shaped !== null, `it read what is refused: ${text}`);
  assert.deepEqual(present(read), present(shaped), text);
  return 1;
}

const decimal = fc.oneof(
  fc.constantFrom('0', '00', '01', '1.', '.5', '0.00000001', '0.000000001', '-1', '1e3', ''),
  fc.constantFrom('999999999999999999', '1000000000000000000', '12.50', ' 1', '1 '),
  { weight: 8, arbitrary: fc.nat(1e9).map((value) => (value / 100).toFixed(2)) },
);
const words = fc.constantFrom('buy', 'sell', 'limit', 'market', 'gtc', 'ioc', 'fok', 'gtd', 'hold');
const scalar = fc.oneof(
  ...[decimal, words, fc.boolean(), fc.constant(null), fc.integer(), fc.double()],
  fc.string({ maxLength: 40 }),
  fc.constantFrom('BTC-USD', 'BTC', 'TOOLONGNAME-USD', 'ETH-USD', 'btc-usd', 'c-1', 'a b', 'ä'),
);
const usualOrder = fc.record(
  {
    market: fc.constantFrom('BTC-USD', 'ETH-USD'),
    side: fc.constantFrom('buy', 'sell'),
    type: fc.constantFrom('limit', 'market'),
    price: decimal,
    quantity: decimal,
    time_in_force: fc.constantFrom('gtc', 'ioc', 'fok'),
    post_only: fc.boolean(),
    client_order_id: fc.constantFrom('c-1', 'A.b:/_-9', 'x'.repeat(36), 'x'.repeat(37), ''),
  },
  { requiredKeys: ['market', 'side', 'type'] },
);
const anyOrder = fc.dictionary(
  fc.constantFrom('market', 'side', 'type', 'price', 'quantity', 'stop_price', 'good_till', 'x'),
  scalar,
);
const id = fc.oneof(
  { weight: 4, arbitrary: fc.nat() },
  fc.constantFrom<unknown>(
    -1,
    1.5,
    1e21,
    2 ** 53,
    10 ** 15,
    null,
    'r-1',
    'ä',
    'q"',
    'x'.repeat(65),
  ),
);
const order = fc.oneof({ weight: 6, arbitrary: usualOrder }, { weight: 1, arbitrary: anyOrder });
const batch = fc.record(
  {
    op: fc.constantFrom('place_batch', 'place_batch', 'place_batch', 'place'),
    id,
    orders: fc.array(order, { maxLength: 3 }),
  },
  { requiredKeys: ['op', 'orders'] },
);
const message = fc
  .record(
    {
      op: fc.constantFrom('place', 'place', 'place', 'place_batch', 'Place'),
      id,
      order,
      more: fc.constant(1),
    },
    { requiredKeys: ['op', 'order'] },
  )
  .chain((value) => fc.shuffledSubarray(Object.entries(value), { minLength: 2 }))
  .map((entries) => Object.fromEntries(entries));

test('a message is read as the strict parser and the shape of an order read it, or not at all', () => {
  let count = 0;
  const spaces = fc.constantFrom(undefined, 1, '\t', ' \r\n');
  fc.assert(
    fc.property(fc.oneof(message, batch), spaces, (value, space) => {
      count += assertAlike(JSON.stringify(value, null, space));
    }),
    { numRuns: 5_000 },
  );
  assert.ok(count > 100, `${count} messages were read`);
});

test('a usual message with some characters changed is read as those read it, or not at all', () => {
  const text =
    '{"op":"place","id":7,"order":{"market":"BTC-USD","side":"buy","type":"limit",' +
    '"price":"100.00","quantity":"0.5","time_in_force":"gtc","client_order_id":"c-1"}}';
  const change = fc.record({
    at: fc.nat(text.length),
    dropped: fc.constantFrom(0, 1, 2, 7),
    added: fc.constantFrom('', '"', ',', ':', '{', '}', '0', '.', '\\', ' ', 'e', 'ü', '"id":7,'),
  });
  let count = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      let changed = text;
      for (const { at, dropped, added } of changes) {
        changed = changed.slice(0, at) + added + changed.slice(at + dropped);
      }
      count += assertAlike(changed);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(count > 500, `${count} messages were read`);
});

test('the messages of usual orders are read in one pass', () => {
  const order = { market: 'BTC-USD', side: 'sell', type: 'limit', price: '1', quantity: '0.25' };
  for (const more of [{}, { client_order_id: 'c-1' }, { time_in_force: 'ioc', post_only: true }]) {
    const text = JSON.stringify({ op: 'place', id: 'r-1', order: { ...order, ...more } });
    const read = readPlaceFrame(Buffer.from(text));
    assert.ok(read !== null, text);
    assert.deepEqual(present(read), { id: 'r-1', op: 'place', orders: [{ ...order, ...more }] });
  }
  const without = readPlaceFrame(Buffer.from(JSON.stringify({ order, op: 'place' })));
  assert.equal(without?.id, null);
  const orders = [order, { ...order, post_only: true }];
  const read = readPlaceFrame(Buffer.from(JSON.stringify({ op: 'place_batch', id: 1, orders })));
  assert.ok(read !== null);
  assert.deepEqual(present(read), { id: 1, op: 'place_batch', orders });
});

test('what is said twice, or not wholly, is left to the strict parser', () => {
  const order = '{"market":"BTC-USD","side":"buy","type":"limit"}';
  for (const text of [
    `{"op":"place","op":"place","order":${order}}`,
    `{"op":"place","id":1,"id":1,"order":${order}}`,
    `{"op":"place","order":${order},"order":${order}}`,
    `{"op":"place","order":${order}} x`,
    `{"op" "place","order":${order}}`,
    `{"op":"place","order":${order},}`,
    '{"op":"place","order":{"market":"BTC-USD","market":"BTC-USD","side":"buy","type":"limit"}}',
    '{"op":"place","order":{"market":"BTC-USD"}}',
    `{"op":"place","id":"${' '.repeat(65)}","order":${order}}`,
    `{"op":"place",${' '.repeat(32 * 1_024)}"order":${order}}`,
    `{"op":"place_batch","order":${order}}`,
    `{"op":"place","orders":[${order}]}`,
    `{"op":"place_batch","orders":[]}`,
    `{"op":"place_batch","orders":[${order}],"order":${order}}`,
    '{"op":"place"}',
    '{}',
    '',
  ]) {
    assert.equal(readPlaceFrame(Buffer.from(text)), null, text);
  }
});
