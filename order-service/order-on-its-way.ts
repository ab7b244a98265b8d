/**
 * An order from its request to its outcome. One object for all that hear of it: a busy service has
 * thousands on their way, and each time the young generation is collected they are copied.
 */
import type { MarketUnits } from '../proto/market-units.ts';
import type { AccountId, OrderId } from '../proto/units.ts';
import type { TradingAccount } from './accounts.ts';
import type { Placing } from './existing-order.ts';
import { isRejected } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import type { MarketDesk } from './markets.ts';
import { copyOf, notPlaced } from './order-outcome.ts';
import type { PlaceOrderOutcome, PlaceOrderRequest } from './order-requests.ts';
import type { OrderTerms } from './order-terms.ts';
import type { AdmissionRefused, CommandAnswer, CommandListener } from './pending-command.ts';
import type { Refusal } from './refusal.ts';
import type { Replaced } from './replaced-order.ts';

/** Everything that an accepted request turned into. */
export interface Ticket {
  readonly request: PlaceOrderRequest;
  readonly desk: MarketDesk;
  readonly units: MarketUnits;
  readonly account: TradingAccount;
  readonly terms: OrderTerms;
  readonly orderId: OrderId;
  readonly clientOrderId: string;
  readonly requestDigest: string;
  /** The order that had the client order id and is over. */
  readonly takenOverFrom: OrderId | null;
  /** null: it is an order beside all others. */
  readonly replaced: Replaced | null;
  /** Hears the events before the outcome is told. */
  readonly hear: (answer: CommandAnswer) => void;
}

/** Who sent it on its way. */
export interface Sender {
  /** It is on its way no more. */
  over(orderId: OrderId): void;
  /** What becomes of one that the account store refused: it may be sent once more. */
  refused(why: AdmissionRefused, ticket: Ticket): PlaceOrderOutcome | Promise<PlaceOrderOutcome>;
}

/** Who is told what became of an order: one of these, once. */
export interface OutcomeListener {
  /** The market has it, and this is how it stands now. It goes on changing: to be read at once. */
  placed(order: OrderState): void;
  told(outcome: PlaceOrderOutcome): void;
  failed(error: unknown): void;
}

/** For whoever waits. */
export class AwaitedOutcome implements OutcomeListener {
  readonly outcome: Promise<PlaceOrderOutcome>;
  told: (outcome: PlaceOrderOutcome) => void = () => {};
  failed: (error: unknown) => void = () => {};

  constructor() {
    this.outcome = new Promise((resolve, reject) => {
      this.told = resolve;
      this.failed = reject;
    });
  }

  placed(order: OrderState): void {
    this.told({ kind: 'placed', order: copyOf(order) });
  }
}

export class OrderOnItsWay implements CommandListener, Placing {
  readonly #sender: Sender;
  readonly #ticket: Ticket;
  readonly #listener: OutcomeListener;
  #isTold = false;
  /** What was told although it is on its way still: that it is durable, or has no answer in time. */
  #toldBefore: PlaceOrderOutcome | null = null;
  /** Of others that wait for it as well; null: there were none so far. */
  #awaited: AwaitedOutcome | null = null;

  constructor(sender: Sender, ticket: Ticket, listener: OutcomeListener) {
    this.#sender = sender;
    this.#ticket = ticket;
    this.#listener = listener;
  }

  get accountId(): AccountId {
    return this.#ticket.request.accountId;
  }

  get market(): string {
    return this.#ticket.desk.market;
  }

  /** To be asked for while it is on its way. */
  get outcome(): Promise<PlaceOrderOutcome> {
    if (this.#toldBefore !== null) return Promise.resolve(this.#toldBefore);
    this.#awaited ??= new AwaitedOutcome();
    return this.#awaited.outcome;
  }

  refused(why: AdmissionRefused): void {
    this.#sender.over(this.#ticket.orderId);
    const outcome = this.#sender.refused(why, this.#ticket);
    if (!(outcome instanceof Promise)) return this.#tell(outcome);
    outcome
      .then((told) => this.#tell(told))
      .catch((error: unknown) => {
        this.#listener.failed(error);
        this.#awaited?.failed(error);
      });
  }

  shed(refusal: Refusal): void {
    this.#sender.over(this.#ticket.orderId);
    this.#tell(refusal);
  }

  published(): void {
    const { request, orderId, desk, clientOrderId } = this.#ticket;
    if (request.answerWhen !== 'durable') return;
    this.#tell({ kind: 'pending', orderId, market: desk.market, clientOrderId });
  }

  answered(answer: CommandAnswer): void {
    const { orderId, hear } = this.#ticket;
    this.#sender.over(orderId);
    hear(answer);
    if (this.#isTold) return;
    const order = answer.view.orders.find(orderId);
    if (order === null || isRejected(order)) return this.#tell(notPlaced(order, orderId));
    this.#isTold = true;
    this.#awaited?.placed(order);
    try {
      this.#listener.placed(order);
    } catch (error) {
      // One answer that cannot be made is no reason for the others of its record to wait.
      this.#listener.failed(error);
    }
  }

  expired(): void {
    const { orderId, clientOrderId } = this.#ticket;
    this.#tell({ kind: 'unknown', orderId, clientOrderId });
  }

  #tell(outcome: PlaceOrderOutcome): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#toldBefore = outcome;
    this.#awaited?.told(outcome);
    this.#listener.told(outcome);
  }
}
