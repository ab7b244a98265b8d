/** What a service and a command say with their exit code when Redis is away, refuses, or has forgotten. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Redis } from 'ioredis';
import { lockstep } from '../cli/testing/command-process.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { RedisServer } from '../scripts/services/redis-server.ts';
import { ExchangeProcesses } from './testing/exchange-processes.ts';

const SERVICE = 'order-service-1';

let server: RedisServer;
let exchange: ExchangeProcesses;
let redis: Redis;

before(async () => {
  server = await RedisServer.start({ folder: temporaryFolder() });
  redis = new Redis(server.url, { maxRetriesPerRequest: null });
  // Whoever is killed is nobody's business here.
  redis.on('error', () => {});
  exchange = await ExchangeProcesses.prepare({ setUp: 'kafka', servers: { redis: server.url } });
});
after(async () => {
  redis?.disconnect();
  await server?.restart().catch(() => {});
  await exchange?.close().catch(() => {});
  await server?.kill();
});

const audited = () => lockstep('audit', '--data', exchange.data, '--json');
const codeOf = (stdout: string): string =>
  (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;

test('a store that was emptied under a service ends it with 51; the next one is ready', async () => {
  exchange.startAll();
  await exchange.setUp(['ann']);
  const running = exchange.running(SERVICE);
  await redis.flushall();
  assert.equal(await running!.ended, 51);
  exchange.start(SERVICE);
  await exchange.ready();
  for (const name of exchange.names) await exchange.kill(name);
});

test('a password that is wanted and not given is 49, and 3 of a command', async () => {
  await redis.config('SET', 'requirepass', 'wanted');
  assert.equal(await exchange.start(SERVICE).ended, 49);
  const { exitCode, stdout } = await audited();
  assert.deepEqual([exitCode, codeOf(stdout)], [3, 'REDIS_WRONG_PASSWORD']);
  await redis.config('SET', 'requirepass', '');
});

test('a Redis that nobody finds is 52, and 3 of a command', async () => {
  await server.kill();
  assert.equal(await exchange.start(SERVICE).ended, 52);
  const { exitCode, stdout } = await audited();
  assert.deepEqual([exitCode, codeOf(stdout)], [3, 'REDIS_UNREACHABLE']);
});
