/** Random commands for one market, by seed; most make sense, some never do. */
import {
  AccountStatus,
  type Command,
  MarketStatus,
  OrderType,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from '../../../proto/messages.ts';
import { place } from './desk.ts';
import { command, definition } from './tape.ts';

/** Small numbers on purpose: levels and accounts must meet often. */
export class RandomFlow {
  /** Log time, about. */
  nowUs = 0;
  #state: number;
  readonly #opened: object;
  #orderId = 0;

  /** `opened`: what the definition of its market says otherwise than that of the tape. */
  constructor(seed: number, opened: object = {}) {
    this.#state = seed >>> 0;
    this.#opened = opened;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  #someOrderId(): number {
    return Math.max(1, this.#orderId - this.below(40));
  }

  next(): Command {
    const accountId = 1 + this.below(3);
    const kind = this.below(100);
    if (kind < 60) return this.#place(accountId);
    if (kind < 78) {
      return command({
        kind: 'AmendOrder',
        orderId: this.#someOrderId(),
        accountId,
        priceTicks: this.pick([null, 90 + this.below(22)]),
        quantityLots: this.pick([null, this.below(14) + 1]),
        makerFeePpm: this.below(3_000),
        takerFeePpm: this.below(3_000),
        ...this.#selfTradePrevention(),
      });
    }
    if (kind < 96) {
      return command({ kind: 'CancelOrder', orderId: this.#someOrderId(), accountId });
    }
    const side = this.pick([null, Side.buy, Side.sell]);
    return command({ kind: 'CancelAllOrders', accountId, side });
  }

  #place(accountId: number): Command {
    // Now and then an id that was given already.
    if (this.#orderId === 0 || this.below(50) > 0) this.#orderId += 1;
    const byBudget = this.below(12) === 0;
    const order = place(this.#orderId, accountId, this.pick([Side.buy, Side.sell]), {
      type: this.below(4) === 0 ? OrderType.market : OrderType.limit,
      timeInForce: this.pick([TimeInForce.gtc, TimeInForce.gtc, TimeInForce.ioc, TimeInForce.fok]),
      postOnly: this.below(8) === 0,
      priceTicks: 88 + this.below(24),
      quantityLots: byBudget && this.below(10) > 0 ? 0 : 1 + this.below(14),
      ...(byBudget ? this.#quoteAmount() : { quoteBudgetMinor: 0 }),
      makerFeePpm: this.pick([0, 1_000, 999_999, 1_000_000]),
      takerFeePpm: this.below(500_000),
      ...(this.below(3) === 0 ? { trigger: this.#trigger() } : {}),
      ...this.#selfTradePrevention(),
      ...(this.below(4) === 0 ? { goodTillUs: Math.max(1, this.nowUs - 5 + this.below(300)) } : {}),
      ...(this.below(8) === 0 ? { replaces: this.#replacement() } : {}),
    });
    // Mostly where it may be: so others trade as much as ever.
    const { limit } = OrderType;
    const rests = order.type === limit && order.timeInForce === TimeInForce.gtc;
    const shows = this.below(rests ? 3 : 30) === 0;
    return shows ? ({ ...order, displayLots: 1 + this.below(4) } as unknown as Command) : order;
  }

  /** Spent by a buy, brought by a sell, now and then by both. */
  #quoteAmount(): object {
    const amount = 1 + this.below(3_000);
    if (this.below(2) === 0) return { quoteBudgetMinor: amount };
    return { quoteBudgetMinor: this.below(20) === 0 ? 1 : 0, quoteTargetMinor: amount };
  }

  #replacement(): object {
    const replaces = { orderId: this.#someOrderId(), rule: this.pick([1, 2]) };
    if (this.below(3) > 0) return replaces;
    return { ...replaces, held: { priceTicks: 90 + this.below(20), lots: 1 + this.below(3) } };
  }

  #trigger(): object {
    const { stopLoss, takeProfit } = TriggerKind;
    return { kind: this.pick([stopLoss, takeProfit]), priceTicks: 89 + this.below(22) };
  }

  #selfTradePrevention(): { readonly selfTradePrevention?: SelfTradePrevention } {
    if (this.below(3) > 0) return {};
    return { selfTradePrevention: this.pick(Object.values(SelfTradePrevention)) };
  }

  control(): Command {
    const epoch = this.below(6);
    switch (this.below(10)) {
      case 0:
        return command({ kind: 'SessionStarted', sessionId: 1, epoch, node: 'n' });
      case 1:
        return command({ kind: 'LeadershipClaimed', epoch, node: 'n' });
      case 2:
        return command({ kind: 'SnapshotMarked', markId: epoch });
      case 3:
        return command({ kind: 'DefineMarket', definition });
      case 4:
        return command({ kind: 'RulesActivated', version: this.pick([1, 2, 3, 3]) });
      case 5:
      case 6:
        return command({ kind: 'ClockTicked' });
      case 7:
        return this.#change();
      case 8: {
        const { active, blocked } = AccountStatus;
        const status = this.pick([active, active, active, active, blocked]);
        const accountId = 1 + this.below(3);
        return command({ kind: 'ChangeAccountStatus', accountId, status, reason: '' });
      }
      default: {
        const { trading, cancelOnly, halted } = MarketStatus;
        const status = this.pick([trading, trading, trading, cancelOnly, halted]);
        return command({ kind: 'ChangeMarketStatus', status, reason: '' });
      }
    }
  }
  /** Of the rules that the market was opened with; every third is none that it could have. */
  #change(): Command {
    const changes = [
      {},
      {},
      { priceStepTicks: 2 },
      { quantityStepLots: 3 },
      { minPriceTicks: 95, bidBandPpm: 60_000 },
      { maxQuantityLots: 8, maxOpenOrders: 3 },
      { lotSize: '0.01' },
      { minPriceTicks: 120 },
      { maxRestingOrders: 41 },
    ];
    const changed = { ...definition, ...this.#opened, ...this.pick(changes) };
    return command({ kind: 'ChangeMarket', definition: changed });
  }
}
