import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { ExchangeProcesses, seedOfRun } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { OrderStream } from './testing/order-stream.ts';
import { assertNothingLost } from './testing/proof.ts';
import type { SetUpName } from './testing/set-up.ts';

const SERVICE = 'order-service-1';
const ACCOUNTS = ['ann', 'bea', 'cid', 'dan', 'eve', 'fay'];
const SEED = seedOfRun();
/** Accepted after a crash before the next one, and in all: the proof asks for more than 50. */
const ORDERS = { perCrash: 30, inAll: 60 } as const;
const CRASH_WITHIN_MS = 60_000;
/** From readiness on. */
const CLEAN_WITHIN_MS = 5_000;

let exchange: ExchangeProcesses;
let stream: OrderStream;
let record = '';

/** Kills of the order-service: the same on every set-up. */
export function orderServiceKillsContract(setUp: SetUpName): void {
  beforeEach(async () => {
    process.stdout.write(`SEED=${SEED}\n`);
    // On a machine that starves Redis for a second it may end by itself, rightly (OUTBOX_BROKEN).
    const restart = setUp === 'kafka' ? ({ restart: 'whoever-fails' } as const) : {};
    exchange = await ExchangeProcesses.prepare({ setUp, ...restart });
    exchange.startAll();
    const accounts = await exchange.setUp(ACCOUNTS);
    record = join(exchange.data, 'client-record.ndjson');
    const { baseUrl, wsUrl } = exchange;
    stream = new OrderStream({
      baseUrl,
      wsUrl,
      accounts,
      recordPath: record,
      seed: SEED,
      pauseMs: 15,
    });
    await exchange.standbyReady();
  });
  afterEach(async () => {
    try {
      await stream.stop().catch(() => {});
      stream.close();
    } finally {
      // Also when the stream was never made.
      await exchange.close();
    }
  });

  async function assertClean(): Promise<void> {
    const { baseUrl } = exchange;
    const { accounts } = stream;
    await assertNoOrphanHold({ baseUrl, accounts, withinMs: CLEAN_WITHIN_MS });
    await stream.assertRepeatable(20);
    const audit = await assertNothingLost({
      data: exchange.data,
      clientRecord: record,
      status: () => exchange.status(),
    });
    process.stdout.write(`${JSON.stringify({ ...stream.counts, ...audit.counts })}\n`);
    assert.ok(audit.counts.clientAccepted > 50, 'the load was accepted');
  }

  /** Ends as the crash point says, and comes back without it while the clients go on. */
  async function crashAt(fault: string): Promise<void> {
    await exchange.kill(SERVICE);
    const dying = exchange.start(SERVICE, fault);
    await exchange.ready();
    stream.start();
    const overdue = sleep(CRASH_WITHIN_MS, 'overdue', { ref: false });
    let end = await Promise.race([dying.ended, overdue]);
    for (let again = exchange.running(SERVICE); again !== undefined && end !== 'overdue'; ) {
      end = await Promise.race([again.ended, overdue]);
      again = exchange.running(SERVICE);
    }
    assert.equal(end, 'SIGKILL', `${fault} was not reached`);
    exchange.start(SERVICE);
    await exchange.ready();
    await stream.accepted(stream.counts.placed + ORDERS.perCrash);
    await stream.stop();
    const { baseUrl } = exchange;
    await assertNoOrphanHold({ baseUrl, accounts: stream.accounts, withinMs: CLEAN_WITHIN_MS });
  }

  describe('a crash of the order-service at', () => {
    for (const point of [
      'CP1-after-validate',
      'CP2-after-reserve',
      'CP3-appended-not-acked',
      'CP4-acked-before-answer',
    ]) {
      it(`${point}: acknowledged orders stay, the others are there once or not at all`, async () => {
        for (const reach of [1, 37]) await crashAt(`${point}:${reach}`);
        assert.ok(stream.counts.unknown > 0, 'some answers were lost');
        await assertClean();
      });
    }
  });

  describe('kill -9 of the order-service', () => {
    it('ten times under load: no order twice, no hold left over', async () => {
      const random = new SeededRandom(SEED);
      stream.start();
      for (let round = 0; round < 10; round += 1) {
        await sleep(300 + random.below(700));
        await exchange.kill(SERVICE);
        exchange.start(SERVICE);
        // Every third one dies again while it starts.
        if (round % 3 === 2) await sleep(random.below(600));
        else await exchange.ready();
      }
      await exchange.ready();
      await stream.accepted(ORDERS.inAll);
      await stream.stop();
      assert.ok(stream.counts.retried > 0, 'some orders were sent again');
      await assertClean();
    });
  });
}
