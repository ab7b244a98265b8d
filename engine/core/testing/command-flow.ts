/**
 * A random flow of records for one market that learns from the events which orders rest, so that its
 * cancels and amends mostly hit. All kinds of command, right and wrong, several sessions, far prices.
 */
import {
  type Command,
  type CommandBatch,
  type Event,
  type MarketStatus,
  type OrderTrigger,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../../proto/messages.ts';
import type { PriceTicks } from '../../../proto/units.ts';
import { changeOfMarket } from './changed-markets.ts';
import {
  accountStatus,
  amend,
  batchOf,
  cancel,
  cancelAll,
  define,
  limit,
  startSession,
  status,
} from './market-fixture.ts';
import type { Random } from './random.ts';
import { quoteAmount, rareTerm, replacement, seldomPart } from './rare-terms.ts';

export interface FlowOptions {
  readonly random: Random;
  /** Prices are drawn around here, `spreadTicks` to either side. */
  readonly middleTicks: number;
  readonly spreadTicks: number;
  /** One price in so many is drawn from the whole range. */
  readonly farOneIn: number;
  /** Orders that rest, about. */
  readonly restingTarget: number;
  readonly maxRestingOrders: number;
  /** Absent: no limit. */
  readonly maxOpenOrders?: number;
}

const ACCOUNTS = 12;
const SESSIONS = 4;
const RATES = [0, 1, 250, 1000, 2000, 500_000, 999_999];

interface Resting {
  readonly accountId: number;
  remaining: number;
}

const roomOf = ({ maxRestingOrders, maxOpenOrders }: FlowOptions) => ({
  maxRestingOrders,
  ...(maxOpenOrders !== undefined && { maxOpenOrders }),
});

export class CommandFlow {
  readonly #options: FlowOptions;
  readonly #random: Random;
  readonly #live: number[] = [];
  readonly #orders = new Map<number, Resting>();
  readonly #sessions = Array.from({ length: SESSIONS + 1 }, () => ({ epoch: 0, sent: 0, ids: 0 }));
  #middle: number;
  #timestampUs = 1_000;
  #leader = 0;
  #isTrading = true;

  constructor(options: FlowOptions) {
    this.#options = options;
    this.#random = options.random;
    this.#middle = options.middleTicks;
  }

  /** The records that open a market and its sessions. */
  opening(): readonly CommandBatch[] {
    return [
      this.#control([limit(1, 'buy', 1, 100), cancel(1), cancelAll(), amend(1, {})]),
      this.#control([define({ market: 'ETH-USD' }), define(roomOf(this.#options)), define()]),
      ...Array.from({ length: SESSIONS }, (_, index) => this.#open(index + 1)),
    ];
  }

  next(): CommandBatch {
    const random = this.#random;
    if (!this.#isTrading && random.oneIn(4)) return this.#control([this.#changeStatus('trading')]);
    if (random.oneIn(30)) return this.#control([this.#controlCommand()]);
    if (random.oneIn(30)) return this.#control([{ kind: 'ClockTicked' }]);
    const sessionId = random.between(1, SESSIONS);
    if (random.oneIn(300)) return this.#open(sessionId);
    const session = this.#sessions[sessionId]!;
    const commands = Array.from({ length: random.between(0, 12) }, () => this.#order(sessionId));
    const isStale = random.oneIn(100);
    const slip = random.oneIn(60) ? random.between(-3, 2) : 0;
    const firstSequence = Math.max(1, session.sent + 1 + slip);
    const sessionEpoch = Math.max(1, session.epoch + (isStale ? random.pick([-1, 1]) : 0));
    if (sessionEpoch === session.epoch && firstSequence <= session.sent + 1) {
      session.sent = Math.max(session.sent, firstSequence + commands.length - 1);
    }
    return batchOf(commands, { sessionId, sessionEpoch, firstSequence, timestampUs: this.#tick() });
  }

  /** What the market said: which orders rest now, or wait. */
  learn(events: readonly Event[]): void {
    for (const event of events) {
      if (event.kind === 'OrderAccepted' && event.trigger !== undefined) {
        this.#rested(event.orderId, event.accountId, event.quantityLots);
      } else if (event.kind === 'OrderTriggered') this.#gone(event.orderId);
      else if (event.kind === 'OrderRested') {
        this.#rested(event.orderId, event.accountId, event.remainingLots);
      } else if (event.kind === 'TradeExecuted' && event.makerRemainingLots === 0) {
        this.#gone(event.makerOrderId);
      } else if (event.kind === 'OrderDone') this.#gone(event.orderId);
      else if (event.kind === 'OrderAmended' && !event.keptPriority) this.#gone(event.orderId);
    }
  }

  #rested(orderId: number, accountId: number, remaining: number): void {
    this.#live.push(orderId);
    this.#orders.set(orderId, { accountId, remaining });
  }

  #gone(orderId: number): void {
    this.#orders.delete(orderId);
  }

  #control(commands: readonly Command[]): CommandBatch {
    return batchOf(commands, { timestampUs: this.#tick() });
  }

  /** Log time mostly goes forward. */
  #tick(): number {
    this.#timestampUs += this.#random.between(-20, 200);
    return Math.max(0, this.#timestampUs);
  }

  #open(sessionId: number): CommandBatch {
    const session = this.#sessions[sessionId]!;
    session.epoch += 1;
    session.sent = 0;
    return this.#control([startSession(sessionId, session.epoch)]);
  }

  #controlCommand(): Command {
    const random = this.#random;
    const node = random.pick(['engine-a', 'engine-b']);
    switch (random.below(11)) {
      case 0:
        return { kind: 'ClockTicked' };
      case 1:
        return { kind: 'SnapshotMarked', markId: random.below(2 ** 30) };
      case 2: {
        const epoch = this.#leader + random.between(0, 2);
        if (epoch === this.#leader + 1) this.#leader = epoch;
        return { kind: 'LeadershipClaimed', epoch, node } as unknown as Command;
      }
      case 3:
        return { kind: 'RulesActivated', version: random.between(1, 3) };
      case 4:
        return startSession(random.between(1, SESSIONS), random.between(0, 1));
      case 5:
        return define({ maxRestingOrders: 5 });
      case 6:
        return { kind: 'CommandQuarantined', offset: 3, reason: 'seen' } as unknown as Command;
      case 7:
        // Without a session an id is known to be used only while its order rests.
        return limit(this.#someOrder().orderId, 'buy', 1, this.#middle);
      case 8:
        return accountStatus(random.between(1, ACCOUNTS), random.oneIn(5) ? 'blocked' : 'active');
      case 9:
        return changeOfMarket(random, roomOf(this.#options));
      default:
        return this.#changeStatus(random.pick(['cancelOnly', 'halted', 'trading']));
    }
  }

  #changeStatus(name: keyof typeof MarketStatus): Command {
    this.#isTrading = name === 'trading';
    return status(name);
  }

  #order(sessionId: number): Command {
    const random = this.#random;
    if (random.oneIn(50)) this.#middle += random.pick([-3, -1, 1, 3]);
    const crowded = this.#orders.size > this.#options.restingTarget;
    const dice = random.below(100);
    if (dice < (crowded ? 30 : 8)) return this.#cancel();
    if (dice < (crowded ? 45 : 20)) return this.#amend();
    if (dice < (crowded ? 47 : 21)) {
      const side = random.pick([null, null, Side.buy, Side.sell]);
      return cancelAll(random.between(1, ACCOUNTS), side);
    }
    return this.#place(sessionId);
  }

  #place(sessionId: number): Command {
    const random = this.#random;
    const isMarket = random.oneIn(6);
    const isBudget = isMarket && random.oneIn(2);
    const side = random.pick(['buy', 'sell'] as const);
    const kinds = isMarket
      ? [TimeInForce.ioc, TimeInForce.ioc, TimeInForce.fok]
      : [TimeInForce.gtc, TimeInForce.gtc, TimeInForce.gtc, TimeInForce.ioc, TimeInForce.fok];
    const price = this.#price(side, isMarket ? -1 : random.below(4) - 2);
    const lots = isBudget && !random.oneIn(20) ? 0 : this.#lots();
    const replaced = random.oneIn(12) ? this.#someOrder() : null;
    return limit(this.#newId(sessionId), side, lots, price, {
      accountId: replaced?.accountId ?? random.between(1, ACCOUNTS),
      ...(replaced && replacement(random, replaced.orderId, this.#price(side, 0))),
      type: isMarket ? OrderType.market : OrderType.limit,
      timeInForce: random.oneIn(40) ? TimeInForce.gtc : random.pick(kinds),
      postOnly: random.oneIn(8),
      ...(isBudget ? quoteAmount(random, side, price) : { quoteBudgetMinor: 0 }),
      makerFeePpm: random.oneIn(200) ? 1_000_000 : random.pick(RATES),
      takerFeePpm: random.oneIn(200) ? 1_000_000 : random.pick(RATES),
      clientOrderId: random.oneIn(2) ? '' : `client-${random.below(1000)}-é漢`,
      ...(random.oneIn(7)
        ? { postOnly: random.oneIn(30), trigger: this.#trigger(), ...seldomPart(random) }
        : rareTerm(random, this.#timestampUs)),
      ...this.#selfTradePrevention(),
    });
  }

  /** Mostly near the market, so that it is reached soon, or was already. */
  #trigger(): OrderTrigger {
    const random = this.#random;
    const priceTicks = this.#price(random.pick(['buy', 'sell']), random.below(3) - 1) as PriceTicks;
    return { kind: random.pick(Object.values(TriggerKind)), priceTicks };
  }

  #selfTradePrevention(): { readonly selfTradePrevention?: SelfTradePrevention } {
    if (!this.#random.oneIn(3)) return {};
    return { selfTradePrevention: this.#random.pick(Object.values(SelfTradePrevention)) };
  }

  /** Ids of a session grow; seldom one is used again. */
  #newId(sessionId: number): number {
    const session = this.#sessions[sessionId]!;
    if (!this.#random.oneIn(80)) session.ids += this.#random.between(1, 2);
    return sessionId * 2 ** 45 + session.epoch * 2 ** 28 + session.ids;
  }

  #cancel(): Command {
    const { orderId, accountId } = this.#someOrder();
    return cancel(orderId, accountId);
  }

  #amend(): Command {
    const random = this.#random;
    const { orderId, accountId, remaining } = this.#someOrder();
    const price = random.oneIn(2) ? null : this.#price(random.pick(['buy', 'sell']), 0);
    const smaller = Math.max(1, remaining - random.between(1, 5));
    const lots = random.pick([null, smaller, smaller, this.#lots()]);
    const makerFeePpm = random.oneIn(200) ? 1_000_000 : random.pick(RATES);
    const takerFeePpm = random.pick(RATES);
    const change = { accountId, priceTicks: price, quantityLots: lots, makerFeePpm, takerFeePpm };
    return amend(orderId, { ...change, ...this.#selfTradePrevention() });
  }

  /** Mostly one that rests and its owner. */
  #someOrder(): { orderId: number; accountId: number; remaining: number } {
    const random = this.#random;
    const stranger = { accountId: random.between(1, ACCOUNTS), remaining: random.between(1, 40) };
    if (this.#live.length === 0) return { orderId: random.between(1, 50), ...stranger };
    for (let tries = 0; tries < 20; tries += 1) {
      const at = random.below(this.#live.length);
      const orderId = this.#live[at]!;
      const order = this.#orders.get(orderId);
      if (order !== undefined)
        return random.oneIn(30) ? { orderId, ...stranger } : { orderId, ...order };
      this.#live[at] = this.#live.at(-1)!;
      this.#live.pop();
      if (this.#live.length === 0 || random.oneIn(30)) return { orderId, ...stranger };
    }
    return { orderId: random.between(1, 50), ...stranger };
  }

  #lots(): number {
    const extremes = [10_001, 10_000, Number.MAX_SAFE_INTEGER];
    return this.#random.oneIn(150) ? this.#random.pick(extremes) : this.#random.between(1, 40);
  }

  /** `into` < 0: into the other side. */
  #price(side: 'buy' | 'sell', into: number): number {
    const random = this.#random;
    const { spreadTicks, farOneIn } = this.#options;
    if (random.oneIn(farOneIn)) return random.between(1, 2_000_000_100);
    const away = random.below(spreadTicks) * (into < 0 ? -1 : 1);
    return Math.max(1, side === 'buy' ? this.#middle - away : this.#middle + away);
  }
}
