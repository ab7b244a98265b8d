/** One order for another in one command: both happen at one place in the log, or the second does not. */
import type { OrderId } from '../proto/units.ts';
import { isRejected } from './market-data/order-index.ts';
import type { OrderState } from './market-data/order-state.ts';
import type { OrderDesk } from './order-desk.ts';
import { copyOf } from './order-outcome.ts';
import type { PlaceOrderOutcome, PlaceOrderRequest } from './order-requests.ts';
import type { CommandAnswer } from './pending-command.ts';
import { codeOfReason, isRefusal, type Refusal, refuse } from './refusal.ts';

export type ReplaceOrderRequest = PlaceOrderRequest & {
  readonly replaces: NonNullable<PlaceOrderRequest['replaces']>;
};

/** Any other outcome than `replaced`: nothing was done, or done before, or nobody knows yet. */
export type ReplaceOrderOutcome =
  | {
      readonly kind: 'replaced';
      readonly canceled: OrderState | Refusal;
      readonly placed: OrderState | Refusal;
    }
  | Exclude<PlaceOrderOutcome, { readonly kind: 'placed' }>;

export class Replacements {
  readonly #orders: OrderDesk;

  constructor(orders: OrderDesk) {
    this.#orders = orders;
  }

  async replace(request: ReplaceOrderRequest): Promise<ReplaceOrderOutcome> {
    const heard: (OrderState | Refusal)[] = [];
    const outcome = await this.#orders.place(request, (answer) => {
      heard.push(canceledHalf(answer, request.replaces.orderId));
    });
    const [canceled] = heard;
    if (outcome.kind === 'placed') {
      return { kind: 'replaced', canceled: canceled!, placed: outcome.order };
    }
    // Where no event was heard, the refusal is not the market's.
    if (canceled === undefined || !isRefusal(outcome)) return outcome;
    return { kind: 'replaced', canceled, placed: outcome };
  }
}

function canceledHalf({ events, view }: CommandAnswer, orderId: OrderId): OrderState | Refusal {
  const first = events[0];
  if (first?.kind === 'CancelRejected') {
    return refuse(codeOfReason(first.reason), `order ${orderId} could not be canceled`);
  }
  const order = view.orders.find(orderId);
  if (first?.kind !== 'OrderDone' || order === null || isRejected(order)) {
    return refuse('REJECTED_RESTARTED', 'the record was passed over');
  }
  return copyOf(order);
}
