/** Places orders: from a request to a command, from its events to an outcome. */
import type { Reservation } from '../ports/account-store/account-store.ts';
import { limits as shared } from '../proto/limits.ts';
import { RejectReason } from '../proto/messages.ts';
import { type AccountId, money, type OrderId } from '../proto/units.ts';
import { type Absent, type Accounts, accountsNotReady, type TradingAccount } from './accounts.ts';
import type { CommandsOut } from './commands-out.ts';
import { ERRORS } from './error-codes.ts';
import {
  existingOrder,
  type FirstOrder,
  type OrderHistory,
  type Placing,
} from './existing-order.ts';
import { OrderTable } from './market-data/order-table.ts';
import type { Markets } from './markets.ts';
import type { OrderIds } from './order-ids.ts';
import {
  AwaitedOutcome,
  OrderOnItsWay,
  type OutcomeListener,
  type Sender,
  type Ticket,
} from './order-on-its-way.ts';
import type { PlaceOrderOutcome, PlaceOrderRequest } from './order-requests.ts';
import { noRoom, noRoomInMarket } from './order-room.ts';
import { termsOf } from './order-terms.ts';
import { isAway } from './patience.ts';
import { type AdmissionRefused, PendingCommand } from './pending-command.ts';
import { placeCommand } from './place-command.ts';
import { codeOfReason, isRefusal, type Refusal, refuse, refusedAdmission } from './refusal.ts';
import { countingOnHold, replacedBy } from './replaced-order.ts';
import { digestOf } from './request-digest.ts';
import type { ServiceContext } from './service-context.ts';

type OrderReservation = Reservation & { readonly kind: 'order' };

export interface OrderDeskOptions {
  readonly commands: CommandsOut;
  readonly markets: Markets;
  readonly accounts: Accounts;
  readonly history: OrderHistory;
  readonly orderIds: OrderIds;
}

const nobody = (): void => {};

const CLIENT_ORDER_ID = new RegExp(`^[.A-Z:/a-z0-9_-]{1,${shared.clientOrderIdBytesMax}}$`);
/** Refusals that another moment would not have seen. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set([
  'NO_LIQUIDITY',
  // Of the order to be replaced: it is over since.
  'UNKNOWN_ORDER',
  'TOO_MANY_OPEN_ORDERS',
  'TOO_MANY_WAITING_ORDERS',
]);

/** Reasons of the market that are none some time later. */
const PASSING_REFUSALS: ReadonlySet<string> = new Set(
  Object.values(RejectReason)
    .map(codeOfReason)
    .filter((code) => ERRORS[code].retryable),
);

const isRefusedForNow = (outcome: PlaceOrderOutcome): boolean =>
  outcome.kind === 'refused' && PASSING_REFUSALS.has(outcome.code);

export class OrderDesk {
  readonly #context: ServiceContext;
  readonly #options: OrderDeskOptions;
  readonly #placing = new OrderTable<Placing>();
  readonly #sender: Sender = {
    over: (orderId) => this.#placing.delete(orderId),
    refused: (why, ticket) => this.#refused(why, ticket),
  };

  constructor(context: ServiceContext, options: OrderDeskOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** An order that is on its way, so that it can be canceled before its answer. */
  placing(orderId: OrderId): Placing | null {
    return this.#placing.get(orderId) ?? null;
  }

  isPlacing(accountId: AccountId, market: string): boolean {
    const isIt = (each: Placing) => each.accountId === accountId && each.market === market;
    return [...this.#placing.values()].some(isIt);
  }

  /** `hear`: is told the market's answer, if there is one, right before the outcome. */
  place(request: PlaceOrderRequest, hear: Ticket['hear'] = nobody): Promise<PlaceOrderOutcome> {
    const awaited = new AwaitedOutcome();
    this.placeFor(request, awaited, hear);
    return awaited.outcome;
  }

  /** Not async: what arrives together is submitted together, when the accounts are known. */
  placeFor(
    request: PlaceOrderRequest,
    listener: OutcomeListener,
    hear: Ticket['hear'] = nobody,
  ): void {
    const { accounts } = this.#options;
    const account = accounts.known(request.accountId);
    if (account !== undefined)
      return this.#place(this.#ticketFor(request, account, hear), request, listener);
    accounts
      .account(request.accountId)
      .then((read) => this.#place(this.#ticketFor(request, read, hear), request, listener))
      .catch((error: unknown) => listener.failed(error));
  }

  /** Whether the order would be admitted now; null: it would. Nothing changes. */
  async check(request: PlaceOrderRequest): Promise<Refusal | null> {
    const { accountId } = request;
    const account = await this.#options.accounts.account(accountId);
    const ticket = this.#ticketFor(request, account, nobody);
    if (isRefusal(ticket)) return ticket;
    const full = noRoomInMarket(ticket.desk.view, request, ticket.terms.timeInForce);
    if (full !== null) return full;
    const { asset, amount } = ticket.terms.need;
    const balances = await this.#context.ports.accounts.balances(accountId);
    const available = balances.find((balance) => balance.asset === asset)?.available ?? 0n;
    return available < amount ? refuse('INSUFFICIENT_BALANCE', `not enough ${asset}`) : null;
  }

  #place(ticket: Ticket | Refusal, request: PlaceOrderRequest, listener: OutcomeListener): void {
    if (!isRefusal(ticket)) return this.#submit(ticket, listener);
    this.#refusedOrExisting(request, ticket)
      .then((outcome) => listener.told(outcome))
      .catch((error: unknown) => listener.failed(error));
  }

  // What the market and the account allow now says nothing of a request that was accepted before:
  // sent again, it is still that order.
  async #refusedOrExisting(
    request: PlaceOrderRequest,
    refusal: Refusal,
  ): Promise<PlaceOrderOutcome> {
    const { accountId, clientOrderId, clientOrderIdRule } = request;
    if (clientOrderId === undefined || clientOrderIdRule === 'while-open') return refusal;
    if (!CLIENT_ORDER_ID.test(clientOrderId)) return refusal;
    try {
      const claimed = await this.#context.ports.accounts.orderIdOf(accountId, clientOrderId);
      const isSame =
        claimed?.requestDigest === digestOf(request) ||
        // A rebuilt store does not know what was asked; the form of this request is right at least.
        (claimed?.requestDigest === '' && OF_THE_MOMENT.has(refusal.code));
      if (claimed === null || !isSame) return refusal;
      const first = await this.#existing({ ...claimed, accountId, clientOrderId });
      // It would be asked for anew, and that is refused.
      return isRefusedForNow(first) ? refusal : first;
    } catch (error) {
      if (!isAway(error)) throw error;
      return refuse('ACCOUNTS_UNAVAILABLE', 'the account store cannot be relied upon now');
    }
  }

  #ticketFor(
    request: PlaceOrderRequest,
    account: TradingAccount | Absent,
    hear: Ticket['hear'],
  ): Ticket | Refusal {
    const desk = this.#options.markets.find(request.market);
    if (isRefusal(desk)) return desk;
    const { units, view } = desk;
    if (units === null) return refuse('UNKNOWN_MARKET', `${request.market} is not defined`);
    if (account === 'not-yet') return accountsNotReady();
    if (account === 'none') return refuse('UNKNOWN_ACCOUNT', `no account ${request.accountId}`);
    const given = request.clientOrderId;
    if (given !== undefined && !CLIENT_ORDER_ID.test(given)) {
      return refuse('INVALID_FIELD', 'client_order_id has 1 to 36 of A-Z a-z 0-9 . _ : / -');
    }
    const full = noRoom(view, request);
    if (full !== null) return full;
    const replaced = replacedBy(request, view);
    if (isRefusal(replaced)) return replaced;
    const boundPpm = this.#context.limits.marketOrderBoundPpm;
    const terms = termsOf(request, view, { units, boundPpm });
    if (isRefusal(terms)) return terms;
    const orderId = this.#options.orderIds.next();
    return {
      request,
      desk,
      units,
      account,
      terms,
      orderId,
      // `~` is outside of what clients may choose: a generated id never meets a chosen one.
      clientOrderId: given ?? `~${orderId.toString(36)}`,
      requestDigest: given === undefined ? '' : digestOf(request),
      takenOverFrom: null,
      replaced,
      hear,
    };
  }

  #submit(ticket: Ticket, listener: OutcomeListener): void {
    const order = new OrderOnItsWay(this.#sender, ticket, listener);
    this.#placing.set(ticket.orderId, order);
    this.#options.commands.submit(new PendingCommand(this.#commandOf(ticket), order));
  }

  #submitAgain(ticket: Ticket): Promise<PlaceOrderOutcome> {
    const awaited = new AwaitedOutcome();
    this.#submit(ticket, awaited);
    return awaited.outcome;
  }

  #commandOf(ticket: Ticket): PendingCommand['request'] {
    const { desk, orderId, replaced, takenOverFrom } = ticket;
    const { accountId } = ticket.request;
    const { need } = ticket.terms;
    const reservation: OrderReservation = {
      kind: 'order',
      orderId,
      market: desk.market,
      asset: need.asset,
      amount: replaced === null ? need.amount : money(need.amount - replaced.covered),
      clientOrderId: ticket.clientOrderId,
      requestDigest: ticket.requestDigest,
      nowUs: this.#context.ports.clock.nowUs(),
    };
    return {
      topic: desk.topic,
      accountId,
      command: placeCommand(ticket),
      reservation: takenOverFrom === null ? reservation : { ...reservation, takenOverFrom },
    };
  }

  #refused(why: AdmissionRefused, ticket: Ticket): PlaceOrderOutcome | Promise<PlaceOrderOutcome> {
    const { request, terms, clientOrderId } = ticket;
    if (why.kind !== 'client-order-id-taken') {
      const counting = why.kind === 'insufficient-balance' ? this.#countingOnHold(ticket) : null;
      if (counting !== null) return this.#submitAgain(counting);
      return refusedAdmission(why, { asset: terms.need.asset });
    }
    if (request.clientOrderIdRule === 'while-open') return this.#takeOver(why, ticket);
    if (why.requestDigest !== '' && why.requestDigest !== ticket.requestDigest) {
      const detail = `client_order_id ${clientOrderId} stands for another request`;
      return refuse('CLIENT_ORDER_ID_CONFLICT', detail);
    }
    return this.#firstOrAnew(why, ticket);
  }

  /** What the market refused for the time being is asked for anew: the answer said so (ADR 53). */
  async #firstOrAnew(
    taken: { readonly orderId: OrderId; readonly market: string },
    ticket: Ticket,
  ): Promise<PlaceOrderOutcome> {
    const { request, clientOrderId } = ticket;
    const { accountId } = request;
    const outcome = await this.#existing({ ...taken, accountId, clientOrderId });
    if (!isRefusedForNow(outcome) || ticket.takenOverFrom === taken.orderId) return outcome;
    return this.#submitAgain({ ...this.#withNewId(ticket), takenOverFrom: taken.orderId });
  }

  /** Of two that take over the same id at once, the account store admits one. */
  #takeOver(
    taken: { readonly orderId: OrderId; readonly market: string },
    ticket: Ticket,
  ): PlaceOrderOutcome | Promise<PlaceOrderOutcome> {
    const { orderId } = taken;
    const view = this.#options.markets.view(taken.market);
    const isOpen =
      this.placing(orderId) !== null || (view?.orders.findOpen(orderId) ?? null) !== null;
    if (isOpen || ticket.takenOverFrom === orderId) {
      return refuse('CLIENT_ORDER_ID_CONFLICT', `order ${orderId} has it, and is open`);
    }
    return this.#submitAgain({ ...this.#withNewId(ticket), takenOverFrom: orderId });
  }

  /** Once more, with the money that the replaced order has on hold; null: that is none. */
  #countingOnHold(ticket: Ticket): Ticket | null {
    const { replaced, desk, units, terms } = ticket;
    if (replaced === null || replaced.covered > 0n) return null;
    const counting = countingOnHold(replaced, { view: desk.view, units, need: terms.need });
    return counting === null ? null : { ...this.#withNewId(ticket), replaced: counting };
  }

  /** Meanwhile greater ids may have been published, and the market takes none below those. */
  #withNewId(ticket: Ticket): Ticket {
    return { ...ticket, orderId: this.#options.orderIds.next() };
  }

  #existing(first: FirstOrder): Promise<PlaceOrderOutcome> {
    const { markets, history } = this.#options;
    const placing = this.#placing.get(first.orderId);
    return existingOrder(first, { context: this.#context, markets, history, placing });
  }
}
