/** An exchange that somebody feeds with nonsense while somebody else trades: it notices nothing. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { afterEach, beforeEach, test } from 'node:test';
import { type DemoAccount, findDemoRecord } from '../../cli/connection.ts';
import { ADMIN } from '../../cli/demo/demo-exchange.ts';
import { SocketClient } from '../../client/socket-client.ts';
import { ExchangeProcesses } from './exchange-processes.ts';

const CYCLES_MIN = 20;
const COMPLAINTS_SHOWN = 5;
const MEMORY_GROWTH_BYTES_MAX = 256 * 1024 * 1024;

export interface Fuzzed {
  readonly baseUrl: string;
  readonly mallory: DemoAccount;
  readonly operator: DemoAccount;
}

/** A test of its own exchange; `feed` resolves when all is sent and read. */
export function testUnderFuzz(
  title: string,
  seed: number,
  feed: (fuzzed: Fuzzed) => Promise<void>,
): void {
  let exchange: ExchangeProcesses;
  let ann: DemoAccount;
  let mallory: DemoAccount;

  beforeEach(async () => {
    process.stdout.write(`SEED=${seed}\n`);
    exchange = await ExchangeProcesses.prepare({ durability: 'process' });
    exchange.startAll();
    [ann, mallory] = (await exchange.setUp(['ann', 'mallory'])) as [DemoAccount, DemoAccount];
  });
  afterEach(() => exchange.close());

  test(title, async () => {
    const { baseUrl, names, data } = exchange;
    const operator = findDemoRecord(data)?.accounts.find(({ name }) => name === ADMIN);
    assert.ok(operator !== undefined);
    const bytesBefore = await residentBytes(baseUrl);
    const user = new PatientUser(exchange.wsUrl, ann);
    const [fed, traded] = await Promise.allSettled([
      feed({ baseUrl, mallory, operator }).finally(() => user.stop()),
      user.trade(),
    ]);
    // What a process says of itself tells more than an answer does.
    assert.deepEqual(exchange.complaints.slice(0, COMPLAINTS_SHOWN), []);
    for (const end of [fed, traded]) if (end.status === 'rejected') throw end.reason;
    assert.ok(user.cycles >= CYCLES_MIN, `${user.cycles} cycles`);
    assert.ok(user.heartbeats > 0, 'a listener hears on');
    assert.deepEqual(exchange.names, names, 'a process died');
    assert.ok(exchange.hasSaid('"level":'), 'the processes say something');
    for (const { name, secret } of [ann, mallory, operator]) {
      assert.ok(!exchange.hasSaid(secret), `the secret of ${name} is in a log`);
    }
    const grown = (await residentBytes(baseUrl)) - bytesBefore;
    assert.ok(grown < MEMORY_GROWTH_BYTES_MAX, `${grown} bytes more`);
    process.stdout.write(`${JSON.stringify({ cycles: user.cycles, grown })}\n`);
  });
}

async function residentBytes(baseUrl: string): Promise<number> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text();
  const found = /^process_resident_memory_bytes (\S+)$/m.exec(text);
  assert.ok(found !== null, 'no memory metric');
  return Number(found[1]);
}

/** What is fuzzed has prices of one change from these: none is as dear. */
const UNREACHED = '990000';

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
          ...{ price: UNREACHED, quantity: '0.01' },
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
