import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientRecordWriter } from '../../cli/audit/client-record.ts';
import type { DemoAccount } from '../../cli/connection.ts';
import { DEMO_FLOW_MARKETS, type FlowMarket } from '../../cli/trading/order-flow.ts';
import { SeededRandom } from '../../cli/trading/seeded-random.ts';
import { drawnAmend, endsSoonMs, termedOrder } from '../../cli/trading/termed-orders.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Order, OrderRequest } from '../../client/api-types.ts';
import { Door } from './door.ts';
import { eventually } from './eventually.ts';

export interface OrderStreamOptions {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly accounts: readonly DemoAccount[];
  readonly recordPath: string;
  readonly seed: number;
  /** Between two orders of one account. */
  readonly pauseMs: number;
  /** Each account trades in one market only, and waits for that one alone; absent: in all. */
  readonly markets?: 'one-each';
}

interface Sent {
  readonly account: DemoAccount;
  readonly request: OrderRequest;
  readonly id: string;
  /** The order that it takes the place of; null: of none. */
  readonly replaces: string | null;
  orderId: string | null;
  /** The answer to its first sending was lost. */
  wasUnknown: boolean;
  rejected: boolean;
}

/** A share of the orders whose answer was lost is not sent again: once or absent, both are right. */
const GIVE_UP_SHARE = 0.3;
const REPEAT_SHARE = 0.1;
const CANCEL_SHARE = 0.25;
const AMEND_SHARE = 0.25;
const REPLACE_SHARE = 0.15;
/** An order that is drawn is well formed: nobody refuses it for what it says. */
const ILL_FORMED = ['INVALID_FIELD', 'INVALID_COMBINATION', 'DISPLAY_OUT_OF_RANGE'];
const RETRY_FOR_MS = 90_000;
const RETRY_PAUSE_MS = 100;
const FOUND_WITHIN_MS = 10_000;
const ACCEPTED_WITHIN_MS = 120_000;

/**
 * Clients as the documentation asks them to be: every order has a client order id, and what got no
 * answer is sent again, unchanged, until it has one. Half of them use REST, half the WebSocket, and
 * they draw orders of every kind.
 * Everything asked and told is in the record for the audit.
 */
export class OrderStream {
  readonly counts = { placed: 0, rejected: 0, unknown: 0, retried: 0, repeated: 0, halted: 0 };
  readonly #options: OrderStreamOptions;
  readonly #record: ClientRecordWriter;
  readonly #sent: Sent[] = [];
  readonly #problems: string[] = [];
  #stopping = false;
  #lanes: readonly Promise<void>[] = [];
  /** When the last order that is soon over ends. */
  #lastEndMs = 0;
  readonly #answeredSentAtMs = new Map<string, number>();

  constructor(options: OrderStreamOptions) {
    this.#options = options;
    this.#record = new ClientRecordWriter(options.recordPath);
  }

  start(): void {
    this.#stopping = false;
    const { accounts } = this.#options;
    this.#lanes = accounts.map((account, index) => this.#lane(account, index));
  }

  /** Resolves when every order that is going to be answered has been, and none ends soon any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#lanes);
    await sleep(Math.max(0, this.#lastEndMs - Date.now()));
    assert.deepEqual(this.#problems, []);
  }

  close(): void {
    this.#record.close();
  }

  get accounts(): readonly DemoAccount[] {
    return this.#options.accounts;
  }

  /** Until so many orders have been accepted in all, however slow the machine is. */
  async accepted(count: number): Promise<void> {
    const isOver = () => this.#problems.length > 0 || this.counts.placed >= count;
    const before = JSON.stringify(this.counts);
    await eventually(`${count} accepted after ${before}`, ACCEPTED_WITHIN_MS, isOver).catch(
      (error: unknown) => this.#problems.push(`${error}, but ${JSON.stringify(this.counts)}`),
    );
    assert.deepEqual(this.#problems, []);
  }

  /** An order that was sent after `sinceMs` (of `performance.now`) has been acknowledged. */
  acknowledgedSince(market: string, sinceMs: number): boolean {
    return (this.#answeredSentAtMs.get(market) ?? 0) > sinceMs;
  }

  /** Every acknowledged order is found by its client order id, and sent again makes no second one. */
  async assertRepeatable(sampleSize: number): Promise<void> {
    const known = this.#sent.filter(({ orderId }) => orderId !== null);
    const newest = known.slice(-sampleSize);
    const doubtful = known.filter(({ wasUnknown }) => wasUnknown).slice(-sampleSize);
    for (const each of new Set([...newest, ...doubtful])) {
      const door = this.#door(each.account, 'rest');
      try {
        const again = await sendTo(door, each);
        assert.equal(again.id, each.orderId, `${each.id} made a second order`);
        // What was over before a restart is found once the read tables have it.
        await eventually(`${each.id} is found`, FOUND_WITHIN_MS, async () => {
          const found = await door.orderByClientId(each.id);
          assert.equal(found.id, each.orderId, `${each.id} is another order now`);
          return true;
        });
      } finally {
        door.close();
      }
    }
  }

  #door(account: DemoAccount, kind: 'rest' | 'socket'): Door {
    const { baseUrl, wsUrl } = this.#options;
    return new Door({ baseUrl, wsUrl, account, kind });
  }

  async #lane(account: DemoAccount, index: number): Promise<void> {
    const random = new SeededRandom(this.#options.seed * 1_000 + index + this.#sent.length);
    const door = this.#door(account, index % 2 === 0 ? 'rest' : 'socket');
    const own = (index >> 1) % DEMO_FLOW_MARKETS.length;
    const markets =
      this.#options.markets === 'one-each'
        ? DEMO_FLOW_MARKETS.slice(own, own + 1)
        : DEMO_FLOW_MARKETS;
    try {
      while (!this.#stopping) {
        await this.#trade(door, account, { random, markets });
        await sleep(this.#options.pauseMs);
      }
    } catch (error) {
      this.#problems.push(`${account.name}: ${(error as Error).stack}`);
    } finally {
      door.close();
    }
  }

  async #trade(
    door: Door,
    account: DemoAccount,
    from: { readonly random: SeededRandom; readonly markets: readonly FlowMarket[] },
  ): Promise<void> {
    const { random, markets } = from;
    const market = random.pick(markets);
    const order = await this.#send(door, { account, random, market, replaces: null });
    if (order === null || !isOpen(order)) return;
    const draw = random.fraction();
    if (draw < CANCEL_SHARE) await whateverComes(door.cancel(order.id));
    else if (draw < CANCEL_SHARE + AMEND_SHARE) {
      await whateverComes(door.amend(order.id, drawnAmend(random, market, order)));
    } else if (draw < CANCEL_SHARE + AMEND_SHARE + REPLACE_SHARE) {
      await this.#send(door, { account, random, market, replaces: order.id });
    }
  }

  /** A new order until it is answered, and now and then again; null: it was refused, or given up. */
  async #send(
    door: Door,
    drawn: Pick<Sent, 'account' | 'replaces'> & {
      readonly random: SeededRandom;
      readonly market: FlowMarket;
    },
  ): Promise<Order | null> {
    const { account, random, market, replaces } = drawn;
    const id = `${account.name}-${this.#options.seed}-${this.#sent.length}`;
    const nowMs = Date.now();
    const request = termedOrder(random, market, { clientOrderId: id, nowMs });
    this.#lastEndMs = Math.max(this.#lastEndMs, endsSoonMs(request, nowMs));
    const sent: Sent = {
      account,
      request,
      id,
      replaces,
      orderId: null,
      wasUnknown: false,
      rejected: false,
    };
    this.#sent.push(sent);
    this.#recordRequest(sent);
    const givesUp = random.fraction() < GIVE_UP_SHARE;
    const order = await this.#placeUntilAnswered(door, sent, givesUp);
    if (order !== null && random.fraction() < REPEAT_SHARE) {
      this.counts.repeated += 1;
      await this.#placeUntilAnswered(door, sent, false);
    }
    return order;
  }

  async #placeUntilAnswered(door: Door, sent: Sent, givesUp: boolean): Promise<Order | null> {
    const deadlineMs = performance.now() + RETRY_FOR_MS;
    for (;;) {
      const sentAtMs = performance.now();
      try {
        const order = await sendTo(door, sent);
        this.#answeredSentAtMs.set(order.market, sentAtMs);
        this.#accepted(sent, order);
        return order;
      } catch (error) {
        if (!this.#refused(sent, error)) return null;
        assert.ok(
          performance.now() < deadlineMs,
          `${sent.id} has no answer in ${RETRY_FOR_MS} ms, the last: ${error}`,
        );
      }
      if (givesUp) return null;
      this.counts.retried += 1;
      await sleep(RETRY_PAUSE_MS);
    }
  }

  #accepted(sent: Sent, order: Order): void {
    if (sent.orderId === null) this.counts.placed += 1;
    else assert.equal(order.id, sent.orderId, `${sent.id} made a second order`);
    assert.equal(sent.rejected, false, `${sent.id} was refused for good before`);
    sent.orderId = order.id;
    this.#record.write({
      t: 'answer',
      id: sent.id,
      client_order_id: sent.id,
      outcome: 'accepted',
      order_id: order.id,
      status: order.status,
      filled: order.filled_quantity,
      sequence: order.sequence,
      trades: order.fills.map(({ trade_id, price, quantity }) => ({ trade_id, price, quantity })),
      received_at_ms: Date.now(),
    });
  }

  /** True: send it again. */
  #refused(sent: Sent, error: unknown): boolean {
    const api = error instanceof ApiError ? error : null;
    const restarted = api?.code === 'REJECTED_RESTARTED';
    const certain = api !== null && api.status < 500 && api.status !== 429;
    if (api?.code === 'MARKET_HALTED') this.counts.halted += 1;
    if (certain) this.counts.rejected += 1;
    else {
      this.counts.unknown += 1;
      sent.wasUnknown = true;
    }
    sent.rejected = certain && !restarted;
    assert.ok(!(certain && sent.orderId !== null), `${sent.id}: acknowledged, then ${error}`);
    assert.ok(!ILL_FORMED.includes(api?.code ?? ''), `${sent.id}: ${error}`);
    this.#record.write({
      t: 'answer',
      id: sent.id,
      client_order_id: sent.id,
      outcome: certain ? 'rejected' : 'unknown',
      ...(api !== null && { code: api.code }),
      received_at_ms: Date.now(),
    });
    return !certain || restarted;
  }

  #recordRequest({ account, request, id }: Sent): void {
    this.#record.write({
      t: 'request',
      id,
      client_order_id: id,
      account: account.name,
      market: request.market,
      side: request.side,
      type: request.type,
      ...(request.price === undefined ? {} : { price: request.price }),
      ...(request.quantity === undefined ? {} : { quantity: request.quantity }),
      ...(request.quote_quantity === undefined ? {} : { quote_quantity: request.quote_quantity }),
      sent_at_ms: Date.now(),
    });
  }
}

const isOpen = ({ status }: Order): boolean => status === 'open' || status === 'partially_filled';

const sendTo = (door: Door, { request, replaces }: Sent): Promise<Order> =>
  replaces === null ? door.place(request) : door.replace(replaces, request);

/** A cancel or amend may meet an order that is over, or get no answer: the log tells, not we. */
async function whateverComes(work: Promise<Order>): Promise<void> {
  await work.catch(() => null);
}
