import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlaceOrderRequest } from './order-requests.ts';
import { digestOf } from './request-digest.ts';

const limit = {
  ...{ accountId: 1, market: 'BTC-USD', side: 'buy', type: 'limit' },
  ...{ price: '30000.00', quantity: '0.5', clientOrderId: 'c-1' },
} as unknown as PlaceOrderRequest;
const market = { ...limit, type: 'market', price: undefined, quantity: undefined } as const;

/** They stand in account stores for as long as their client order ids do. */
const kept: readonly (readonly [PlaceOrderRequest, digest: string])[] = [
  [limit, '36c31392f546cd602887211e7527ba94f017724be70c463ed31b8cf77c4dc16f'],
  [
    { ...limit, timeInForce: 'ioc', postOnly: false },
    'd042ee4743f0c3101b9c54fb13ebd2068bc471345739629f958487fcb067352f',
  ],
  [
    { ...market, quoteQuantity: '100' },
    '6b547458434d71c9530bcbb016a1fbb590c57de89fed4177977f54f4170fbffa',
  ],
  [
    {
      ...limit,
      ...{ stopPrice: '29000.00', selfTrade: 'none', displayQuantity: '0.1', goodTillUs: 7 },
      replaces: { orderId: 12 as never, onFailure: 'place' },
    },
    'a80af455eef5e72e314bd051a1d7c56c623edaa9ab1eeb603bed6783b80e0cf4',
  ],
  [
    { ...limit, stopPrice: '29000.00', stopKind: 'take_profit' },
    '2e7be5fd20db884e4df0a6a628525852b81f334d8d62235c33b212f58dc4690b',
  ],
];

test('a request has the digest that it has always had', () => {
  for (const [request, digest] of kept) assert.equal(digestOf(request), digest);
});

test('whose order it is and how it is called are not part of it', () => {
  const other = { ...limit, accountId: 2 as never, clientOrderId: 'c-2' };
  assert.equal(digestOf(other), digestOf(limit));
});
