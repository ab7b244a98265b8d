import { PROJECTION } from '../../ports/view-store/tables.ts';
import type { OrderRecord } from '../market-data/order-index.ts';
import type { OrderService } from '../order-service.ts';
import { beingOpened, type Refusal, refuse } from '../refusal.ts';

/** `exists`: the account store knows it, so that the views must come to know it. */
export type Belief = 'exists' | 'may-exist';

const FIND_POLL_MS = 10;

/**
 * An order that is over is found in the views, which may be on their way to it (after a restart, say):
 * the answer is "unknown" only when they have seen what this service has seen.
 */
export async function foundOrder(
  service: OrderService,
  find: () => Promise<OrderRecord | null>,
  belief: Belief,
): Promise<OrderRecord | Refusal> {
  const { clock } = service.ports;
  const untilMs = clock.monotonicMs() + service.limits.sequenceWaitMs;
  const seen = service.markets.views().map(({ market, sequence }) => ({ market, sequence }));
  for (;;) {
    // Asked before the look, so that a view that gets there in between is looked into once more.
    const isBehind = belief === 'exists' || (await viewsBehind(service, seen));
    const defined = definedMarkets(service);
    const order = await find();
    if (order !== null) return notShown([order], defined) ?? order;
    if (!isBehind) return refuse('UNKNOWN_ORDER', 'no such order');
    if (clock.monotonicMs() > untilMs) {
      return refuse('SEQUENCE_NOT_REACHED', 'the views have not reached the order yet');
    }
    await clock.sleep(FIND_POLL_MS);
  }
}

/** To be asked for before orders are read: without its market's units an order is not read right. */
export const definedMarkets = ({ markets }: OrderService): ReadonlySet<string> =>
  new Set(markets.views().flatMap(({ market, units }) => (units === null ? [] : [market])));

/** null: all of them can be shown. */
export function notShown(
  orders: readonly OrderRecord[],
  defined: ReadonlySet<string>,
): Refusal | null {
  const order = orders.find(({ market }) => !defined.has(market));
  return order === undefined ? null : beingOpened(order.market);
}

/** Where nobody folds anything there is nothing to wait for. */
async function viewsBehind(
  service: OrderService,
  seen: readonly { readonly market: string; readonly sequence: number }[],
): Promise<boolean> {
  for (const { market, sequence } of seen) {
    const reached = await service.history.sequence(PROJECTION.orders, market);
    if (reached >= sequence) continue;
    if (reached > 0 || (await isFolded(service, market))) return true;
  }
  return false;
}

/** Also when orders are missing, because they are folded anew. */
async function isFolded({ history }: OrderService, market: string): Promise<boolean> {
  for (const projection of Object.values(PROJECTION)) {
    if ((await history.sequence(projection, market)) > 0) return true;
  }
  return false;
}
