/**
 * One seeded run: a cluster trades while its processes are killed and frozen, then it is left in peace
 * and has to come to rest with everything accounted for.
 */
import { ClientRecordWriter } from '../cli/audit/client-record.ts';
import type { PlaceOrderOutcome, PlaceOrderRequest } from '../order-service/order-requests.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC } from '../proto/topics.ts';
import { type AccountId, accountId, type OrderId, offset, sessionId } from '../proto/units.ts';
import { type Member, SimCluster } from './cluster.ts';
import { drawnAmend, drawnTerms } from './drawn-orders.ts';
import { foundExchange, MARKET } from './founding.ts';
import { SeededRandom } from './random.ts';

const ACCOUNTS = 6;
const SECOND_US = 1_000_000;

export interface RunOptions {
  readonly seed: number;
  readonly orders: number;
  readonly faults: number;
  /** Where the clients' record goes (NDJSON). */
  readonly clientLog: string;
}

export interface RunResult {
  readonly cluster: SimCluster;
  /** False: it did not come to rest within a minute of virtual time after the last fault. */
  readonly cameToRest: boolean;
  readonly steps: number;
  readonly kills: number;
  readonly freezes: number;
  readonly answered: number;
  readonly unknown: number;
}

export async function runSeed(options: RunOptions): Promise<RunResult> {
  const run = new Exercise(options);
  return run.run();
}

class Exercise {
  readonly #options: RunOptions;
  readonly #random: SeededRandom;
  readonly #cluster: SimCluster;
  readonly #record: ClientRecordWriter;
  readonly #open: { readonly orderId: OrderId; readonly accountId: AccountId }[] = [];
  #asked = 0;
  #answered = 0;
  #unknown = 0;
  #kills = 0;
  #freezes = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.#record = new ClientRecordWriter(options.clientLog);
    this.#cluster = new SimCluster({
      random: this.#random,
      delays: {
        callUsMax: 50 + this.#random.below(400),
        slowUs: 20_000,
        slowChance: this.#random.below(20) / 1000,
      },
    });
  }

  async run(): Promise<RunResult> {
    const { scheduler } = this.#cluster;
    await foundExchange(this.#cluster, ACCOUNTS);
    const members = this.#startMembers();
    const opened = await scheduler.run(scheduler.nowUs + 30 * SECOND_US, () => this.#isOpen());
    const busyUs = this.#scheduleTrading();
    this.#scheduleFaults(members, busyUs);
    await scheduler.run(scheduler.nowUs + busyUs, () => false);
    const cameToRest = await this.#comeToRest();
    this.#record.close();
    return {
      cluster: this.#cluster,
      cameToRest: opened && cameToRest,
      steps: scheduler.steps,
      kills: this.#kills,
      freezes: this.#freezes,
      answered: this.#answered,
      unknown: this.#unknown + this.#asked - this.#answered - this.#unknown,
    };
  }

  #startMembers(): readonly Member[] {
    const cluster = this.#cluster;
    return [
      cluster.start('engine-a', 'engine'),
      cluster.start('engine-b', 'engine'),
      cluster.start('settlement', 'settlement'),
      cluster.start('order-service-1', 'order-service'),
      cluster.start('order-service-2', 'order-service'),
    ];
  }

  #isOpen(): boolean {
    const desks = this.#desks();
    return desks.length === 2 && desks.every((desk) => desk.ledger.isOpen && this.#trades(desk));
  }

  #trades(desk: NonNullable<Member['desk']>): boolean {
    const found = desk.markets.find(MARKET);
    return !('code' in found);
  }

  #desks(): NonNullable<Member['desk']>[] {
    return this.#cluster.members.flatMap(({ desk }) => (desk === null ? [] : [desk]));
  }

  /** Schedules all requests of the run; tells how long they take. */
  #scheduleTrading(): number {
    let atUs = 0;
    for (let count = 0; count < this.#options.orders; count += 1) {
      atUs += this.#random.below(4000);
      this.#cluster.scheduler.schedule(atUs, () => this.#act());
    }
    return atUs + SECOND_US;
  }

  #act(): void {
    const desks = this.#desks();
    if (desks.length === 0) return;
    const desk = this.#random.pick(desks);
    const target = this.#open.length > 0 && this.#random.chance(0.3) ? this.#takeOpen() : null;
    if (target !== null) {
      void this.#change(desk, target).catch(ignore);
      return;
    }
    const request = this.#requestOrReplacement();
    const id = `r${this.#asked}`;
    this.#asked += 1;
    const { accountId: account, market, clientOrderId = id } = request;
    this.#record.write({
      t: 'request',
      id,
      client_order_id: clientOrderId,
      account: String(account),
      market,
    });
    desk.orders
      .place(request)
      .then((outcome) => this.#answer(id, clientOrderId, account, outcome))
      .catch(ignore);
  }

  /** One of three is amended, and is open after that as far as we know. */
  #change(
    { changes }: NonNullable<Member['desk']>,
    target: { readonly orderId: OrderId; readonly accountId: AccountId },
  ): Promise<unknown> {
    if (!this.#random.chance(1 / 3)) return changes.cancel(target);
    this.#open.push(target);
    return changes.amend({ ...target, ...drawnAmend(this.#random) });
  }

  /** Now and then it takes the place of an order that is open as far as we know. */
  #requestOrReplacement(): PlaceOrderRequest {
    const request = this.#request();
    const target = this.#open.length > 0 && this.#random.chance(0.1) ? this.#takeOpen() : null;
    if (target === null) return request;
    const onFailure = this.#random.pick(['stop', 'place'] as const);
    return { ...request, accountId: target.accountId, replaces: { ...target, onFailure } };
  }

  #request(): PlaceOrderRequest {
    const random = this.#random;
    // Now and then a client asks again under the id that it used before: never a second order.
    const again = this.#asked > 0 && random.chance(0.03);
    return {
      accountId: accountId(1 + random.below(ACCOUNTS)),
      market: MARKET,
      clientOrderId: `c${again ? random.below(this.#asked) : this.#asked}`,
      ...drawnTerms(random, this.#cluster.scheduler.nowUs),
    };
  }

  #takeOpen(): { readonly orderId: OrderId; readonly accountId: AccountId } | null {
    return this.#open.splice(this.#random.below(this.#open.length), 1)[0] ?? null;
  }

  #answer(id: string, clientOrderId: string, account: AccountId, outcome: PlaceOrderOutcome): void {
    const answer = { t: 'answer', id, client_order_id: clientOrderId } as const;
    if (outcome.kind === 'placed') {
      const { orderId } = outcome.order;
      this.#answered += 1;
      this.#open.push({ orderId, accountId: account });
      this.#record.write({ ...answer, outcome: 'accepted', order_id: String(orderId) });
    } else {
      this.#unknown += 1;
      this.#record.write({ ...answer, outcome: 'unknown' });
    }
  }

  #scheduleFaults(members: readonly Member[], withinUs: number): void {
    const random = this.#random;
    for (let count = 0; count < this.#options.faults; count += 1) {
      this.#cluster.scheduler.schedule(random.below(withinUs), () => {
        const member = random.pick(members);
        if (!member.process.alive || member.process.frozen) return;
        if (random.chance(0.3)) {
          this.#freezes += 1;
          this.#cluster.freeze(member, random.below(2 * SECOND_US));
        } else {
          this.#kills += 1;
          this.#cluster.kill(member);
        }
      });
    }
  }

  async #comeToRest(): Promise<boolean> {
    const { scheduler } = this.#cluster;
    const endUs = scheduler.nowUs + 60 * SECOND_US;
    while (scheduler.nowUs < endUs) {
      await scheduler.run(scheduler.nowUs + SECOND_US / 2, () => false);
      if (this.#cluster.failures.length > 0) return false;
      if (await this.#isAtRest()) return true;
    }
    return false;
  }

  async #isAtRest(): Promise<boolean> {
    const { log, accounts } = this.#cluster;
    if (!this.#isOpen()) return false;
    const ledger = await accounts.cursor(LEDGER_TOPIC);
    if (ledger?.nextLogOffset !== (await log.bounds(LEDGER_TOPIC)).end) return false;
    const events = await accounts.cursor(eventTopic(MARKET));
    const { end } = await log.bounds(commandTopic(MARKET));
    if (events === null || offset(events.inputOffset + 1) !== end) return false;
    const outboxes = await Promise.all([1, 2].map((id) => accounts.outbox(sessionId(id))));
    return outboxes.every((entries) => entries.length === 0);
  }
}

/** A role that was killed in the middle may fail as it likes. */
const ignore = (): void => {};
