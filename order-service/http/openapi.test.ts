import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ERROR_CODES, ERRORS } from '../error-codes.ts';
import { DEFAULT_DOOR_LIMITS } from '../limits.ts';
import { type OpenExchange, openExchange } from '../testing/open-exchange.ts';
import { serviceMetrics } from './metrics.ts';
import type { Route } from './route.ts';
import { allRoutes } from './routes.ts';

interface Operation {
  readonly summary: string;
  readonly security?: unknown;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

describe('the OpenAPI description', () => {
  let open: OpenExchange;
  let routes: readonly Route[];
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

  before(async () => {
    open = await openExchange();
    const metrics = serviceMetrics(open.service);
    const identity = { pid: 1, version: 'test' };
    routes = allRoutes(open.service, { doors: DEFAULT_DOOR_LIMITS, identity, metrics });
    metrics.close();
    const { body } = await open.nobody.send('GET', '/openapi.json');
    assert.equal(body['openapi'], '3.1.0');
    paths = body['paths'] as typeof paths;
  });
  after(() => open.close());

  test('names exactly the endpoints that there are', () => {
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = routes.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(described.sort(), served.sort());
    assert.ok(served.length >= 28);
  });

  test('tells of each whether it is signed, has a body, and how it may fail', () => {
    for (const route of routes) {
      const operation = paths[route.path]?.[route.method.toLowerCase()];
      assert.ok(operation, route.path);
      assert.equal(operation.security !== undefined, route.scope !== null, route.path);
      assert.equal(operation.requestBody !== undefined, route.body !== null, route.path);
      for (const code of route.errors) {
        const { description } = operation.responses[String(ERRORS[code].status)] ?? {};
        assert.ok(description?.includes(code), `${route.path}: ${code}`);
      }
    }
  });

  test('promises of every answer exactly which fields it has', () => {
    let objects = 0;
    const look = (schema: unknown, where: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ((schema as { type?: unknown }).type === 'object') {
        objects += 1;
        assert.equal(
          (schema as { additionalProperties?: unknown }).additionalProperties,
          false,
          where,
        );
      }
      for (const part of Object.values(schema)) look(part, where);
    };
    for (const { replies, path } of routes) look(replies, path);
    assert.ok(objects > routes.length);
  });

  test('names only codes of the table', () => {
    const known = new Set<string>(ERROR_CODES);
    for (const operations of Object.values(paths)) {
      for (const { responses } of Object.values(operations)) {
        for (const { description } of Object.values(responses)) {
          for (const word of description.match(/[A-Z]+_[A-Z_]+/g) ?? []) {
            assert.ok(known.has(word), word);
          }
        }
      }
    }
  });

  test('lets every endpoint that is not public be asked by its scope only', async () => {
    for (const route of routes.filter(({ scope }) => scope !== null)) {
      const path = route.path.replace('{market}', 'BTC-USD').replaceAll(/\{\w+\}/g, '1');
      const unsigned = await open.nobody.send(route.method, path, route.body ? {} : undefined);
      assert.equal(unsigned.status, 401, `${route.method} ${path}`);
      if (!route.path.includes('/admin/')) continue;
      const trader = await open.alice.send(route.method, path, route.body ? {} : undefined);
      assert.deepEqual([trader.status, trader.body['code']], [403, 'INSUFFICIENT_SCOPE'], path);
    }
  });
});
