/** Redis loses what it was told: all of it, the last of it, or only its life. The logs know better. */
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { RedisServer } from '../scripts/services/redis-server.ts';
import { TradingExchange } from './testing/trading-exchange.ts';

const DOWN_MS = 3_000;

let server: RedisServer;
let trading: TradingExchange;

beforeEach(async () => {
  server = await RedisServer.start({ folder: temporaryFolder() });
  trading = await TradingExchange.start({ redis: server.url });
});
afterEach(async () => {
  try {
    await trading?.close();
  } finally {
    await server?.kill();
  }
});

async function back(what: string): Promise<void> {
  process.stdout.write(`${what}: trading after ${Math.round(await trading.trades())} ms\n`);
}

test('FLUSHALL under load: the balances are made from the logs again, and no order is lost', async () => {
  const redis = new Redis(server.url);
  try {
    for (let round = 0; round < 2; round += 1) {
      await redis.flushall();
      await back('FLUSHALL');
      await sleep(500);
    }
  } finally {
    redis.disconnect();
  }
  await trading.assertAllWell();
});

test('killed, and away for a while: nothing is acknowledged meanwhile, then it goes on by itself', async () => {
  await server.kill();
  await sleep(500);
  const before = trading.stream.counts.placed;
  await sleep(DOWN_MS);
  assert.equal(trading.stream.counts.placed, before, 'an order was acknowledged without a store');
  await server.restart();
  await back('killed');
  await trading.assertAllWell();
});

test('frozen: nothing is acknowledged meanwhile, then it goes on by itself', async () => {
  server.freeze();
  await sleep(DOWN_MS);
  server.thaw();
  await back('frozen');
  await trading.assertAllWell();
});

test('restarted on an old append-only file: it is noticed and made anew', async () => {
  const old = `${server.folder}-old`;
  cpSync(server.appendOnlyFolder, old, { recursive: true });
  await trading.trades();
  await sleep(1_000);
  await server.kill();
  rmSync(server.appendOnlyFolder, { recursive: true });
  cpSync(old, server.appendOnlyFolder, { recursive: true });
  await server.restart();
  await back('old file');
  rmSync(old, { recursive: true });
  await trading.assertAllWell();
});
