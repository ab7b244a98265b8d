/** What happens to money and orders when things happen to the Redis that keeps the accounts. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { AccountStore } from '../ports/account-store/account-store.ts';
import { systemClock } from '../ports/clock/system-clock.ts';
import { noCrashPoints } from '../ports/crash-points/crash-points.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { openS3SnapshotStore } from '../ports/snapshot-store/s3-snapshot-store.ts';
import { testS3 } from '../ports/testing/s3-servers.ts';
import { commandTopic } from '../proto/topics.ts';
import { money } from '../proto/units.ts';
import { AccountSnapshotter } from '../snapshotter/account-snapshotter.ts';
import type { HarnessOptions } from './testing/exchange-harness.ts';
import { until } from './testing/exchange-harness.ts';
import { MARKET, openStore, StoreLossTrial } from './testing/store-loss-trial.ts';

/** Holds the appends of one session's commands back. */
class Gate {
  isWaiting = false;
  #open: Promise<void> = Promise.resolve();
  open: () => void = () => {};

  close(): void {
    this.#open = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  before(log: EventLog): EventLog {
    return new Proxy(log, {
      get: (target, property) => {
        const value = Reflect.get(target, property);
        if (property !== 'append') return typeof value === 'function' ? value.bind(target) : value;
        return async (topic: string, records: readonly Uint8Array[]) => {
          if (topic === commandTopic(MARKET)) {
            this.isWaiting = true;
            await this.#open;
            this.isWaiting = false;
          }
          return target.append(topic, records);
        };
      },
    });
  }
}

async function isRebuilt(store: AccountStore): Promise<boolean> {
  try {
    return (await store.lookAgain()) && (await store.inspect()).cursors.length > 0;
  } catch (error) {
    // Settlement may close it between the two.
    if ((error as { readonly code?: unknown }).code === 'ACCOUNT_STORE_LOST') return false;
    throw error;
  }
}

/** A hang is told before whoever runs the suites gives up on the whole file. */
const SUITE_TIMEOUT_MS = 300_000;
/** With 9 of it: all the money of an account. */
const ALL = { market: MARKET, type: 'limit', side: 'buy', price: '10000.00' } as const;

describe('an exchange whose Redis', { timeout: SUITE_TIMEOUT_MS }, () => {
  let trial: StoreLossTrial;
  const gate = new Gate();

  async function begin(harness: HarnessOptions = {}, settings: readonly string[] = []) {
    trial = await StoreLossTrial.start({ harness, settings });
    return trial;
  }

  afterEach(() => {
    gate.open();
    return trial.close();
  });

  async function underLoad(incident: (trial: StoreLossTrial) => Promise<void>): Promise<void> {
    await begin();
    trial.trade();
    await trial.traded(300);
    await incident(trial);
    await trial.traded(300);
    await trial.stopTrading();
    await trial.verify();
  }

  test('is emptied refuses the very next order, rebuilds from the logs and trades on', async () => {
    await underLoad(async ({ redis, service, accounts: [alice] }) => {
      await redis.admin.flushall();
      const next = { ...ALL, accountId: alice!, quantity: '0.01' };
      // By the call that admits; or, when it is time to look again, by the one that reads the account.
      const refusal = await service.orders.place(next).catch((error: unknown) => error);
      const { code } = refusal as { readonly code?: string };
      assert.match(code ?? 'placed', /^(ACCOUNTS_UNAVAILABLE|ACCOUNT_STORE_LOST)$/);
    });
    assert.equal(trial.restarts, 1);
  });

  test('is emptied is rebuilt behind the newest snapshot on S3, and snapshots go on', async () => {
    const snapshots = await openS3SnapshotStore({
      connection: testS3(),
      clock: systemClock,
      crashPoints: noCrashPoints,
    });
    await begin({ snapshots });
    const accounts = await openStore(trial.connection);
    const said: string[] = [];
    const note = (_fields: object, message: string) => {
      said.push(message);
    };
    const snapshotter = new AccountSnapshotter(
      { ports: trial.exchange.ports, log: { info: note, warn: note, error: note }, accounts },
      { rhythm: { intervalMs: 0, eventsMax: 1e9, keptCount: 3 } },
    );
    const newer = async (what: string) => {
      const before = snapshotter.report().offset ?? -1;
      const isNewer = async () => {
        await snapshotter.step();
        return (snapshotter.report().offset ?? -1) > before;
      };
      await until(isNewer, `a snapshot ${what}: ${said}`, 60_000);
    };
    trial.trade();
    for (const what of ['one', 'two', 'three', 'four']) {
      await trial.traded(100);
      await newer(what);
    }
    await trial.traded(100);
    await trial.redis.admin.flushall();
    await trial.traded(300);
    await newer('after the loss');
    await trial.stopTrading();
    await trial.verify();
    assert.ok(trial.exchange.settlementLog.includes('folded the logs behind the snapshot'));
    assert.equal(snapshotter.report().verifyFailures, 0);
    await accounts.close();
    await snapshots.close();
  });

  test('is killed and comes back is not believed before it is rebuilt', async () => {
    await underLoad(async ({ redis }) => {
      await redis.kill();
      await systemClock.sleep(300);
      await redis.restart();
    });
    assert.ok(trial.restarts >= 1);
  });

  test('comes back with an old file does not bring old money back', async () => {
    await underLoad(async ({ redis }) => {
      const copy = redis.copyFiles();
      await trial.traded(300);
      await redis.kill();
      redis.putBack(copy);
      await redis.restart();
    });
    assert.ok(trial.restarts >= 1);
  });

  test('is frozen for 10 s refuses meanwhile, and what it then finds takes no effect', async () => {
    await underLoad(async ({ redis }) => {
      // What it did before it froze, and told nobody, would be in force: nothing is on its way then.
      await trial.stopTrading();
      redis.signal('SIGSTOP');
      trial.trade();
      await systemClock.sleep(10_000);
      assert.ok(trial.refusedForStore > 0);
      redis.signal('SIGCONT');
    });
    assert.equal(trial.restarts, 0, 'a late call was refused, not applied');
  });

  test('has no memory left refuses orders whole, and goes on when it has', async () => {
    await underLoad(async ({ redis }) => {
      await redis.admin.config('SET', 'maxmemory', '1');
      const refusedBefore = trial.refusedForStore;
      await until(() => trial.refusedForStore > refusedBefore + 20, 'refusals');
      await redis.admin.config('SET', 'maxmemory', '0');
    });
    assert.equal(trial.restarts, 0);
  });

  test('has a table overwritten by something else rebuilds it', async () => {
    await underLoad(async ({ redis, connection }) => {
      const store = `{${connection.namespace}}:store`;
      const incarnation = await redis.admin.hget(store, 'incarnation');
      await redis.admin.set(`${store}:${incarnation}:holds`, 'not a hash');
      await until(() => trial.restarts > 0, 'a new session', 30_000);
    });
  });

  test('is emptied twice, the second time in the middle of the rebuild', async () => {
    await underLoad(async ({ redis, connection }) => {
      await redis.admin.flushall();
      const store = `{${connection.namespace}}:store`;
      await until(
        async () => ((await redis.admin.hget(store, 'state')) ?? 'open') !== 'open',
        'the rebuild begins',
      );
      await redis.admin.flushall();
    });
  });

  test('is emptied between a hold and its command: the command is fenced, the money is free', async () => {
    await begin({ wrapLog: (log) => gate.before(log) });
    const [alice] = trial.accounts;
    gate.close();
    const zombie = trial.service.orders.place({ ...ALL, accountId: alice!, quantity: '9' });
    await until(async () => (await trial.exchange.accounts.inspect()).holds.length > 0, 'a hold');
    await trial.redis.admin.flushall();
    // The next call notices, and until then nobody has told the service. An order would wait behind the gate.
    const noticing = await trial.service.ledger.send({
      kind: 'Deposit',
      ...{ transactionId: 'noticing', accountId: alice!, asset: 'USD', amount: money(1n) },
    });
    assert.notEqual(noticing.kind, 'applied');
    await until(() => gate.isWaiting, 'the zombie stands before the log');
    const reader = await openStore(trial.connection);
    await until(() => isRebuilt(reader), 'the store is rebuilt', 30_000);
    await reader.close();
    gate.open();
    assert.notEqual((await zombie).kind, 'placed');
    await until(() => trial.restarts > 0, 'a new session', 30_000);
    await trial.isOpen();
    // All of alice's money again: with the zombie's order in the book this could not be paid.
    const again = await trial.service.orders.place({ ...ALL, accountId: alice!, quantity: '9' });
    assert.equal(again.kind, 'placed', JSON.stringify(again));
    if (again.kind === 'placed') trial.acknowledged.push(again.order.orderId);
    const { holds } = await trial.verify();
    assert.equal(holds.length, 1);
  });
});
