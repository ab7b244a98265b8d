import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodsOf, shadowedPlaces } from './allowed-methods.ts';

const ROUTES = [
  { method: 'POST', path: '/v1/orders' },
  { method: 'POST', path: '/v1/orders/batch' },
  { method: 'GET', path: '/v1/orders/{order_id}' },
  { method: 'PATCH', path: '/v1/orders/{order_id}' },
  { method: 'GET', path: '/v1/orders/client/{client_order_id}' },
  { method: 'GET', path: '/a.b' },
] as const;

test('a path has the methods of what it means', () => {
  assert.deepEqual(methodsOf(ROUTES, '/v1/orders/17?min_sequence=1'), ['GET', 'PATCH']);
  assert.deepEqual(methodsOf(ROUTES, '/v1/orders/batch'), ['POST']);
  assert.deepEqual(methodsOf(ROUTES, '/v1/orders/client/x'), ['GET']);
  assert.deepEqual(methodsOf(ROUTES, '/axb'), []);
  assert.deepEqual(methodsOf(ROUTES, '/v1/orders/1/2'), []);
});

test('what fits a pattern by accident only is known', () => {
  assert.deepEqual(shadowedPlaces(ROUTES), [
    { method: 'GET', path: '/v1/orders/batch' },
    { method: 'PATCH', path: '/v1/orders/batch' },
  ]);
});
