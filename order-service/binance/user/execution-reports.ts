/**
 * What a batch of events means to the accounts that listen: one `executionReport` per event of an own
 * order, in the order of the engine. One NEW, one TRADE per fill (to both parties), then the end.
 */
import { assertNever } from '../../../proto/assert.ts';
import {
  DoneReason,
  type Event,
  type EventBatch,
  OrderType,
  Side,
  TimeInForce,
  type TradeExecuted,
  type TradePrevented,
} from '../../../proto/messages.ts';
import type { AccountId, OrderId, Sequence } from '../../../proto/units.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import { isRejected } from '../../market-data/order-index.ts';
import type { OrderState } from '../../market-data/order-state.ts';
import type { PreventedMatch } from '../../market-data/prevented-match.ts';
import { type Filled, filledIn, NOTHING_FILLED } from './filled-in-batch.ts';

/** One report before it is written: the order as it was right behind the event. */
export interface ReportDraft {
  readonly accountId: AccountId;
  /** As it is after the whole batch; of a snapshot's order, not all is known (see `isWhole`). */
  readonly order: OrderState;
  readonly sequence: number;
  readonly execution: 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED' | 'TRADE_PREVENTION' | 'REPLACED';
  readonly status:
    | 'NEW'
    | 'PARTIALLY_FILLED'
    | 'FILLED'
    | 'CANCELED'
    | 'EXPIRED'
    | 'EXPIRED_IN_MATCH';
  readonly filledLots: number;
  readonly filledTickLots: number;
  readonly rests: boolean;
  /** For its stop price, or it did until it ended here. */
  readonly waits: boolean;
  /** null: not a fill. */
  readonly fill: FillOfDraft | null;
  /** null: self-trade prevention had no hand in it. */
  readonly prevented: PreventedOfDraft | null;
}

/** What self-trade prevention took of the order. */
interface PreventedOfDraft {
  readonly lots: number;
  /** From its beginning. */
  readonly totalLots: number;
  readonly match: PreventedMatch | null;
}

interface FillOfDraft {
  readonly trade: TradeExecuted;
  readonly side: Side;
  readonly liquidity: 'maker' | 'taker';
  readonly feeMinor: number;
}

/** Of accounts of which `listens` says so. */
export function reportDrafts(
  view: MarketView,
  batch: EventBatch,
  listens: (accountId: AccountId) => boolean,
): readonly ReportDraft[] {
  const fold = new DraftFold(view, batch, listens);
  for (const [index, event] of batch.events.entries()) fold.add(event, batch.firstSequence + index);
  return fold.drafts;
}

class DraftFold {
  readonly drafts: ReportDraft[] = [];
  readonly #view: MarketView;
  readonly #batch: EventBatch;
  readonly #listens: (accountId: AccountId) => boolean;
  /** What each order had filled right behind the event that was last added. */
  readonly #filled = new Map<OrderId, Filled>();
  /** What the whole batch filled of each order; null: nobody has asked yet. */
  #ofBatch: ReadonlyMap<OrderId, Filled> | null = null;
  /** Orders of which a prevented match told the end. */
  readonly #ended = new Set<OrderId>();

  constructor(view: MarketView, batch: EventBatch, listens: (accountId: AccountId) => boolean) {
    this.#view = view;
    this.#batch = batch;
    this.#listens = listens;
  }

  add(event: Event, sequence: number): void {
    switch (event.kind) {
      case 'OrderAccepted':
        this.#add(event, sequence, {
          execution: 'NEW',
          status: 'NEW',
          ...(event.trigger === undefined ? {} : { waits: true }),
        });
        return;
      case 'TradeExecuted':
        this.#traded(event, sequence);
        return;
      case 'TradePrevented':
        this.#prevented(event, sequence);
        return;
      case 'OrderAmended':
        this.#add(event, sequence, { execution: 'REPLACED', status: 'NEW' });
        return;
      case 'OrderTriggered':
        // It works from now on: the same report again, with `w`.
        this.#add(event, sequence, { execution: 'NEW', status: 'NEW' });
        return;
      case 'OrderDone':
        this.#done(event, sequence);
        return;
      default:
        // Nothing that an account's own orders became.
        return;
    }
  }

  #done(event: Event & { readonly kind: 'OrderDone' }, sequence: number): void {
    switch (event.reason) {
      case DoneReason.canceled:
        this.#add(event, sequence, { execution: 'CANCELED', status: 'CANCELED' });
        return;
      case DoneReason.expired:
        this.#add(event, sequence, { execution: 'EXPIRED', status: 'EXPIRED' });
        return;
      case DoneReason.expiredInMatch:
        if (this.#ended.has(event.orderId)) return;
        this.#lose(event, sequence, {
          lots: event.remainingLots,
          match: this.#order(event.orderId)?.preventedMatch ?? null,
          status: 'EXPIRED_IN_MATCH',
        });
        return;
      case DoneReason.filled:
        // Its last fill said so.
        return;
      default:
        assertNever(event.reason);
    }
  }

  /** Both lost something; whoever has nothing left ended with it. */
  #prevented(event: TradePrevented, sequence: number): void {
    const { accountId, makerOrderId, takerOrderId, priceTicks, quantityLots } = event;
    const index = sequence - this.#batch.firstSequence;
    for (const next of this.#batch.events.slice(index + 1, index + 3)) {
      if (next.kind === 'OrderDone') this.#ended.add(next.orderId);
    }
    const pairs = [
      [takerOrderId, makerOrderId],
      [makerOrderId, takerOrderId],
    ] as const;
    for (const [orderId, counterOrderId] of pairs) {
      const match = { matchId: sequence as Sequence, counterOrderId, priceTicks, quantityLots };
      const status = this.#ended.has(orderId) ? 'EXPIRED_IN_MATCH' : 'NEW';
      this.#lose({ accountId, orderId }, sequence, { lots: quantityLots, match, status });
    }
  }

  #lose(
    owner: { readonly accountId: AccountId; readonly orderId: OrderId },
    sequence: number,
    lost: Pick<PreventedOfDraft, 'lots' | 'match'> & Pick<ReportDraft, 'status'>,
  ): void {
    if (!this.#listens(owner.accountId)) return;
    const order = this.#order(owner.orderId);
    if (order === null) return;
    const { lots, match } = lost;
    const filled = this.#filledOf(order);
    filled.preventedLots += lots;
    const prevented = { lots, match, totalLots: filled.preventedLots };
    const isPartial = lost.status === 'NEW' && filled.lots > 0;
    const status = isPartial ? 'PARTIALLY_FILLED' : lost.status;
    this.#push(order, sequence, { execution: 'TRADE_PREVENTION', status, fill: null, prevented });
  }

  #traded(trade: TradeExecuted, sequence: number): void {
    const { takerSide } = trade;
    const makerSide = takerSide === Side.buy ? Side.sell : Side.buy;
    this.#filledBy(
      { accountId: trade.takerAccountId, orderId: trade.takerOrderId },
      { trade, side: takerSide, liquidity: 'taker', feeMinor: trade.takerFeeMinor },
      sequence,
    );
    this.#filledBy(
      { accountId: trade.makerAccountId, orderId: trade.makerOrderId },
      { trade, side: makerSide, liquidity: 'maker', feeMinor: trade.makerFeeMinor },
      sequence,
    );
  }

  #filledBy(
    owner: { readonly accountId: AccountId; readonly orderId: OrderId },
    fill: FillOfDraft,
    sequence: number,
  ): void {
    if (!this.#listens(owner.accountId)) return;
    const order = this.#order(owner.orderId);
    if (order === null) return;
    const filled = this.#filledOf(order);
    const { priceTicks, quantityLots } = fill.trade;
    filled.lots += quantityLots;
    filled.tickLots += priceTicks * quantityLots;
    const isLast = filled.lots === order.filledLots && order.status === 'filled';
    const status = isLast ? 'FILLED' : 'PARTIALLY_FILLED';
    this.#push(order, sequence, { execution: 'TRADE', status, fill });
  }

  #add(
    owner: { readonly accountId: AccountId; readonly orderId: OrderId },
    sequence: number,
    what: Pick<ReportDraft, 'execution' | 'status'> & { readonly waits?: true },
  ): void {
    if (!this.#listens(owner.accountId)) return;
    const order = this.#order(owner.orderId);
    if (order === null) return;
    const isAmendOfFilled = what.execution === 'REPLACED' && this.#filledOf(order).lots > 0;
    const status = isAmendOfFilled ? 'PARTIALLY_FILLED' : what.status;
    this.#push(order, sequence, { ...what, status, fill: null });
  }

  #push(
    order: OrderState,
    sequence: number,
    {
      waits,
      ...what
    }: Pick<ReportDraft, 'execution' | 'status' | 'fill'> &
      Partial<Pick<ReportDraft, 'prevented'>> & { readonly waits?: true },
  ): void {
    const { lots, tickLots } = this.#filledOf(order);
    const mayRest = order.type === OrderType.limit && order.timeInForce === TimeInForce.gtc;
    const isOpen = what.status === 'NEW' || what.status === 'PARTIALLY_FILLED';
    this.drafts.push({
      accountId: order.accountId,
      order: { ...order, fills: [] },
      sequence,
      filledLots: lots,
      filledTickLots: tickLots,
      rests: mayRest && isOpen && waits !== true,
      waits: waits === true || (order.trigger !== null && order.triggeredAtUs === 0),
      prevented: null,
      ...what,
    });
  }

  #order(orderId: OrderId): OrderState | null {
    const order = this.#view.orders.find(orderId);
    return order === null || isRejected(order) ? null : order;
  }

  /** First asked for: what it had before the batch, which is what it has less the batch's fills. */
  #filledOf(order: OrderState): Filled {
    const known = this.#filled.get(order.orderId);
    if (known !== undefined) return known;
    this.#ofBatch ??= filledIn(this.#batch.events);
    const { lots, tickLots, preventedLots } = this.#ofBatch.get(order.orderId) ?? NOTHING_FILLED;
    const filled: Filled = {
      lots: order.filledLots - lots,
      tickLots: order.filledTickLots - tickLots,
      preventedLots: order.preventedLots - preventedLots,
    };
    this.#filled.set(order.orderId, filled);
    return filled;
  }
}
