/**
 * An order from its request to its outcome. One object for all that hear of it: a busy service has
 * thousands on their way, and each time the young generation is collected they are copied.
 */
import type { MarketUnits } from '../proto/market-units.ts';
import type { AccountId, OrderId } from '../proto/units.ts';
import type { TradingAccount } from './accounts.ts';
import type { Placing } from './existing-order.ts';
import type { MarketDesk } from './markets.ts';
import { placed } from './order-outcome.ts';
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

export class OrderOnItsWay implements CommandListener, Placing {
  readonly outcome: Promise<PlaceOrderOutcome>;
  readonly #sender: Sender;
  readonly #ticket: Ticket;
  #resolve: (outcome: PlaceOrderOutcome | Promise<PlaceOrderOutcome>) => void = () => {};

  constructor(sender: Sender, ticket: Ticket) {
    this.#sender = sender;
    this.#ticket = ticket;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get accountId(): AccountId {
    return this.#ticket.request.accountId;
  }

  get market(): string {
    return this.#ticket.desk.market;
  }

  refused(why: AdmissionRefused): void {
    this.#sender.over(this.#ticket.orderId);
    this.#resolve(this.#sender.refused(why, this.#ticket));
  }

  shed(refusal: Refusal): void {
    this.#sender.over(this.#ticket.orderId);
    this.#resolve(refusal);
  }

  published(): void {
    const { request, orderId, desk, clientOrderId } = this.#ticket;
    if (request.answerWhen !== 'durable') return;
    this.#resolve({ kind: 'pending', orderId, market: desk.market, clientOrderId });
  }

  answered(answer: CommandAnswer): void {
    const { orderId, hear } = this.#ticket;
    this.#sender.over(orderId);
    hear(answer);
    this.#resolve(placed(answer, orderId));
  }

  expired(): void {
    const { orderId, clientOrderId } = this.#ticket;
    this.#resolve({ kind: 'unknown', orderId, clientOrderId });
  }
}
