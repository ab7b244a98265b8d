import assert from 'node:assert/strict';
import { join } from 'node:path';
import process from 'node:process';
import { eventually } from './eventually.ts';
import { ExchangeProcesses, seedOfRun } from './exchange-processes.ts';
import { assertNoOrphanHold } from './held-money.ts';
import { OrderStream } from './order-stream.ts';
import { assertNothingLost } from './proof.ts';
import type { TestServers } from './set-up.ts';

const MARKETS = ['BTC-USD', 'ETH-USD'];
const ACCOUNTS = ['ann', 'bea', 'cid', 'dan'];
const PLACED_MIN = 60;
const TRADING_MS = 40_000;
const HOLDS_MS = 10_000;

/** All processes of an exchange on servers, and clients that trade until they are told to stop. */
export class TradingExchange {
  readonly exchange: ExchangeProcesses;
  readonly stream: OrderStream;
  readonly #record: string;

  private constructor(exchange: ExchangeProcesses, stream: OrderStream, record: string) {
    this.exchange = exchange;
    this.stream = stream;
    this.#record = record;
  }

  /** `servers`: those that the test breaks; the others are the suite's. */
  static async start(servers: Partial<TestServers>): Promise<TradingExchange> {
    const seed = seedOfRun();
    process.stdout.write(`SEED=${seed}\n`);
    const exchange = await ExchangeProcesses.prepare({
      setUp: 'kafka',
      servers,
      restart: 'whoever-fails',
    });
    try {
      exchange.startAll();
      const accounts = await exchange.setUp(ACCOUNTS);
      const { baseUrl, wsUrl } = exchange;
      const recordPath = join(exchange.data, 'client-record.ndjson');
      const stream = new OrderStream({ baseUrl, wsUrl, accounts, recordPath, seed, pauseMs: 15 });
      await exchange.standbyReady();
      const trading = new TradingExchange(exchange, stream, recordPath);
      stream.start();
      await trading.trades();
      return trading;
    } catch (error) {
      await exchange.close();
      throw error;
    }
  }

  /** An order that is sent from now on is acknowledged in every market. Resolves to how long it took. */
  async trades(withinMs = TRADING_MS): Promise<number> {
    const sinceMs = performance.now();
    await eventually('orders are acknowledged in every market', withinMs, () =>
      MARKETS.every((market) => this.stream.acknowledgedSince(market, sinceMs)),
    );
    return performance.now() - sinceMs;
  }

  /** The end of the trade: clients, logs, stores and replicas agree. */
  async assertAllWell(): Promise<void> {
    const { exchange, stream } = this;
    // On a slow machine an outage alone is over before there is much to check.
    await eventually('there is something to check', TRADING_MS, () => {
      return stream.counts.placed > PLACED_MIN;
    });
    await stream.stop();
    await exchange.standbyReady();
    const { baseUrl, data } = exchange;
    await assertNoOrphanHold({ baseUrl, accounts: stream.accounts, withinMs: HOLDS_MS });
    await stream.assertRepeatable(20);
    const { counts } = await assertNothingLost({
      data,
      clientRecord: this.#record,
      status: () => exchange.status(),
    });
    assert.ok(counts.clientAccepted >= PLACED_MIN, 'the load was accepted');
    process.stdout.write(`${JSON.stringify({ ...stream.counts, trades: counts.trades })}\n`);
  }

  async close(): Promise<void> {
    try {
      await this.stream.stop().catch(() => {});
      this.stream.close();
    } finally {
      await this.exchange.close();
    }
  }
}
