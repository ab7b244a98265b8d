/** S3 is away, silent, or gives back something else: trading goes on, and snapshots catch up. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeSnapshots } from '../cli/snapshots.ts';
import { withPorts } from '../cli/store-access.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { S3Server } from '../scripts/services/s3-server.ts';
import { eventually } from './testing/eventually.ts';
import { TradingExchange } from './testing/trading-exchange.ts';

const BUCKETS = ['exchange-snapshots', 'exchange-archive'];
const AWAY_MS = 8_000;
/** A snapshot is taken every 3 s. */
const CAUGHT_UP_MS = 40_000;
const MARKET = 'BTC-USD';

let server: S3Server;
let trading: TradingExchange;

beforeEach(async () => {
  server = await S3Server.start({ folder: temporaryFolder(), buckets: BUCKETS });
  trading = await TradingExchange.start({ s3: server.url });
});
afterEach(async () => {
  try {
    server?.thaw();
    await trading?.close();
  } finally {
    await server?.kill();
  }
});

const snapshots = () => withPorts(trading.exchange.data, (ports) => ports.snapshots.list(MARKET));

async function newestOffset(): Promise<number> {
  return (await snapshots())[0]?.offset ?? -1;
}

for (const [what, away, back] of [
  ['killed', () => server.kill(), () => server.restart()],
  ['frozen', async () => server.freeze(), async () => server.thaw()],
] as const) {
  test(`${what}: trading goes on, and the next snapshot comes by itself`, async () => {
    await eventually('there is a snapshot', CAUGHT_UP_MS, async () => (await newestOffset()) >= 0);
    const before = await newestOffset();
    await away();
    const untilMs = performance.now() + AWAY_MS;
    let longestMs = 0;
    while (performance.now() < untilMs)
      longestMs = Math.max(longestMs, await trading.trades(5_000));
    process.stdout.write(`${what}: longest wait for an order ${Math.round(longestMs)} ms\n`);
    // Engines do not need it to take over either.
    await trading.exchange.kill('engine-a');
    await trading.trades();
    await back();
    trading.exchange.start('engine-a');
    await eventually('a newer snapshot', CAUGHT_UP_MS, async () => (await newestOffset()) > before);
    await trading.assertAllWell();
  });
}

test('a newest snapshot with a flipped byte is passed over, for the one before it', async () => {
  const { exchange } = trading;
  await eventually('there is a snapshot', CAUGHT_UP_MS, async () => (await newestOffset()) >= 0);
  const taken = { dataDirectory: exchange.data, market: MARKET, timeoutMs: CAUGHT_UP_MS };
  await takeSnapshots(taken);
  await trading.trades();
  await takeSnapshots(taken);
  await exchange.kill('snapshotter');
  const [newest] = await snapshots();
  assert.ok(newest !== undefined);
  flipByte(newest.key);
  for (const name of ['engine-a', 'engine-b']) {
    await exchange.kill(name);
    exchange.start(name);
    await trading.trades();
  }
  // Mended, or the replay of the whole history would rightly complain.
  flipByte(newest.key);
  exchange.start('snapshotter');
  await trading.assertAllWell();
});

/** In the file that the server keeps the object in. */
function flipByte(key: string): void {
  const root = join(server.objectsFolder, 'exchange-snapshots');
  const path = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((each) => each.endsWith(key))
    .map((each) => join(root, each))[0];
  assert.ok(path !== undefined, `${key} is not among the server's files`);
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, bytes);
}

test('an engine starts without S3, from the logs', async () => {
  const { exchange } = trading;
  await server.kill();
  for (const name of ['engine-a', 'engine-b']) await exchange.kill(name);
  await sleep(500);
  exchange.start('engine-a');
  await trading.trades();
  await server.restart();
  exchange.start('engine-b');
  await trading.assertAllWell();
});
