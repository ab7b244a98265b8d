/** Cancels and amends orders of which the owner is checked here: someone else's does not exist. */
import { feeRates } from '../ports/account-store/fee-tiers.ts';
import type { AccountId, Lots, OrderId, PriceTicks } from '../proto/units.ts';
import { type Accounts, accountsNotReady } from './accounts.ts';
import type { CommandsOut } from './commands-out.ts';
import { amendNeed } from './holds.ts';
import type { MarketView } from './market-data/market-view.ts';
import { isOpen, isRejected, type OrderRecord } from './market-data/order-index.ts';
import { isWaiting, type OrderState } from './market-data/order-state.ts';
import type { MarketDesk, Markets } from './markets.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OrderLookup } from './order-lookup.ts';
import { copyOf } from './order-outcome.ts';
import {
  type AmendOrderOutcome,
  type AmendOrderRequest,
  type CancelAllOutcome,
  type CancelAllRequest,
  type CancelOrderOutcome,
  type CancelOrderRequest,
  type OutcomeUnknown,
  sideOf,
} from './order-requests.ts';
import { type CommandAnswer, type CommandRequest, PendingCommand } from './pending-command.ts';
import {
  beingOpened,
  codeOfReason,
  isRefusal,
  type Refusal,
  refuse,
  refusedAdmission,
} from './refusal.ts';
import { readPrice, readQuantity } from './request-numbers.ts';

export interface OrderChangesOptions {
  readonly commands: CommandsOut;
  readonly markets: Markets;
  readonly accounts: Accounts;
  readonly lookup: OrderLookup;
  readonly orders: OrderDesk;
}

/** A new price and total of an open order, in the market's units. */
interface Amendment {
  readonly priceTicks: PriceTicks | null;
  readonly quantityLots: Lots | null;
}

const unknownOrder = (orderId: OrderId): Refusal => refuse('UNKNOWN_ORDER', `order ${orderId}`);

export class OrderChanges {
  readonly #options: OrderChangesOptions;
  /** One amend at a time per order: what it may need is reckoned from the terms it has. */
  readonly #amending = new Set<OrderId>();

  constructor(options: OrderChangesOptions) {
    this.#options = options;
  }

  cancel(request: CancelOrderRequest): Promise<CancelOrderOutcome> {
    const market = this.#marketOf(request);
    if (market !== null) return this.#cancel(request, market);
    return this.#notLive(request);
  }

  cancelAll(request: CancelAllRequest): Promise<CancelAllOutcome> {
    const desk = this.#options.markets.find(request.market);
    if (isRefusal(desk)) return Promise.resolve(desk);
    const { accountId } = request;
    const side = request.side === undefined ? null : sideOf(request.side);
    return this.#send<CancelAllOutcome>(
      {
        topic: desk.topic,
        accountId,
        command: { kind: 'CancelAllOrders', accountId, side },
        reservation: { kind: 'none' },
      },
      { kind: 'unknown', orderId: null, clientOrderId: null },
      ({ events, sequence }) => {
        const last = events[events.length - 1];
        if (last?.kind !== 'OrdersCanceled') return notInForce(events);
        return { kind: 'all-canceled', market: desk.market, count: last.count, sequence };
      },
    );
  }

  amend(request: AmendOrderRequest): Promise<AmendOrderOutcome> {
    const market = this.#marketOf(request);
    if (market === null) return this.#notLive(request);
    const desk = this.#options.markets.find(market);
    if (isRefusal(desk)) return Promise.resolve(desk);
    const order = desk.view.orders.findOpen(request.orderId);
    if (order === null) return this.#notLive(request);
    return this.#amend(request, desk, order);
  }

  async #amend(
    request: AmendOrderRequest,
    desk: MarketDesk,
    order: OrderState,
  ): Promise<AmendOrderOutcome> {
    const { accountId, orderId } = request;
    const { units } = desk;
    if (isWaiting(order)) return refuse('ORDER_WAITS', `order ${orderId} waits for its stop price`);
    const account = await this.#options.accounts.account(accountId);
    const whole = await this.#options.lookup.whole(order);
    const mode = isRejected(whole) ? undefined : whole.selfTradePrevention;
    if (account === 'not-yet') return accountsNotReady();
    if (units === null || account === 'none') return unknownOrder(orderId);
    const price = request.price === undefined ? null : readPrice(units, request.price);
    if (isRefusal(price)) return price;
    const quantity = request.quantity === undefined ? null : readQuantity(units, request.quantity);
    if (isRefusal(quantity)) return quantity;
    if (price === null && quantity === null) {
      return refuse('NOTHING_TO_AMEND', 'neither price nor quantity is given');
    }
    if (this.#amending.has(orderId)) return refuse('AMEND_IN_FLIGHT', `order ${orderId}`);
    const amendment: Amendment = { priceTicks: price, quantityLots: quantity };
    const after = {
      priceTicks: price ?? order.priceTicks,
      lots: quantity ?? order.quantityLots,
    };
    const before = { priceTicks: order.priceTicks, lots: order.quantityLots };
    const amount = amendNeed(units, {
      side: order.side,
      usedLots: (order.quantityLots - order.remainingLots) as Lots,
      before,
      after,
    });
    this.#amending.add(orderId);
    return this.#send<AmendOrderOutcome>(
      {
        topic: desk.topic,
        accountId,
        command: {
          kind: 'AmendOrder',
          orderId,
          accountId,
          ...amendment,
          ...(mode !== undefined && { selfTradePrevention: mode }),
          ...feeRates(account, units.definition),
        },
        reservation: { kind: 'amend', orderId, amount },
      },
      { kind: 'unknown', orderId, clientOrderId: order.clientOrderId },
      (answer) => amended(answer, orderId),
      () => this.#amending.delete(orderId),
    );
  }

  async #cancel(request: CancelOrderRequest, market: string): Promise<CancelOrderOutcome> {
    const { accountId, orderId } = request;
    const desk = this.#options.markets.find(market);
    if (isRefusal(desk)) return desk;
    return this.#send<CancelOrderOutcome>(
      {
        topic: desk.topic,
        accountId,
        command: { kind: 'CancelOrder', orderId, accountId },
        reservation: { kind: 'none' },
      },
      { kind: 'unknown', orderId, clientOrderId: null },
      (answer) => canceled(answer, orderId),
    );
  }

  /** The market of an own order that is open or on its way; null: neither. */
  #marketOf(request: { readonly accountId: AccountId; readonly orderId: OrderId }): string | null {
    const { accountId, orderId } = request;
    const placing = this.#options.orders.placing(orderId);
    if (placing !== null) return placing.accountId === accountId ? placing.market : null;
    for (const view of this.#options.markets.views()) {
      const order = view.orders.findOpen(orderId);
      if (order !== null) return order.accountId === accountId ? view.market : null;
    }
    return null;
  }

  async #notLive(request: {
    readonly accountId: AccountId;
    readonly orderId: OrderId;
  }): Promise<Refusal> {
    const order = await this.#options.lookup.find(request.accountId, request.orderId);
    if (order === null) return unknownOrder(request.orderId);
    // The read models have it; the view of its market is on its way to it.
    return isOpen(order) ? beingOpened(order.market) : notOpen(order);
  }

  #send<Outcome>(
    request: CommandRequest,
    unknown: Outcome & OutcomeUnknown,
    outcomeOf: (answer: CommandAnswer) => Outcome | Refusal,
    settled: () => void = () => {},
  ): Promise<Outcome | Refusal> {
    return new Promise((resolve) => {
      this.#options.commands.submit(
        new PendingCommand(request, {
          refused: (why) => {
            settled();
            resolve(refusedAdmission(why, { asset: '' }));
          },
          shed: (refusal) => {
            settled();
            resolve(refusal);
          },
          answered: (answer) => {
            settled();
            resolve(outcomeOf(answer));
          },
          expired: () => resolve(unknown),
        }),
      );
    });
  }
}

/** Neither done nor rejected: the record was passed over by an operator. */
function notInForce(events: CommandAnswer['events']): Refusal {
  const kinds = events.map((event) => event.kind).join(', ');
  return refuse('REJECTED_RESTARTED', `the command had no effect (${kinds || 'no event'})`);
}

function notOpen(order: OrderRecord): Refusal {
  return refuse('ORDER_NOT_OPEN', `order ${order.orderId} is ${order.status}`);
}

function ruledOut(view: MarketView, orderId: OrderId, code: ReturnType<typeof codeOfReason>) {
  if (code !== 'UNKNOWN_ORDER') return refuse(code, `order ${orderId}`);
  const order = view.orders.find(orderId);
  return order === null ? unknownOrder(orderId) : notOpen(order);
}

function canceled({ events, view }: CommandAnswer, orderId: OrderId): CancelOrderOutcome {
  const last = events[events.length - 1];
  if (last?.kind === 'CancelRejected') {
    return ruledOut(view, orderId, codeOfReason(last.reason));
  }
  const order = view.orders.find(orderId);
  if (last?.kind !== 'OrderDone' || order === null || isRejected(order)) return notInForce(events);
  return { kind: 'canceled', order: copyOf(order) };
}

function amended({ events, view }: CommandAnswer, orderId: OrderId): AmendOrderOutcome {
  const first = events[0];
  if (first?.kind === 'AmendRejected') return ruledOut(view, orderId, codeOfReason(first.reason));
  const order = view.orders.find(orderId);
  if (first?.kind !== 'OrderAmended' || order === null || isRejected(order)) {
    return notInForce(events);
  }
  return { kind: 'amended', order: copyOf(order) };
}
