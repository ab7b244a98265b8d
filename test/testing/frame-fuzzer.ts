import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAccount } from '../../cli/connection.ts';
import type { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { signRequest } from '../../client/request-signature.ts';
import { badFrame, FRAMING_COUNT, likeIt } from './bad-frames.ts';
import { eventually } from './eventually.ts';
import { frameBytes, Opcode, RawWebSocket } from './raw-web-socket.ts';

type Values = Record<string, unknown>;

/** Where frames go, what is said there, and how to hear that all of it was read. */
export interface FuzzedDoor {
  readonly path: string;
  /** Said first on each connection. */
  readonly greeting: () => Values | null;
  readonly says: (random: SeededRandom) => Values;
  readonly asks: (id: number) => Values;
}

let lastTimestampMs = 0;
const timestampMs = (): number => {
  lastTimestampMs = Math.max(lastTimestampMs + 1, Date.now());
  return lastTimestampMs;
};

const limitOrder = (random: SeededRandom) => ({
  market: random.pick(['BTC-USD', 'ETH-USD', 'NO-ONE']),
  side: random.pick(['buy', 'sell']),
  type: 'limit',
  price: random.pick(['1.00', '20000', '0.001', '20000000000']),
  quantity: random.pick(['0.01', '1', '0']),
});

function nativeMessage(random: SeededRandom): Values {
  const id = String(random.below(1_000));
  const market = random.pick(['BTC-USD', 'ETH-USD']);
  const orderId = String(random.below(2 ** 31));
  const channel = random.pick(['book', 'trades', 'ticker', 'orders', 'account']);
  const named = channel === 'account' ? { channel } : { channel, market };
  return random.pick<Values>([
    { op: 'place', id, order: limitOrder(random) },
    { op: 'place_batch', id, orders: [limitOrder(random), limitOrder(random)] },
    { op: 'cancel', id, order_id: orderId },
    { op: 'cancel_all', id, market, side: 'buy' },
    { op: 'amend', id, order_id: orderId, price: '2.00' },
    { op: 'replace', id, order_id: orderId, order: limitOrder(random), on_failure: 'place' },
    { op: 'cancel_all_after', id, ms: random.pick([0, 60_000, 1]), market },
    { op: 'cancel_on_disconnect', id, enabled: random.below(2) === 0 },
    { op: 'subscribe', id, ...named, depth: 5 },
    { op: 'subscribe', id, ...named, from_sequence: random.below(1_000) },
    { op: 'unsubscribe', id, ...named },
    { op: 'ping', id },
    { op: 'login', id, api_key: 'nobody', timestamp: '1', signature: '00' },
  ]);
}

const nativePing = (id: number): Values => ({ op: 'ping', id: `asked-${id}` });

function streamMessage(random: SeededRandom): Values {
  const id = random.below(1_000);
  const params = [
    random.pick(['btcusd@depth', 'ethusd@trade', 'btcusd@kline_1m', '!ticker@arr', 'x']),
  ];
  return random.pick<Values>([
    { method: 'SUBSCRIBE', params, id },
    { method: 'UNSUBSCRIBE', params, id },
    { method: 'LIST_SUBSCRIPTIONS', id },
    { method: 'SET_PROPERTY', params: ['combined', random.below(2) === 0], id },
    { method: 'GET_PROPERTY', params: ['combined'], id },
  ]);
}

function apiMessage(random: SeededRandom, account: DemoAccount): Values {
  const id = String(random.below(1_000));
  const order = {
    ...{ symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.01', price: random.pick(['1.00', '0', 'x']) },
  };
  const [method, params] = random.pick<readonly [string, Record<string, string>]>([
    ['order.place', order],
    ['order.test', order],
    ['order.cancel', { symbol: 'BTCUSD', orderId: '17' }],
    ['order.status', { symbol: 'BTCUSD', orderId: '17' }],
    ['openOrders.status', {}],
    ['openOrders.cancelAll', { symbol: 'ETHUSD' }],
    ['account.status', {}],
    ['userDataStream.subscribe.signature', {}],
    ['userDataStream.unsubscribe', { subscriptionId: '0' }],
    ['depth', { symbol: 'BTCUSD', limit: '5' }],
    ['klines', { symbol: 'BTCUSD', interval: '1m' }],
    ['session.logon', {}],
    ['session.status', {}],
    ['exchangeInfo', {}],
  ]);
  const all: Record<string, string> = {
    ...params,
    apiKey: account.apiKey,
    timestamp: String(timestampMs()),
  };
  const names = Object.keys(all).sort();
  const payload = names.map((name) => `${name}=${all[name]}`).join('&');
  const signature = createHmac('sha256', account.secret).update(payload).digest('hex');
  return { id, method, params: { ...all, signature } };
}

function loginOf(account: DemoAccount): Values {
  const timestamp = timestampMs();
  const text = { timestampMs: timestamp, method: 'GET', path: '/v1/ws', body: '' };
  const signature = signRequest(account.secret, text);
  const { apiKey } = account;
  return { op: 'login', id: 'login', api_key: apiKey, timestamp, signature };
}

export function fuzzedDoors(account: DemoAccount): readonly FuzzedDoor[] {
  const listAsk = (id: number): Values => ({ method: 'LIST_SUBSCRIPTIONS', id: `asked-${id}` });
  const noGreeting = () => null;
  const native = { path: '/v1/ws', says: nativeMessage, asks: nativePing };
  const streams = { greeting: noGreeting, says: streamMessage, asks: listAsk };
  return [
    { ...native, greeting: () => loginOf(account) },
    {
      ...native,
      greeting: () => ({ op: 'subscribe', id: 's', channel: 'book', market: 'BTC-USD' }),
    },
    { ...streams, path: '/ws/btcusd@trade' },
    { ...streams, path: '/stream?streams=btcusd@depth/ethusd@bookTicker' },
    {
      path: '/ws-api/v3',
      greeting: noGreeting,
      says: (random) => apiMessage(random, account),
      asks: (id) => ({ method: 'ping', id: `asked-${id}` }),
    },
  ];
}

const ASK_EVERY = 25;
const ANSWER_MS = 20_000;
const ABORT_SHARE = 0.01;
const GOOD_FRAME_SHARE = 0.6;

/** A client that writes what it likes and connects again whenever it is thrown out. */
export class FrameFuzzer {
  readonly counts = { frames: 0, connections: 0, answered: 0, refused: 0 };
  readonly closeCodes = new Map<number, number>();
  /** Answers that only a broken exchange gives. */
  readonly failures: string[] = [];
  readonly #baseUrl: string;
  readonly #door: FuzzedDoor;
  readonly #random: SeededRandom;
  #socket: RawWebSocket | null = null;
  #askedId = 0;
  #heardId = 0;

  constructor(baseUrl: string, door: FuzzedDoor, random: SeededRandom) {
    this.#baseUrl = baseUrl;
    this.#door = door;
    this.#random = random;
  }

  async run(frames: number): Promise<void> {
    for (let sent = 0; sent < frames; sent += 1) {
      const socket = await this.#connected();
      const random = this.#random;
      const payload = Buffer.from(likeIt(random, this.#door.says(random)));
      const isGood = random.fraction() < GOOD_FRAME_SHARE;
      const bytes = badFrame(random, payload, isGood ? null : random.below(FRAMING_COUNT));
      this.counts.frames += 1;
      if (random.fraction() < ABORT_SHARE) {
        socket.write(bytes.subarray(0, random.below(bytes.length)));
        socket.abort();
      } else socket.write(bytes);
      if (sent % ASK_EVERY === ASK_EVERY - 1) await this.#allRead(socket);
      else await sleep(0);
    }
    this.#leave();
  }

  async #connected(): Promise<RawWebSocket> {
    if (this.#socket !== null && !this.#socket.isEnded) return this.#socket;
    this.#leave();
    this.counts.connections += 1;
    const url = `${this.#baseUrl}${this.#door.path}`;
    this.#socket = await RawWebSocket.connect(url, (text) => this.#heard(text));
    const greeting = this.#door.greeting();
    if (greeting !== null) this.#say(this.#socket, greeting);
    return this.#socket;
  }

  /** Either it answers a question behind all that was sent, or it has ended the connection. */
  async #allRead(socket: RawWebSocket): Promise<void> {
    // What is unfinished would swallow the question.
    this.#askedId += 1;
    const id = this.#askedId;
    this.#say(socket, this.#door.asks(id));
    const until = performance.now() + UNFINISHED_MS;
    await eventually('the frames were read', ANSWER_MS, () => {
      if (performance.now() > until) socket.abort();
      return socket.isEnded || this.#heardId >= id;
    });
  }

  #say(socket: RawWebSocket, values: Values): void {
    socket.write(frameBytes({ opcode: Opcode.text, payload: Buffer.from(JSON.stringify(values)) }));
  }

  #heard(text: string): void {
    const message = JSON.parse(text) as Values;
    const error = message['error'] as Values | undefined;
    const code = error?.['code'];
    if (code === 'INTERNAL_ERROR' || code === -1000 || message['status'] === 500) {
      this.failures.push(text);
    }
    if (error !== undefined) this.counts.refused += 1;
    else if ('id' in message) this.counts.answered += 1;
    const asked = /^asked-(\d+)$/.exec(String(message['id']));
    if (asked !== null) this.#heardId = Number(asked[1]);
  }

  #leave(): void {
    const code = this.#socket?.closeCode ?? null;
    if (code !== null) this.closeCodes.set(code, (this.closeCodes.get(code) ?? 0) + 1);
    if (this.#socket !== null && !this.#socket.isEnded) this.#socket.abort();
    this.#socket = null;
  }
}

/** A frame that claims more than it brings is waited for; a client may give up earlier. */
const UNFINISHED_MS = 300;

export function assertAllKinds(fuzzers: readonly FrameFuzzer[]): void {
  const codes = new Map<number, number>();
  for (const { counts, closeCodes, failures } of fuzzers) {
    assert.deepEqual(failures, []);
    assert.ok(counts.answered > 0 && counts.refused > 0, JSON.stringify(counts));
    for (const [code, count] of closeCodes) codes.set(code, (codes.get(code) ?? 0) + count);
  }
  // Protocol error, wrong data, not UTF-8, too big.
  for (const code of [1002, 1003, 1007, 1009]) {
    assert.ok((codes.get(code) ?? 0) > 0, `nobody was closed with ${code}`);
  }
}
