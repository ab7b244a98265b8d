import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ApiError } from '../../client/api-error.ts';
import { SocketClient } from '../../client/socket-client.ts';
import type { DemoAccount, DemoRecord } from '../connection.ts';
import { DEMO_FLOW_MARKETS, type FlowMarket, flowOrder } from '../trading/order-flow.ts';
import { SeededRandom } from '../trading/seeded-random.ts';

/**
 * Simulated traders: a few orders per second in both markets through the public WebSocket, as anybody
 * could. They quote around a middle that wanders, cancel what they have too much of, and come back
 * after any failure of the exchange.
 */
const OPEN_ORDERS_MAX = 25;
const PAUSE_MS = { least: 300, most: 1_500 } as const;
const RECONNECT_MS = { least: 100, most: 3_000 } as const;
/** The middle moves by at most this many ticks per order, and stays near where it began. */
const WANDER_TICKS = 60;
const WANDER_SHARE_MAX = 0.05;

class Trader {
  readonly #account: DemoAccount;
  readonly #wsUrl: string;
  readonly #random: SeededRandom;
  readonly #middles = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #run = Date.now().toString(36);
  #orders = 0;

  constructor(options: {
    readonly account: DemoAccount;
    readonly wsUrl: string;
    readonly random: SeededRandom;
  }) {
    this.#account = options.account;
    this.#wsUrl = options.wsUrl;
    this.#random = options.random;
  }

  /** Trades for ever; every lost connection is followed by another, with a growing pause. */
  async trade(): Promise<never> {
    let pauseMs: number = RECONNECT_MS.least;
    for (;;) {
      try {
        const socket = await SocketClient.connect({
          wsUrl: this.#wsUrl,
          credentials: this.#account,
        });
        pauseMs = RECONNECT_MS.least;
        try {
          await this.#tradeOn(socket);
        } finally {
          // Unanswered it may still be open, and would stay so beside the next one.
          socket.close();
        }
      } catch (error) {
        if (error instanceof ApiError)
          process.stderr.write(`${this.#account.name}: ${error.code}\n`);
      }
      await sleep(pauseMs);
      pauseMs = Math.min(RECONNECT_MS.most, pauseMs * 2);
    }
  }

  async #tradeOn(socket: SocketClient): Promise<void> {
    while (socket.isOpen) {
      try {
        await this.#act(socket);
      } catch (error) {
        // A refusal is the exchange's word; anything else is a lost connection.
        if (!(error instanceof ApiError)) return;
      }
      await sleep(PAUSE_MS.least + this.#random.below(PAUSE_MS.most - PAUSE_MS.least));
    }
  }

  async #act(socket: SocketClient): Promise<void> {
    const oldest = this.#open.length > OPEN_ORDERS_MAX ? this.#open.shift() : undefined;
    if (oldest !== undefined) {
      await socket.cancel(oldest);
      return;
    }
    this.#orders += 1;
    const id = `${this.#account.name}-${this.#run}-${this.#orders}`;
    const market = this.#wander(this.#random.pick(DEMO_FLOW_MARKETS));
    const order = await socket.place(flowOrder(this.#random, market, id));
    if (order.status === 'open' || order.status === 'partially_filled') this.#open.push(order.id);
  }

  #wander(market: FlowMarket): FlowMarket {
    const middle = this.#middles.get(market.market) ?? market.midPrice;
    const moved = middle + this.#random.below(2 * WANDER_TICKS + 1) - WANDER_TICKS;
    const bound = Math.floor(market.midPrice * WANDER_SHARE_MAX);
    const midPrice = Math.max(market.midPrice - bound, Math.min(market.midPrice + bound, moved));
    this.#middles.set(market.market, midPrice);
    return { ...market, midPrice };
  }
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
if (values.data === undefined) {
  process.stderr.write('usage: traders --data <folder> [--seed <number>]\n');
  process.exit(2);
}
process.on('disconnect', () => process.exit(0));
if (process.connected === false) process.exit(0);
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));

const demo = JSON.parse(readFileSync(join(values.data, 'demo.json'), 'utf8')) as DemoRecord;
const traders = demo.accounts.filter(({ name }) => name.startsWith('trader-'));
process.stderr.write(`SEED=${values.seed}\n`);
await Promise.all(
  traders.map((account, index) =>
    new Trader({
      account,
      wsUrl: demo.wsUrl,
      random: new SeededRandom(Number(values.seed) + index),
    }).trade(),
  ),
);
