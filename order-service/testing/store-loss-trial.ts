/**
 * An exchange whose account store is a Redis that things happen to, with traders who do not stop: an
 * order-service that breaks is replaced by another one, as a supervisor would.
 */
import assert from 'node:assert/strict';
import type {
  AccountStore,
  AccountStoreContents,
} from '../../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import { openRedisAccountStore } from '../../ports/account-store/redis/redis-account-store.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import type { RedisConnection } from '../../ports/redis/redis-connection.ts';
import { OwnRedis } from '../../ports/testing/own-redis.ts';
import { decodeEventBatch } from '../../proto/codec.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type AccountId, type OrderId, offset } from '../../proto/units.ts';
import { conservationProblems } from '../../settlement/conservation.ts';
import { rebuild } from '../../settlement/rebuild.ts';
import type { OrderService } from '../order-service.ts';
import {
  type ExchangeHarness,
  type HarnessOptions,
  tradingExchange,
  until,
} from './exchange-harness.ts';
import { inTime } from './in-time.ts';

export const MARKET = 'BTC-USD';
const TRADERS = 8;

export const openStore = (connection: RedisConnection): Promise<AccountStore> =>
  openRedisAccountStore({
    connection,
    safety: 'development',
    clock: systemClock,
    crashPoints: noCrashPoints,
  });

export class StoreLossTrial {
  readonly redis: OwnRedis;
  readonly connection: RedisConnection;
  readonly exchange: ExchangeHarness;
  readonly accounts: readonly AccountId[];
  /** What became of the orders: `placed`, an error code, `unknown`. */
  readonly outcomes = new Map<string, number>();
  readonly acknowledged: OrderId[] = [];
  service: OrderService;
  restarts = 0;
  readonly #stores: AccountStore[];
  #replacing: Promise<void> = Promise.resolve();
  #trading: Promise<void>[] = [];
  #isTrading = false;

  private constructor(
    redis: OwnRedis,
    connection: RedisConnection,
    stores: AccountStore[],
    started: Awaited<ReturnType<typeof tradingExchange>>,
  ) {
    this.redis = redis;
    this.connection = connection;
    this.#stores = stores;
    this.exchange = started.exchange;
    this.service = started.service;
    this.accounts = [started.alice, started.bob];
  }

  static async start(
    options: { readonly harness?: HarnessOptions; readonly settings?: readonly string[] } = {},
  ): Promise<StoreLossTrial> {
    const redis = await OwnRedis.start(...(options.settings ?? []));
    const connection = redis.connection();
    const [service, settlement] = [await openStore(connection), await openStore(connection)];
    let trial: StoreLossTrial | null = null;
    const started = await tradingExchange({
      ...options.harness,
      stores: { service, settlement },
      service: { onBroken: () => trial?.replace() },
    });
    trial = new StoreLossTrial(redis, connection, [service, settlement], started);
    await trial.isOpen();
    return trial;
  }

  replace(): void {
    this.#replacing = this.#replacing.then(async () => {
      await this.service.stop();
      const accounts = await this.#openPatiently();
      this.service = await this.exchange.service({ ports: { ...this.exchange.ports, accounts } });
      this.restarts += 1;
    });
  }

  isOpen(): Promise<void> {
    return until(
      () => !this.service.isBroken && this.service.markets.desk(MARKET)?.state === 'open',
      'the market is open',
      60_000,
    );
  }

  trade(): void {
    this.#isTrading = true;
    this.#trading = Array.from({ length: TRADERS }, (_, index) => this.#trader(index));
  }

  async stopTrading(): Promise<void> {
    this.#isTrading = false;
    await Promise.all(this.#trading);
  }

  count(outcome: string): number {
    return this.outcomes.get(outcome) ?? 0;
  }

  /** Orders refused for the store's sake: by a call that admits, or by one that reads the account. */
  get refusedForStore(): number {
    const codes = ['ACCOUNTS_UNAVAILABLE', 'ACCOUNT_STORE_FULL', 'ACCOUNT_STORE_UNAVAILABLE'];
    return codes.reduce((sum, code) => sum + this.count(code), 0);
  }

  /** Waits for so many more orders to be placed. */
  async traded(orders: number, timeoutMs = 60_000): Promise<void> {
    const from = this.count('placed');
    try {
      await until(() => this.count('placed') >= from + orders, `${orders} orders`, timeoutMs);
    } catch (error) {
      const seen = JSON.stringify([...this.outcomes]);
      throw new Error(`${error}; outcomes ${seen}, broken ${this.exchange.broken}`);
    }
  }

  async #trader(index: number): Promise<void> {
    const accountId = this.accounts[index % 2]!;
    for (let turn = 0; this.#isTrading; turn += 1) {
      const side = (turn + index) % 2 === 0 ? 'buy' : 'sell';
      const price = `${100 + ((turn * 7 + index * 3) % 5)}.00`;
      const request = { market: MARKET, type: 'limit', quantity: '0.01', accountId, side, price };
      let outcome: string;
      try {
        const placed = await this.service.orders.place(request as never);
        outcome = placed.kind === 'refused' ? placed.code : placed.kind;
        if (placed.kind === 'placed') this.acknowledged.push(placed.order.orderId);
      } catch (error) {
        outcome = String((error as { code?: unknown }).code);
      }
      this.outcomes.set(outcome, this.count(outcome) + 1);
      await systemClock.sleep(outcome === 'placed' ? 1 : 10);
    }
  }

  async #openPatiently(): Promise<AccountStore> {
    for (;;) {
      try {
        const store = await openStore(this.connection);
        this.#stores.push(store);
        return store;
      } catch {
        await systemClock.sleep(100);
      }
    }
  }

  /**
   * The books balance, every acknowledged order is in the log, and the store is what the logs say: no
   * hold without an order, nothing spent twice.
   */
  async verify(): Promise<AccountStoreContents> {
    await this.#replacing;
    await this.isOpen();
    await this.exchange.settled(MARKET);
    const contents = await this.exchange.accounts.inspect();
    assert.deepEqual(conservationProblems(contents), []);
    const rebuilt = await rebuild({
      log: this.exchange.log,
      clock: systemClock,
      eventsLateMsMax: 1000,
      isStopped: () => false,
    });
    const expected = memoryAccountStore();
    await expected.apply(rebuilt?.steps ?? []);
    const { cursors: _cursors, ...books } = contents;
    const { cursors: _expected, ...expectedBooks } = await expected.inspect();
    assert.deepEqual(books, expectedBooks);
    const accepted = await acceptedOrders(this.exchange);
    assert.ok(this.acknowledged.length > 0);
    for (const orderId of this.acknowledged) assert.ok(accepted.has(orderId), `${orderId} is lost`);
    assert.deepEqual(this.exchange.broken, []);
    return contents;
  }

  async close(): Promise<void> {
    await inTime('the traders stop', this.stopTrading());
    await inTime('the order-service is replaced', this.#replacing);
    await inTime('the order-service stops', this.service.stop());
    await inTime('the exchange closes', this.exchange.close());
    for (const store of this.#stores) await inTime('a store closes', store.close());
    await inTime('Redis closes', this.redis.close());
  }
}

async function acceptedOrders({ log }: ExchangeHarness): Promise<ReadonlySet<OrderId>> {
  const accepted = new Set<OrderId>();
  const topic = eventTopic(MARKET);
  const { end } = await log.bounds(topic);
  for (let from = 0; from < end; ) {
    const records = await log.read(topic, offset(from), { records: 1000, bytes: 1 << 24 });
    for (const { bytes } of records) {
      for (const event of decodeEventBatch(bytes).events) {
        if (event.kind === 'OrderAccepted') accepted.add(event.orderId);
      }
    }
    from += records.length;
  }
  return accepted;
}
