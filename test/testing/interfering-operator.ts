import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAccount } from '../../cli/connection.ts';
import { DEMO_FLOW_MARKETS } from '../../cli/trading/order-flow.ts';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { RestClient } from '../../client/rest-client.ts';
import { eventually } from './eventually.ts';

const ANSWERED_MS = 60_000;
const HALTED_MS = 400;
const TRADING_MS = 1_500;
const TIMEOUT_MS = 8_000;

interface OperatorOptions {
  readonly baseUrl: string;
  readonly operator: DemoAccount;
  /** All that they have open is canceled now and then. */
  readonly accounts: readonly DemoAccount[];
  readonly seed: number;
}

/**
 * Halts markets, lets them cancel only, resumes them, and cancels all of somebody's orders, while
 * others trade and processes are killed. What got no answer is asked for again: all of it may be.
 */
export class InterferingOperator {
  readonly counts = { halts: 0, cancelOnly: 0, massCancels: 0 };
  readonly #options: OperatorOptions;
  readonly #random: SeededRandom;
  #stopping = false;
  #work: Promise<void> | null = null;

  constructor(options: OperatorOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
  }

  start(): void {
    this.#work = this.#interfere();
    // Whoever waits for it is told; until then it is nobody's.
    this.#work.catch(() => {});
  }

  /** Every market trades again, and each thing was done. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#work;
    for (const [what, count] of Object.entries(this.counts)) assert.ok(count > 0, what);
  }

  async #interfere(): Promise<void> {
    while (!this.#stopping) {
      await sleep(this.#random.below(TRADING_MS));
      const { market } = this.#random.pick(DEMO_FLOW_MARKETS);
      switch (this.#random.below(3)) {
        case 0:
          await this.#closeFor(market, 'halt');
          this.counts.halts += 1;
          break;
        case 1:
          await this.#closeFor(market, 'cancel-only');
          this.counts.cancelOnly += 1;
          break;
        default:
          await this.#asked(this.#random.pick(this.#options.accounts), (own) =>
            own.cancelAll(market),
          );
          this.counts.massCancels += 1;
      }
    }
  }

  async #closeFor(market: string, how: 'halt' | 'cancel-only'): Promise<void> {
    const { operator } = this.#options;
    const path = `/v1/admin/markets/${market}`;
    const reason = { reason: 'interference' };
    await this.#asked(operator, (own) => own.request('POST', `${path}/${how}`, reason));
    await sleep(this.#random.below(HALTED_MS));
    await this.#asked(operator, (own) => own.request('POST', `${path}/resume`, reason));
  }

  /** Again until there is an answer: whoever would have given it may be dead. */
  async #asked(by: DemoAccount, ask: (own: RestClient) => Promise<unknown>): Promise<void> {
    const own = new RestClient({
      baseUrl: this.#options.baseUrl,
      credentials: by,
      timeoutMs: TIMEOUT_MS,
    });
    try {
      await eventually('an operation is answered', ANSWERED_MS, async () => {
        await ask(own);
        return true;
      });
    } finally {
      own.close();
    }
  }
}
