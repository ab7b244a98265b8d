/**
 * A whole exchange around order-services under test, in one process and one temporary folder: the
 * embedded log and views, the engine's state machine, and a settlement.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NaiveBook } from '../../engine/core/book/naive-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import { BucketArchiveStore } from '../../ports/archive-store/bucket-archive-store.ts';
import { systemClock, systemRandom } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import { noDoorbell } from '../../ports/event-log/doorbell.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { LmdbEventLog } from '../../ports/event-log/lmdb-event-log.ts';
import { MemoryBucket } from '../../ports/objects/memory-bucket.ts';
import type { Ports } from '../../ports/ports.ts';
import { MemorySnapshotStore } from '../../ports/snapshot-store/memory-snapshot-store.ts';
import type { SnapshotStore } from '../../ports/snapshot-store/snapshot-store.ts';
import { LmdbViewStore } from '../../ports/view-store/lmdb-view-store.ts';
import type { ViewStore } from '../../ports/view-store/view-store.ts';
import { decodeCommandBatch, encodeEventBatch } from '../../proto/codec.ts';
import type { Command } from '../../proto/messages.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC, marketOfTopic } from '../../proto/topics.ts';
import { type AccountId, accountId, money, offset, sessionId } from '../../proto/units.ts';
import { Settlement } from '../../settlement/settlement.ts';
import type { Sealing } from '../accounts.ts';
import { appendControl } from '../control-records.ts';
import { OrderService, type OrderServiceOptions } from '../order-service.ts';
import { btcUsd } from './btc-usd.ts';
import { FakeCoordination } from './fake-coordination.ts';
import { isLate, lateIn } from './late.ts';

/** Sealing of tests: the bytes turned around. */
export const plainSealing: Sealing = {
  seal: (secret) => secret.slice().reverse(),
  open: (sealed) => sealed.slice().reverse(),
  secretFor: (apiKey) => Buffer.from(apiKey.slice(0, 16)),
};

export interface HarnessOptions {
  readonly service?: Partial<OrderServiceOptions>;
  /** Stands between the order-service and the log. */
  readonly wrapLog?: (log: EventLog) => EventLog;
  readonly wrapAccounts?: (accounts: AccountStore) => AccountStore;
  /** In place of the one in memory. */
  readonly snapshots?: SnapshotStore;
  /** In place of the one in memory: the order-service's way to the store, and settlement's. */
  readonly stores?: { readonly service: AccountStore; readonly settlement: AccountStore };
}

export class ExchangeHarness {
  readonly folder = mkdtempSync(join(tmpdir(), 'order-service-'));
  readonly coordination = new FakeCoordination();
  /** As settlement has it. */
  readonly accounts: AccountStore;
  readonly snapshots: SnapshotStore;
  /** What settlement says of its life. */
  readonly settlementLog: string[] = [];
  #settlementProblem = 'nothing';
  readonly archive = new BucketArchiveStore(new MemoryBucket());
  readonly views: ViewStore = new LmdbViewStore({ folder: join(this.folder, 'views') });
  readonly log = new LmdbEventLog({
    folder: join(this.folder, 'log'),
    durability: 'process',
    clock: systemClock,
    crashPoints: noCrashPoints,
    doorbell: noDoorbell,
  });
  readonly broken: unknown[] = [];
  /** The clock's timers do not keep a process alive; a test wants to live on. */
  readonly #alive = setInterval(() => {}, 1_000);
  readonly #machines = new Map<string, MarketMachine>();
  readonly #options: HarnessOptions;
  readonly #ports: Ports;
  #settlement: { readonly role: Settlement; readonly done: Promise<void> } | null = null;
  #engine: Promise<void> = Promise.resolve();
  #engineRuns = false;

  constructor(options: HarnessOptions = {}) {
    this.#options = options;
    const { wrapLog = (log) => log, wrapAccounts = (accounts) => accounts } = options;
    this.accounts = options.stores?.settlement ?? memoryAccountStore();
    this.snapshots = options.snapshots ?? new MemorySnapshotStore();
    this.#ports = {
      clock: systemClock,
      random: systemRandom,
      log: lateIn('log', 'read', wrapLog(this.log)),
      archive: this.archive,
      snapshots: this.snapshots,
      accounts: wrapAccounts(options.stores?.service ?? this.accounts),
      views: this.views,
      coordination: this.coordination,
      crashPoints: noCrashPoints,
      close: async () => {},
    };
  }

  get ports(): Ports {
    return this.#ports;
  }

  machine(market: string): MarketMachine | null {
    return this.#machines.get(market) ?? null;
  }

  async start(): Promise<void> {
    await this.log.createTopic(LEDGER_TOPIC);
    this.startEngine();
    this.startSettlement();
  }

  startEngine(): void {
    this.#engineRuns = true;
    this.#engine = this.#runEngine().catch((error: unknown) => {
      this.broken.push(error);
    });
  }

  async stopEngine(): Promise<void> {
    this.#engineRuns = false;
    await this.#engine;
  }

  startSettlement(): void {
    const note = (fields: object, message: string) => {
      this.settlementLog.push(message);
      this.#settlementProblem = `${message} ${JSON.stringify(fields)}`;
    };
    const role = new Settlement({
      ports: {
        ...this.#ports,
        log: this.log,
        accounts: lateIn('settlement', 'apply', this.accounts),
      },
      logger: { info: note, warn: note, error: note },
      identity: { name: 'settlement', pid: 1, version: 'test' },
    });
    const done = role.run().catch((error: unknown) => {
      this.broken.push(error);
    });
    this.#settlement = { role, done };
  }

  async stopSettlement(): Promise<void> {
    this.#settlement?.role.stop();
    await this.#settlement?.done;
    this.#settlement = null;
  }

  service(options: Partial<OrderServiceOptions> = {}): Promise<OrderService> {
    return OrderService.start({
      name: 'order-service-1',
      sessionId: sessionId(1),
      ports: this.#ports,
      sealing: plainSealing,
      defer: setImmediate,
      onBroken: (error) => this.broken.push(error),
      ...this.#options.service,
      ...options,
    });
  }

  /** Money out of nothing, and the account that has it. */
  async fund(id: number, amounts: Readonly<Record<string, bigint>>): Promise<AccountId> {
    const account = accountId(id);
    const commands: Command[] = [
      {
        kind: 'OpenAccount',
        accountId: account,
        name: `account-${id}`,
        makerFeePpm: null,
        takerFeePpm: null,
      },
    ];
    for (const [asset, amount] of Object.entries(amounts)) {
      commands.push({
        kind: 'Deposit',
        transactionId: `fund-${id}-${asset}-${commands.length}-${Math.random()}`,
        accountId: account,
        asset,
        amount: money(amount),
      });
    }
    for (const command of commands) {
      const at = await appendControl(this.#ports, LEDGER_TOPIC, command);
      await until(async () => {
        const cursor = await this.accounts.cursor(LEDGER_TOPIC);
        return (cursor?.nextLogOffset ?? 0) > at;
      }, 'the ledger');
    }
    return account;
  }

  async settled(market: string): Promise<void> {
    const topic = eventTopic(market);
    let [end, settled] = [0, -1];
    const isSettled = async () => {
      end = (await this.log.bounds(commandTopic(market))).end;
      settled = (await this.accounts.cursor(topic))?.inputOffset ?? -1;
      return settled === end - 1;
    };
    await until(isSettled, 'settlement').catch((error: unknown) => {
      const emitted = this.#machines.get(market)?.offset;
      const where = `command ${settled} of ${end} is settled, ${emitted} is answered`;
      throw new Error(`${error}: ${where}; settlement: ${this.#settlementProblem}; ${this.broken}`);
    });
  }

  async close(): Promise<void> {
    await this.stopEngine();
    await this.stopSettlement();
    clearInterval(this.#alive);
    await this.views.close();
    await this.log.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #runEngine(): Promise<void> {
    while (this.#engineRuns) {
      let worked = false;
      for (const topic of await this.log.topics()) {
        const market = marketOfTopic(topic);
        if (market !== null && topic === commandTopic(market)) {
          worked = (await this.#runMarket(market)) || worked;
        }
      }
      if (!worked) await systemClock.sleep(1);
    }
  }

  async #runMarket(market: string): Promise<boolean> {
    let machine = this.#machines.get(market);
    if (machine === undefined) {
      machine = new MarketMachine({ market, book: (options) => new NaiveBook(options) });
      this.#machines.set(market, machine);
      await this.log.createTopic(eventTopic(market));
    }
    const records = await this.log.read(commandTopic(market), offset(machine.offset + 1), {
      records: 64,
      bytes: 1 << 20,
    });
    for (const record of records) {
      const batch = machine.applyBatch(decodeCommandBatch(record.bytes), record.offset);
      await isLate('engine');
      await this.log.append(eventTopic(market), [encodeEventBatch(batch)]);
    }
    return records.length > 0;
  }
}

export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 30_000,
): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await systemClock.sleep(2);
  }
}

/** A market that trades, and two accounts with money. */
export async function tradingExchange(options: HarnessOptions = {}): Promise<{
  readonly exchange: ExchangeHarness;
  readonly service: OrderService;
  readonly alice: AccountId;
  readonly bob: AccountId;
}> {
  const exchange = new ExchangeHarness(options);
  try {
    await exchange.start();
    const service = await exchange.service();
    await until(() => service.ledger.isOpen, 'the ledger opens');
    // Again where the limits under test are shorter than it takes.
    await until(async () => {
      const { kind } = await service.control.define(btcUsd);
      return kind === 'defined' || kind === 'existing';
    }, 'the market is defined');
    await until(() => service.markets.desk(btcUsd.market)?.state === 'open', 'the market opens');
    const alice = await exchange.fund(1, { USD: 100_000_000_000n, BTC: 1_000_00000000n });
    const bob = await exchange.fund(2, { USD: 100_000_000_000n, BTC: 1_000_00000000n });
    return { exchange, service, alice, bob };
  } catch (error) {
    await exchange.close();
    throw error;
  }
}
