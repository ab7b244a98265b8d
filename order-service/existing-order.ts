/** An order that the same request made before. */
import type { AccountId, OrderId } from '../proto/units.ts';
import { isRejected, type OrderRecord } from './market-data/order-index.ts';
import type { Markets } from './markets.ts';
import { copyOf } from './order-outcome.ts';
import type { PlaceOrderOutcome } from './order-requests.ts';
import { codeOfReason, refuse } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

/** Finds orders that the live views do not hold (any more). */
export interface OrderHistory {
  order(accountId: AccountId, orderId: OrderId): Promise<OrderRecord | null>;
}

/** An order of which the first answer is not there yet. */
export interface Placing {
  readonly accountId: AccountId;
  readonly market: string;
  readonly outcome: Promise<PlaceOrderOutcome>;
}

export interface FirstOrder {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly market: string;
  readonly clientOrderId: string;
}

const HISTORY_POLL_MS = 20;

/** As it stands now. `placing`: it is on its way itself. */
export async function existingOrder(
  first: FirstOrder,
  about: {
    readonly context: ServiceContext;
    readonly markets: Markets;
    readonly history: OrderHistory;
    readonly placing: Placing | undefined;
  },
): Promise<PlaceOrderOutcome> {
  const { orderId, accountId, clientOrderId } = first;
  const { context, markets, history, placing } = about;
  if (placing !== undefined) {
    const outcome = await placing.outcome;
    return outcome.kind === 'placed' ? { kind: 'existing', order: outcome.order } : outcome;
  }
  const { clock } = context.ports;
  const untilMs = clock.monotonicMs() + context.limits.answerTimeoutMs;
  for (;;) {
    // Without its market's units its numbers can be neither read nor shown.
    const isDefined = markets.units(first.market) !== null;
    const order =
      markets.view(first.market)?.orders.find(orderId) ?? (await history.order(accountId, orderId));
    if (order !== null && isRejected(order)) {
      return refuse(codeOfReason(order.reason), 'the same answer as to the first request');
    }
    if (order !== null && isDefined) return { kind: 'existing', order: copyOf(order) };
    // Before a restart, perhaps: the market is being opened, or the views are on their way to it.
    if (clock.monotonicMs() > untilMs) return { kind: 'unknown', orderId, clientOrderId };
    await clock.sleep(HISTORY_POLL_MS);
  }
}
