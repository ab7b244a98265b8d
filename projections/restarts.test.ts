/**
 * Whatever steps a log is folded in, and wherever between them the process is killed: the tables are those that one
 * fold of the whole log makes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { announceSeed, Random } from '../engine/core/testing/random.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { temporaryFolder } from '../ports/testing/temporary-folder.ts';
import { LmdbViewStore } from '../ports/view-store/lmdb-view-store.ts';
import { marketTable, PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewRow, ViewStore } from '../ports/view-store/view-store.ts';
import { eventTopic } from '../proto/topics.ts';
import type { AccountId } from '../proto/units.ts';
import { testPorts, until } from '../settlement/testing/test-ports.ts';
import { OpenOrders } from './open-orders.ts';
import { Projections } from './projections.ts';
import { TradedExchange } from './testing/traded-exchange.ts';

const ROUNDS = 8;
const MOVES = 150;
const KILLS = 10;
const identity = { name: 'projections', pid: 1, version: 'test' };
/** The folds' own, but the journal of open orders, which tells its steps. */
const OWN_TABLES = ['posting-transactions', 'posting-sessions'];
const TABLES = [
  ...new Set([
    ...Object.values(TABLE),
    ...Object.values(PROJECTION).map(marketTable),
    ...OWN_TABLES,
  ]),
];

const seed = announceSeed('node dist/projections/restarts.test.js');
const random = new Random(seed);

/** Reads so few records at a time, now one and now many, that steps end anywhere. */
function inParts(log: EventLog): EventLog {
  return new Proxy(log, {
    get(target, name) {
      if (name === 'read') {
        const read: EventLog['read'] = (topic, from, limit) =>
          target.read(topic, from, {
            ...limit,
            records: random.oneIn(3) ? 1 : 1 + random.below(40),
          });
        return read;
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** What a process has of the store, until it is killed: from then on no answer comes, whether or not a step was stored. */
class Process {
  readonly role: Projections;
  readonly #views: ViewStore;
  #appliesLeft: number;
  #isKilled = false;

  constructor(options: {
    readonly log: EventLog;
    readonly views: ViewStore;
    readonly applies: number;
  }) {
    this.#views = options.views;
    this.#appliesLeft = options.applies;
    const { ports, logger } = testPorts({ log: options.log, views: this.#mortal() });
    // Rests are not waited for, but others come to turn.
    const clock = Object.create(ports.clock, { sleep: { value: () => turn() } });
    this.role = new Projections({ ports: { ...ports, clock }, logger, identity });
  }

  #mortal(): ViewStore {
    const never = new Promise<never>(() => {});
    const alive = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
      this.#isKilled ? never : ask().then((answer) => (this.#isKilled ? never : answer));
    const views = this.#views;
    return {
      apply: (step) => {
        this.#appliesLeft -= 1;
        if (this.#appliesLeft > 0) return alive(() => views.apply(step));
        const isStored = !this.#isKilled && random.oneIn(2);
        this.kill();
        if (isStored) void views.apply(step);
        return never;
      },
      cursor: (...place) => alive(() => views.cursor(...place)),
      get: (...place) => alive(() => views.get(...place)),
      range: (...place) => alive(() => views.range(...place)),
      drop: (projection) => alive(() => views.drop(projection)),
      close: async () => {},
    };
  }

  kill(): void {
    this.#isKilled = true;
    this.role.stop();
  }

  get isKilled(): boolean {
    return this.#isKilled;
  }
}

/** All rows of all tables, and whose orders are open. */
async function contentsOf(
  views: ViewStore,
  markets: Iterable<string>,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const contents = new Map<string, readonly unknown[]>();
  for (const table of TABLES) {
    const rows: readonly ViewRow[] = await views.range(table, {
      from: [],
      to: ['\u{10ffff}'],
      limit: 1e6,
    });
    contents.set(table, rows);
  }
  for (const market of markets) {
    const at = await views.cursor(PROJECTION.orders, eventTopic(market));
    const open = new OpenOrders(market);
    assert.ok(await open.load(views, at!.sequence));
    const ofAccounts = [1, 2, 3, 4].map((account) => [...open.of(account as AccountId)].sort());
    contents.set(`open orders of ${market}`, ofAccounts);
  }
  return contents;
}

async function foldWhole(exchange: TradedExchange, log: EventLog, views: ViewStore): Promise<void> {
  const { role } = new Process({ log, views, applies: Infinity });
  const running = role.run();
  await until('all is folded', () => exchange.isFolded(views));
  role.stop();
  await running;
}

test('killed anywhere, and folded in steps of any size, the tables are those of one fold', async () => {
  let kills = 0;
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const exchange = new TradedExchange(random.below(2 ** 31));
    await exchange.begin();
    const views = new LmdbViewStore({ folder: temporaryFolder() });
    const log = inParts(exchange.log);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const process = new Process({ log, views, applies: 1 + random.below(60) });
      const running = process.role.run();
      await exchange.trade(random.below((2 * MOVES) / KILLS));
      await until('it is killed or done', async () => process.isKilled || exchange.isFolded(views));
      if (process.isKilled) kills += 1;
      else {
        process.role.stop();
        await running;
      }
    }
    await foldWhole(exchange, log, views);
    const whole = new LmdbViewStore({ folder: temporaryFolder() });
    await foldWhole(exchange, exchange.log, whole);
    const markets = [...exchange.exchange.machines.keys()];
    const [inSteps, atOnce] = [await contentsOf(views, markets), await contentsOf(whole, markets)];
    for (const [table, expected] of atOnce) {
      assert.deepEqual(inSteps.get(table), expected, `${table}, round ${round}`);
      rows += expected.length;
    }
    await views.close();
    await whole.close();
  }
  assert.ok(kills > ROUNDS && rows > 1_000, `${kills} kills, ${rows} rows`);
});
