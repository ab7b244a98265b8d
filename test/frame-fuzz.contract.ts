/**
 * Sockets that are fed with broken, hostile and valid frames by a seed, at every door, while others
 * trade: nothing is thrown, nobody else notices, and a cancel is a cancel.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import type { DemoAccount } from '../cli/connection.ts';
import { SeededRandom } from '../cli/trading/seeded-random.ts';
import { SocketClient } from '../client/socket-client.ts';
import { ExchangeProcesses, seedOfRun } from './testing/exchange-processes.ts';
import { assertAllKinds, FrameFuzzer, fuzzedDoors } from './testing/frame-fuzzer.ts';

const SEED = seedOfRun();
const CYCLES_MIN = 20;
const MEMORY_GROWTH_BYTES_MAX = 256 * 1024 * 1024;

export function frameFuzzContract(framesPerDoor: number): void {
  let exchange: ExchangeProcesses;
  let ann: DemoAccount;
  let mallory: DemoAccount;

  beforeEach(async () => {
    process.stdout.write(`SEED=${SEED}\n`);
    exchange = await ExchangeProcesses.prepare({ durability: 'process' });
    exchange.startAll();
    [ann, mallory] = (await exchange.setUp(['ann', 'mallory'])) as [DemoAccount, DemoAccount];
  });
  afterEach(() => exchange.close());

  test(`${framesPerDoor} frames at every socket: others trade on, nothing breaks`, async () => {
    const { baseUrl } = exchange;
    const names = exchange.names;
    const bytesBefore = await residentBytes(baseUrl);
    const fuzzers = fuzzedDoors(mallory).map(
      (door, index) => new FrameFuzzer(baseUrl, door, new SeededRandom(SEED + index)),
    );
    const user = new PatientUser(exchange.wsUrl, ann);
    const trading = user.trade();
    try {
      await Promise.all(fuzzers.map((fuzzer) => fuzzer.run(framesPerDoor)));
    } finally {
      user.stop();
    }
    await trading;
    assert.ok(user.cycles >= CYCLES_MIN, `${user.cycles} cycles`);
    assert.ok(user.heartbeats > 0, 'a listener hears on');
    assertAllKinds(fuzzers);
    assert.deepEqual(exchange.names, names, 'a process died');
    assert.deepEqual(exchange.complaints, []);
    const grown = (await residentBytes(baseUrl)) - bytesBefore;
    assert.ok(grown < MEMORY_GROWTH_BYTES_MAX, `${grown} bytes more`);
    const counts = fuzzers.map((fuzzer) => ({ ...fuzzer.counts, ...closes(fuzzer) }));
    process.stdout.write(`${JSON.stringify({ cycles: user.cycles, grown, counts })}\n`);
  });
}

const closes = ({ closeCodes }: FrameFuzzer) => ({ closed: Object.fromEntries(closeCodes) });

async function residentBytes(baseUrl: string): Promise<number> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text();
  const found = /^process_resident_memory_bytes (\S+)$/m.exec(text);
  assert.ok(found !== null, 'no memory metric');
  return Number(found[1]);
}

/** Places and cancels one order after the other on one connection, and listens on another. */
class PatientUser {
  cycles = 0;
  heartbeats = 0;
  #isStopping = false;
  readonly #wsUrl: string;
  readonly #account: DemoAccount;

  constructor(wsUrl: string, account: DemoAccount) {
    this.#wsUrl = wsUrl;
    this.#account = account;
  }

  stop(): void {
    this.#isStopping = true;
  }

  async trade(): Promise<void> {
    const connected = { wsUrl: this.#wsUrl, credentials: this.#account, timeoutMs: 20_000 };
    const [trader, listener] = await Promise.all([
      SocketClient.connect(connected),
      SocketClient.connect(connected),
    ]);
    listener.onMessage(({ type }) => {
      if (type === 'heartbeat') this.heartbeats += 1;
    });
    try {
      await listener.request('subscribe', { channel: 'book', market: 'BTC-USD' });
      while (!this.#isStopping || this.cycles < CYCLES_MIN || this.heartbeats === 0) {
        const order = await trader.place({
          ...{ market: 'BTC-USD', side: 'sell', type: 'limit' },
          ...{ price: '90000', quantity: '0.01' },
        });
        assert.equal(order.status, 'open');
        assert.equal((await trader.cancel(order.id)).status, 'canceled');
        this.cycles += 1;
      }
      assert.ok(trader.isOpen && listener.isOpen, 'a good connection was ended');
    } finally {
      trader.close();
      listener.close();
    }
  }
}
