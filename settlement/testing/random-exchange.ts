/**
 * A whole exchange in one test, without processes: an edge that reserves in the account store, engines
 * that answer at once, and logs. Settlement is up to the test, so it may lag as it likes.
 */

import type { MarketMachine } from '../../engine/core/market-machine.ts';
import type {
  AccountStore,
  Admission,
  Reservation,
} from '../../ports/account-store/account-store.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { batchCrc, encodeCommandBatch, encodeEventBatch } from '../../proto/codec.ts';
import { type MarketUnits, marketUnits } from '../../proto/market-units.ts';
import {
  type Command,
  type EventBatch,
  OrderType,
  type PlaceOrder,
  Side,
  TimeInForce,
} from '../../proto/messages.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC } from '../../proto/topics.ts';
import {
  type AccountId,
  accountId,
  commandSequence,
  type Epoch,
  epoch,
  lots,
  money,
  type Offset,
  orderId,
  ppm,
  priceTicks,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { amendNeed, costOf, EdgeOrders, rareTerms, selfTradePrevention } from './edge-orders.ts';
import { newMachine } from './machine.ts';
import { definition, LATEST_RULES, NOW } from './samples.ts';

/** Numbers to choose by; each choice takes them modulo what there is to choose from. */
export type Move = Readonly<Record<'kind' | 'a' | 'b' | 'c' | 'd', number>>;

const MARKETS = ['BTC-USD', 'ETH-BTC'] as const;
const ASSETS = ['BTC', 'ETH', 'USD'] as const;
const ACCOUNTS = [1, 2, 3, 4].map(accountId);
const SESSION = sessionId(1);

export class RandomExchange {
  readonly machines: ReadonlyMap<string, MarketMachine> = new Map(
    MARKETS.map((market) => [market, newMachine(market)]),
  );
  readonly eventBatches: { readonly market: string; readonly batch: EventBatch }[] = [];
  readonly clientOrderIds: { readonly accountId: AccountId; readonly id: string }[] = [];
  readonly #store: AccountStore;
  readonly #log: EventLog;
  readonly #units = new Map<string, MarketUnits>();
  readonly #orders = new EdgeOrders();
  readonly #prevHash = new Map<string, number>();
  #epoch: Epoch = epoch(0);
  #time = NOW as number;
  #ids = 0;

  constructor(store: AccountStore, log: EventLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Markets, accounts and money; `settle` must have applied the ledger before anything is admitted. */
  async begin(settle: () => Promise<void>): Promise<void> {
    this.#epoch = await this.#store.openSession(SESSION, epoch(0));
    await this.#log.createTopic(LEDGER_TOPIC);
    const started: Command = {
      kind: 'SessionStarted',
      sessionId: SESSION,
      epoch: this.#epoch,
      node: 'order-service-1',
    };
    const setUp: Command[] = [started];
    for (const asset of ASSETS) setUp.push({ kind: 'DefineAsset', asset, scale: 4 });
    for (const id of ACCOUNTS) {
      const fees = { makerFeePpm: null, takerFeePpm: null };
      setUp.push({ kind: 'OpenAccount', accountId: id, name: `account ${id}`, ...fees });
    }
    await this.#append(LEDGER_TOPIC, setUp, null);
    for (const market of MARKETS) {
      await this.#log.createTopic(commandTopic(market));
      await this.#log.createTopic(eventTopic(market));
      this.#units.set(market, marketUnits(definition(market)));
      const define: Command = { kind: 'DefineMarket', definition: definition(market) };
      await this.#append(commandTopic(market), [LATEST_RULES, define, started], null);
    }
    await settle();
    for (const id of ACCOUNTS) {
      for (const asset of ASSETS) await this.#transfer('Deposit', id, asset, 20_000n);
    }
    await settle();
  }

  async move(move: Move): Promise<void> {
    this.#time += 1 + (move.d % 5) * 1000;
    const account = ACCOUNTS[move.a % ACCOUNTS.length] as AccountId;
    const market = MARKETS[move.b % MARKETS.length] as string;
    switch (move.kind % 8) {
      case 0:
      case 1:
      case 2:
        return this.#place(account, market, move);
      case 3:
        return this.#placeBudget(account, market, move);
      case 4:
      case 5:
        return this.#amend(move);
      case 6:
        return this.#cancel(account, market, move);
      default: {
        const asset = ASSETS[move.b % ASSETS.length] as string;
        const amount = BigInt(1 + (move.c % 5000));
        return this.#transfer(move.d % 3 === 0 ? 'Deposit' : 'Withdraw', account, asset, amount);
      }
    }
  }

  async #place(account: AccountId, market: string, move: Move): Promise<void> {
    const side = move.c % 2 === 0 ? Side.buy : Side.sell;
    const type = move.d % 7 === 0 ? OrderType.market : OrderType.limit;
    const gtc = type === OrderType.limit && move.d % 5 !== 1;
    const order = {
      type,
      side,
      timeInForce: gtc ? TimeInForce.gtc : move.d % 2 === 0 ? TimeInForce.ioc : TimeInForce.fok,
      postOnly: gtc && move.d % 11 === 0,
      price: 90 + (move.a % 21),
      quantity: 1 + (move.d % 40),
    };
    const units = this.#units.get(market) as MarketUnits;
    const need = costOf(units, side, order.price, order.quantity);
    await this.#submit(account, market, need, { ...order, budget: 0 });
  }

  /** By quote amount: what a buy spends, what a sell brings. */
  async #placeBudget(account: AccountId, market: string, move: Move): Promise<void> {
    const units = this.#units.get(market) as MarketUnits;
    const budget = 1 + (move.c % 9000);
    const side = move.d % 2 === 0 ? Side.sell : Side.buy;
    const price = side === Side.buy ? 120 : 80;
    const most = Math.floor(budget / (price * units.quoteMinorPerTickLot));
    const need = side === Side.buy ? BigInt(budget) : costOf(units, side, price, most);
    const terms = { type: OrderType.market, side, timeInForce: TimeInForce.ioc, postOnly: false };
    if (need > 0n)
      await this.#submit(account, market, need, { ...terms, price, quantity: 0, budget });
  }

  async #submit(
    account: AccountId,
    market: string,
    amount: bigint,
    order: Pick<PlaceOrder, 'type' | 'side' | 'timeInForce' | 'postOnly'> & {
      readonly price: number;
      readonly quantity: number;
      readonly budget: number;
    },
  ): Promise<void> {
    this.#ids += 1;
    const id = orderId(this.#ids);
    const clientOrderId = `c${id}`;
    const [base = '', quote = ''] = market.split('-');
    const command: Command = {
      kind: 'PlaceOrder',
      orderId: id,
      accountId: account,
      side: order.side,
      type: order.type,
      timeInForce: order.timeInForce,
      postOnly: order.postOnly,
      priceTicks: priceTicks(order.price),
      quantityLots: lots(order.quantity),
      makerFeePpm: ppm(30_000),
      takerFeePpm: ppm(70_000),
      clientOrderId,
      ...rareTerms(this.#ids, order),
    };
    if (order.budget === 0) {
      const { price, quantity: total, side } = order;
      this.#orders.add({ id, market, accountId: account, side, price, total, remaining: total });
    }
    const isPublished = await this.#publish(commandTopic(market), account, command, {
      kind: 'order',
      orderId: id,
      market,
      asset: order.side === Side.buy ? quote : base,
      amount: money(amount),
      clientOrderId,
      requestDigest: '',
      nowUs: timestampUs(this.#time),
    });
    if (isPublished) this.clientOrderIds.push({ accountId: account, id: clientOrderId });
    else this.#orders.remove(id);
  }

  async #amend(move: Move): Promise<void> {
    const order = this.#orders.pick(move.a);
    if (order === undefined) return;
    // Now and then a price or a total that the engine refuses: its reservation must come back.
    const price = move.c % 13 === 0 ? 2_000_000 : order.price - 6 + (move.b % 13);
    const total = move.d % 9 === 0 ? 1 : Math.max(1, order.total - 10 + (move.d % 25));
    const command: Command = {
      kind: 'AmendOrder',
      orderId: orderId(order.id),
      accountId: order.accountId,
      priceTicks: priceTicks(price),
      quantityLots: lots(total),
      makerFeePpm: ppm(30_000),
      takerFeePpm: ppm(70_000),
      ...selfTradePrevention(move.c),
    };
    const units = this.#units.get(order.market) as MarketUnits;
    const amount = amendNeed(units, order, { price, total });
    const reservation: Reservation = { kind: 'amend', orderId: orderId(order.id), amount };
    await this.#publish(commandTopic(order.market), order.accountId, command, reservation);
  }

  async #cancel(account: AccountId, market: string, move: Move): Promise<void> {
    const order = this.#orders.pick(move.c);
    const command: Command =
      order === undefined || move.d % 6 === 0
        ? { kind: 'CancelAllOrders', accountId: account, side: null }
        : { kind: 'CancelOrder', orderId: orderId(order.id), accountId: order.accountId };
    const target = command.kind === 'CancelOrder' ? order?.market : market;
    await this.#publish(commandTopic(target ?? market), account, command, { kind: 'none' });
  }

  async #transfer(
    kind: 'Deposit' | 'Withdraw',
    account: AccountId,
    asset: string,
    amount: bigint,
  ): Promise<void> {
    this.#ids += 1;
    const transfer = { transactionId: `t${this.#ids}`, asset, amount: money(amount) };
    const command: Command = { kind, accountId: account, ...transfer };
    const reservation: Reservation =
      kind === 'Deposit' ? { kind: 'none' } : { kind: 'withdrawal', ...transfer };
    await this.#publish(LEDGER_TOPIC, account, command, reservation);
  }

  /** False when the edge refuses. */
  async #publish(
    topic: string,
    account: AccountId,
    command: Command,
    reservation: Reservation,
  ): Promise<boolean> {
    const admission: Admission = { topic, epoch: this.#epoch, reservation, accountId: account };
    const [outcome] = await this.#store.admit(SESSION, [admission]);
    if (outcome?.kind !== 'admitted') return false;
    await this.#append(topic, [command], outcome.sequence);
    return true;
  }

  /** `sequence` null: a control record. */
  async #append(
    topic: string,
    commands: readonly Command[],
    sequence: number | null,
  ): Promise<void> {
    const batch = {
      sessionId: sequence === null ? sessionId(0) : SESSION,
      sessionEpoch: sequence === null ? epoch(0) : this.#epoch,
      firstSequence: commandSequence(sequence ?? 0),
      timestampUs: timestampUs(this.#time),
      prevHash: sequence === null ? 0 : (this.#prevHash.get(topic) ?? 0),
      commands,
    };
    const bytes = encodeCommandBatch(batch);
    if (sequence !== null) this.#prevHash.set(topic, batchCrc(bytes));
    const at = await this.#log.append(topic, [bytes]);
    const market = MARKETS.find((each) => commandTopic(each) === topic);
    if (market !== undefined) await this.#answer(market, batch, at);
  }

  async #answer(
    market: string,
    batch: Parameters<MarketMachine['applyBatch']>[0],
    at: Offset,
  ): Promise<void> {
    const events = (this.machines.get(market) as MarketMachine).applyBatch(batch, at);
    this.eventBatches.push({ market, batch: events });
    const bytes = encodeEventBatch(events);
    // Every third batch is written twice, as after a take-over.
    await this.#log.append(eventTopic(market), at % 3 === 2 ? [bytes, bytes] : [bytes]);
    for (const event of events.events) this.#orders.learn(event);
  }
}
