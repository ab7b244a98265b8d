import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPorts } from '../cli/store-access.ts';
import type { Ports } from '../ports/ports.ts';
import { decodeEventBatch } from '../proto/codec.ts';
import { eventTopic } from '../proto/topics.ts';
import { offset } from '../proto/units.ts';
import { eventually } from './testing/eventually.ts';
import { ExchangeProcesses, seedOfRun } from './testing/exchange-processes.ts';
import { assertNoOrphanHold } from './testing/held-money.ts';
import { engineDuties, enginesWithRole } from './testing/market-roles.ts';
import { OrderStream } from './testing/order-stream.ts';
import { assertNothingLost } from './testing/proof.ts';
import type { SetUpName } from './testing/set-up.ts';

const SEED = seedOfRun();
const MARKETS = ['BTC-USD', 'ETH-USD'];
const ROUNDS = 5;
const TAKEOVER_MS = 20_000;
/** It has to be within one second; as everywhere, reports take a moment and the machine is busy. */
const STEP_DOWN_MS = 8_000;
const HOLDS_MS = 5_000;
const READ = { records: 1_000, bytes: 8 * 1024 * 1024 };

let exchange: ExchangeProcesses;
let stream: OrderStream;
let record = '';

/** Frozen engines, and engines that begin at once: the same on every set-up. */
export function zombieContract(setUp: SetUpName): void {
  beforeEach(async () => {
    process.stdout.write(`SEED=${SEED}\n`);
    exchange = await ExchangeProcesses.prepare({ setUp });
    // Two engines begin at once, from nothing.
    exchange.startAll();
    const accounts = await exchange.setUp(['ann', 'bea', 'cid', 'dan']);
    record = join(exchange.data, 'client-record.ndjson');
    const { baseUrl, wsUrl } = exchange;
    stream = new OrderStream({
      ...{ baseUrl, wsUrl, accounts, recordPath: record, seed: SEED, pauseMs: 10 },
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

  async function leaderOf(market: string): Promise<string> {
    let leaders: readonly string[] = [];
    await eventually(`${market} has one leader`, TAKEOVER_MS, async () => {
      leaders = enginesWithRole(await exchange.status(), market, 'primary');
      return leaders.length === 1;
    });
    return leaders[0] ?? '';
  }

  async function trading(): Promise<void> {
    const sinceMs = performance.now();
    await eventually('orders are acknowledged in every market', TAKEOVER_MS, () =>
      MARKETS.every((market) => stream.acknowledgedSince(market, sinceMs)),
    );
  }

  /** The epoch of each market, by whoever says the highest. */
  async function epochs(): Promise<ReadonlyMap<string, number>> {
    const status = await exchange.status();
    const highest = (market: string) =>
      Math.max(...engineDuties(status, market).map(({ duty }) => duty.epoch));
    return new Map(MARKETS.map((market) => [market, highest(market)]));
  }

  /**
   * It follows; or leads anew, where the other one starved meanwhile: that is the second claim since
   * it was frozen, at least.
   */
  async function steppedDown(
    engine: string,
    epochsBefore: ReadonlyMap<string, number>,
  ): Promise<void> {
    await eventually(`${engine} leads nothing as before`, STEP_DOWN_MS, async () => {
      const status = await exchange.status();
      const isRight = (market: string) => {
        const own = engineDuties(status, market).find((each) => each.engine === engine)?.duty;
        if (own?.role !== 'primary') return own?.role === 'standby';
        return own.epoch >= (epochsBefore.get(market) ?? 0) + 2;
      };
      const told = () => JSON.stringify(status.processes.filter(({ name }) => name === engine));
      // Thrown, so that a failure tells what it does instead.
      assert.ok(MARKETS.every(isRight), `${told()} ${exchange.complaints}`);
      return true;
    });
  }

  /** Every copy of an event batch is the same bytes. Resolves to how many there are. */
  async function assertCopiesEqual(log: Ports['log'], market: string): Promise<number> {
    const topic = eventTopic(market);
    const { earliest, end } = await log.bounds(topic);
    const first = new Map<number, Uint8Array>();
    let copies = 0;
    for (let next: number = earliest; next < end; ) {
      const records = await log.read(topic, offset(next), READ);
      assert.ok(records.length > 0);
      for (const { bytes } of records) {
        const { inputOffset } = decodeEventBatch(bytes);
        const known = first.get(inputOffset);
        if (known === undefined) first.set(inputOffset, Uint8Array.from(bytes));
        else {
          copies += 1;
          assert.deepEqual(
            Buffer.from(bytes),
            Buffer.from(known),
            `${market} input ${inputOffset}`,
          );
        }
      }
      next += records.length;
    }
    return copies;
  }

  async function assertAllWell(): Promise<void> {
    await stream.accepted(60);
    await stream.stop();
    const { baseUrl, data } = exchange;
    await exchange.standbyReady();
    await assertNoOrphanHold({ baseUrl, accounts: stream.accounts, withinMs: HOLDS_MS });
    await stream.assertRepeatable(20);
    const { counts } = await assertNothingLost({
      data,
      clientRecord: record,
      status: () => exchange.status(),
    });
    assert.ok(counts.clientAccepted > 50, 'the load was accepted');
    const copies = await withPorts(data, ({ log }) =>
      Promise.all(MARKETS.map((market) => assertCopiesEqual(log, market))),
    );
    process.stdout.write(
      `${JSON.stringify({ ...stream.counts, copies, trades: counts.trades })}\n`,
    );
  }

  test('a primary that is frozen under load is taken over, and as a zombie it steps down', async () => {
    stream.start();
    await trading();
    let ended = 0;
    for (let round = 0; round < ROUNDS + ended; round += 1) {
      assert.ok(ended <= ROUNDS, 'a frozen engine is ended only while it holds a lock');
      await exchange.standbyReady();
      const frozen = await leaderOf(MARKETS[round % MARKETS.length] ?? '');
      const epochsBefore = await epochs();
      exchange.signal(frozen, 'SIGSTOP');
      const stoppedAtMs = performance.now();
      await trading();
      const takenOverMs = performance.now() - stoppedAtMs;
      // Every second one sleeps through more than the moment of the take-over.
      await sleep(round % 2 === 0 ? 200 : 1_200);
      if (!exchange.names.includes(frozen)) {
        // It held the lock of an LMDB environment when it froze, and the others ended it for that.
        ended += 1;
        exchange.start(frozen);
        continue;
      }
      exchange.signal(frozen, 'SIGCONT');
      const continuedAtMs = performance.now();
      await steppedDown(frozen, epochsBefore);
      const steppedDownMs = performance.now() - continuedAtMs;
      process.stdout.write(
        `${frozen}: taken over in ${Math.round(takenOverMs)} ms, down in ${Math.round(steppedDownMs)} ms\n`,
      );
      await trading();
    }
    await assertAllWell();
  });

  test('two engines that begin at once agree on a leader; a third joins and may lead', async () => {
    for (const market of MARKETS) {
      const leader = await leaderOf(market);
      const standbys = enginesWithRole(await exchange.status(), market, 'standby');
      assert.equal(standbys.length, 1, `${market}: ${leader} leads, ${standbys} stand by`);
    }
    stream.start();
    await trading();
    exchange.start('engine-c');
    await eventually('the third engine stands by', TAKEOVER_MS, async () => {
      const status = await exchange.status();
      return MARKETS.every((market) =>
        enginesWithRole(status, market, 'standby').includes('engine-c'),
      );
    });
    for (const name of ['engine-a', 'engine-b']) {
      await exchange.kill(name);
      await trading();
    }
    for (const market of MARKETS) assert.equal(await leaderOf(market), 'engine-c');
    for (const name of ['engine-a', 'engine-b']) exchange.start(name);
    await trading();
    await assertAllWell();
  });
}
