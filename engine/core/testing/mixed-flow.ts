/**
 * A seeded flow of command batches for one market: everything that a market's log may hold, right and
 * wrong. The price swings around a middle and most orders are soon gone, so that the slow book can
 * keep up; a few rest far away.
 */
import {
  type AmendOrder,
  type CancelAllOrders,
  type CancelOrder,
  type Command,
  type CommandBatch,
  MarketStatus,
  OrderType,
  type PlaceOrder,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../../proto/messages.ts';
import { flowDefinition } from './flow-definition.ts';
import { SeededRandom } from './seeded-random.ts';

const MIDDLE_TICKS = 1_000_000;
const KNOWN_ORDERS = 100;
const SESSIONS = [1, 2, 255];

interface Session {
  readonly id: number;
  epoch: number;
  nextSequence: number;
  orders: number;
}

/** Values of a message before they are branded. */
type Plain<T> = { readonly [Key in keyof T]: T[Key] extends string ? T[Key] : unknown };

export class MixedFlow {
  readonly random: SeededRandom;
  readonly #rulesMax: number;
  readonly #sessions: Session[] = SESSIONS.map((id) => ({
    id,
    epoch: 0,
    nextSequence: 1,
    orders: 0,
  }));
  readonly #known: { readonly orderId: number; readonly accountId: number }[] = [];
  #middle = MIDDLE_TICKS;
  #records = 0;
  #leadership = 0;
  #marks = 0;

  /** `rulesMax`: the newest rules that its market ever plays by; orders wait from version 2 on. */
  constructor(seed: number, { rulesMax }: { readonly rulesMax: number } = { rulesMax: 2 }) {
    this.random = new SeededRandom(seed);
    this.#rulesMax = rulesMax;
  }

  next(): CommandBatch {
    const { random } = this;
    this.#records += 1;
    // First one that cannot be traded, then the market's own.
    if (this.#records === 10 || this.#records === 20) return this.#control(this.#define());
    if (random.oneIn(40) || this.#records < 8) return this.#control(this.#controlCommand());
    const session = random.pick(this.#sessions);
    if (session.epoch === 0) return this.#control(this.#startSession(session));
    const commands = Array.from({ length: random.below(9) }, () => this.#order(session));
    if (random.oneIn(60)) return this.#strayed(session, commands);
    const batch = this.#batch(session.id, session.epoch, session.nextSequence, commands);
    session.nextSequence += commands.length;
    return batch;
  }

  #batch(id: number, epoch: number, sequence: number, commands: readonly Command[]): CommandBatch {
    // Goes back now and then: the machine's time must not.
    const timestampUs = 1_700_000_000_000_000 + 1_000 * this.#records - this.random.below(5_000);
    return {
      sessionId: id,
      sessionEpoch: epoch,
      firstSequence: sequence,
      timestampUs,
      prevHash: 0,
      commands,
    } as unknown as CommandBatch;
  }

  #control(command: Command): CommandBatch {
    return this.#batch(0, 0, 0, [command]);
  }

  /** Another epoch, a repeat, a gap, or an unknown session. */
  #strayed(session: Session, commands: readonly Command[]): CommandBatch {
    const { id, epoch, nextSequence } = session;
    switch (this.random.below(5)) {
      case 0:
        return this.#batch(id, epoch + 1, 1, commands);
      case 1:
        return this.#batch(id, Math.max(0, epoch - 1), nextSequence, commands);
      case 2:
        return this.#batch(id, epoch, nextSequence + 1 + this.random.below(3), commands);
      case 3:
        return this.#batch(77, 1, 1, commands);
      default: {
        // The first two were sent before; the rest is new and takes part.
        const from = Math.max(1, nextSequence - 2);
        session.nextSequence = Math.max(nextSequence, from + commands.length);
        return this.#batch(id, epoch, from, commands);
      }
    }
  }

  #controlCommand(): Command {
    const { random } = this;
    switch (random.below(10)) {
      case 0:
      case 1:
        return this.#startSession(random.pick(this.#sessions));
      case 2: {
        this.#leadership += random.below(4) > 0 ? 1 : 0;
        return plain({ kind: 'LeadershipClaimed', epoch: this.#leadership, node: 'engine-a' });
      }
      case 3:
        this.#marks += 1;
        return plain({ kind: 'SnapshotMarked', markId: this.#marks });
      case 4:
        return plain({
          kind: 'RulesActivated',
          version: Math.min(this.#rulesMax, 1 + random.below(3)),
        });
      case 5:
        return plain({ kind: 'ClockTicked' });
      case 6:
        return this.#define();
      case 7:
        return plain({ kind: 'CommandQuarantined', offset: 3, reason: 'poison' });
      case 8:
        return plain({ kind: 'ChangeMarketStatus', status: this.#status(), reason: 'by hand' });
      default:
        return this.#place(this.#newOrderId({ id: 0, epoch: 1, nextSequence: 0, orders: 0 }));
    }
  }

  #status(): MarketStatus {
    const { trading, cancelOnly, halted } = MarketStatus;
    return this.random.pick([trading, trading, trading, cancelOnly, halted]);
  }

  #define(): Command {
    const broken = this.#records < 20 ? { minPriceTicks: 0 } : {};
    const definition = flowDefinition(broken);
    return plain({ kind: 'DefineMarket', definition });
  }

  #startSession(session: Session): Command {
    const { random } = this;
    const epoch = random.oneIn(4) ? session.epoch : session.epoch + 1 + random.below(2);
    if (epoch > session.epoch) {
      session.epoch = epoch;
      session.nextSequence = 1;
    }
    return plain({
      kind: 'SessionStarted',
      sessionId: session.id,
      epoch,
      node: `order-service-${session.id}`,
    });
  }

  #order(session: Session): Command {
    const { random } = this;
    const kind = random.below(100);
    if (kind === 0) {
      // Never stays shut for long.
      const status = random.below(4) === 0 ? this.#status() : MarketStatus.trading;
      return plain({ kind: 'ChangeMarketStatus', status, reason: 'flow' });
    }
    if (kind < 55) return this.#place(this.#newOrderId(session));
    if (kind < 80) return this.#cancel();
    if (kind < 98) return this.#amend();
    const side = random.pick([null, Side.buy, Side.sell]);
    return plain<CancelAllOrders>({
      kind: 'CancelAllOrders',
      accountId: 1 + random.below(8),
      side,
    });
  }

  /** Ids of a session grow; now and then one comes again, of this session or of a lesser one. */
  #newOrderId(session: Session): number {
    const { random } = this;
    const count = session.id === 0 ? this.#records : session.orders + 1;
    const orderId = (session.id * 2 ** 17 + session.epoch) * 2 ** 28 + count;
    const known = random.pick(this.#known);
    if (known !== undefined && known.orderId < orderId && random.oneIn(50)) return known.orderId;
    session.orders += 1;
    return orderId;
  }

  #place(orderId: number): Command {
    const { random } = this;
    const accountId = random.oneIn(40) ? 2 ** 32 - 1 : 1 + random.below(8);
    const side = random.pick([Side.buy, Side.sell]);
    const order = {
      kind: 'PlaceOrder' as const,
      orderId,
      accountId,
      side,
      type: OrderType.limit as OrderType,
      timeInForce: TimeInForce.gtc as TimeInForce,
      postOnly: random.oneIn(12),
      priceTicks: this.#price(side),
      quantityLots: this.#quantity(),
      makerFeePpm: random.oneIn(90) ? 1_000_000 : random.pick([0, 100, 333_333]),
      takerFeePpm: random.oneIn(90) ? 1_000_000 : random.pick([0, 250, 999_999]),
      quoteBudgetMinor: 0,
      clientOrderId: random.oneIn(3) ? `c-${orderId}` : '',
    };
    this.#vary(order);
    const trigger = this.#rulesMax === 1 || !random.oneIn(8) ? null : this.#trigger();
    const at = this.#known.length < KNOWN_ORDERS ? this.#known.length : random.below(KNOWN_ORDERS);
    this.#known[at] = { orderId, accountId };
    return plain<PlaceOrder>(trigger === null ? order : { ...order, trigger });
  }

  #trigger(): unknown {
    const { random } = this;
    const priceTicks = random.oneIn(40) ? 5 : this.#middle + random.below(60) - 30;
    return { kind: random.pick(Object.values(TriggerKind)), priceTicks };
  }

  #vary(order: { -readonly [Key in keyof Plain<PlaceOrder>]: unknown }): void {
    const { random } = this;
    const kind = random.below(40);
    if (kind < 20) return;
    if (kind < 24) order.timeInForce = TimeInForce.ioc;
    else if (kind < 27) order.timeInForce = TimeInForce.fok;
    else if (kind < 33) {
      order.type = OrderType.market;
      order.timeInForce = random.pick([TimeInForce.ioc, TimeInForce.ioc, TimeInForce.fok]);
      if (!random.oneIn(8)) order.postOnly = false;
      if (random.oneIn(2)) order.priceTicks = order.side === Side.buy ? 1_000_500 : 999_500;
    } else if (kind < 36) {
      Object.assign(order, { type: OrderType.market, timeInForce: TimeInForce.ioc });
      Object.assign(order, { side: Side.buy, quantityLots: 0, postOnly: false });
      order.priceTicks = 1_000_000 + random.below(200);
      order.quoteBudgetMinor = random.oneIn(20) ? 10 : 1_000_000 * (1 + random.below(400));
      if (random.oneIn(10)) order.timeInForce = TimeInForce.fok;
      if (random.oneIn(20)) order.side = Side.sell;
    } else if (kind === 36) order.quantityLots = random.pick([0, 1, 1_000_001]);
    else if (kind === 37) order.priceTicks = random.pick([1, 9, 2_000_000_001, 2_147_483_647]);
    else if (kind === 38) order.timeInForce = TimeInForce.ioc;
  }

  /** Mostly a few ticks from the middle, seldom far outside of any window. */
  #price(side: Side): number {
    const { random } = this;
    if (random.oneIn(4)) this.#middle += random.below(3) - 1;
    if (random.oneIn(10)) this.#middle += Math.sign(MIDDLE_TICKS - this.#middle);
    if (random.oneIn(120)) {
      const far = [10, 11, 12, 2_000_000_000, 1_999_999_999, 1_500_000_000, 500];
      return random.pick(far);
    }
    if (random.oneIn(60)) return this.#middle + random.pick([-1, 1]) * random.below(700_000);
    const away = random.below(30) - 5;
    return side === Side.buy ? this.#middle - away : this.#middle + away;
  }

  #quantity(): number {
    return this.random.oneIn(50) ? 1_000_000 : 2 + this.random.below(100);
  }

  #someone(): { readonly orderId: number; readonly accountId: number } {
    const known = this.random.pick(this.#known) ?? { orderId: 1, accountId: 1 };
    return this.random.oneIn(30) ? { ...known, accountId: known.accountId - 1 } : known;
  }

  #cancel(): Command {
    const { orderId, accountId } = this.#someone();
    if (!this.random.oneIn(10)) {
      const at = this.#known.findIndex((order) => order.orderId === orderId);
      if (at !== -1) this.#known.splice(at, 1);
    }
    return plain<CancelOrder>({ kind: 'CancelOrder', orderId, accountId });
  }

  #amend(): Command {
    const { random } = this;
    const side = random.pick([Side.buy, Side.sell]);
    return plain<AmendOrder>({
      kind: 'AmendOrder',
      ...this.#someone(),
      priceTicks: random.oneIn(2) ? null : random.oneIn(20) ? 5 : this.#price(side),
      quantityLots: random.oneIn(3) ? null : random.oneIn(20) ? 1 : this.#quantity(),
      makerFeePpm: random.oneIn(50) ? 1_000_000 : 100,
      takerFeePpm: 250,
    });
  }
}

function plain<T extends Command>(command: Plain<T>): Command {
  return command as unknown as Command;
}
