/** All brokers out of reach, for a while, under load: no process ends, and all goes on by itself. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testing/eventually.ts';
import { ExchangeProcesses, seedOfRun } from '../testing/exchange-processes.ts';
import { assertNoOrphanHold } from '../testing/held-money.ts';
import { KafkaBehindProxy } from '../testing/kafka-behind-proxy.ts';
import { OrderStream } from '../testing/order-stream.ts';
import { assertNothingLost } from '../testing/proof.ts';

const SEED = seedOfRun();
const MARKETS = ['BTC-USD', 'ETH-USD'];
const OUTAGES_MS = [400, 8_000];
const RESUMED_MS = 30_000;
const TRADING_MS = 3_000;
const HOLDS_MS = 10_000;

let kafka: KafkaBehindProxy;

before(async () => {
  kafka = await KafkaBehindProxy.start();
});

after(async () => {
  await kafka?.stop();
});

test('an outage of the log ends no process, and loses and doubles nothing', async () => {
  process.stdout.write(`SEED=${SEED}\n`);
  const exchange = await ExchangeProcesses.prepare({
    setUp: 'kafka',
    servers: { kafka: kafka.address },
  });
  let stream: OrderStream | null = null;
  try {
    exchange.startAll();
    const accounts = await exchange.setUp(['ann', 'bea', 'cid', 'dan']);
    await exchange.standbyReady();
    const { baseUrl, wsUrl, data, names } = exchange;
    const clientRecord = join(data, 'client-record.ndjson');
    const options = { baseUrl, wsUrl, accounts, recordPath: clientRecord, seed: SEED, pauseMs: 10 };
    stream = new OrderStream(options);
    stream.start();
    for (const outageMs of OUTAGES_MS) {
      await sleep(TRADING_MS);
      kafka.proxy.refuse();
      await sleep(outageMs);
      kafka.proxy.accept();
      const sinceMs = performance.now();
      await eventually('orders are acknowledged in every market', RESUMED_MS, () =>
        MARKETS.every((market) => stream?.acknowledgedSince(market, sinceMs) === true),
      );
      const resumedMs = Math.round(performance.now() - sinceMs);
      process.stdout.write(`away for ${outageMs} ms, back after ${resumedMs} ms\n`);
      assert.deepEqual(exchange.names, names, 'a process ended');
    }
    await sleep(TRADING_MS);
    await stream.stop();
    await exchange.standbyReady();
    await assertNoOrphanHold({ baseUrl, accounts, withinMs: HOLDS_MS });
    const status = () => exchange.status();
    const { counts } = await assertNothingLost({ data, clientRecord, status });
    assert.ok(counts.clientAccepted > 50, 'the load was accepted');
    process.stdout.write(`${JSON.stringify(stream.counts)}\n`);
  } finally {
    await stream?.stop().catch(() => {});
    stream?.close();
    await exchange.close();
  }
});
