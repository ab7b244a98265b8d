/** What a replacement came to, for the doors that show it. */
import { isRejected } from '../market-data/order-index.ts';
import type { OrderState } from '../market-data/order-state.ts';
import type { PlaceOrderOutcome } from '../order-requests.ts';
import type { OrderService } from '../order-service.ts';
import { orderJson } from '../presentation.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { ReplaceOrderOutcome, ReplaceOrderRequest } from '../replacements.ts';

/** `old`: what became of the order that was to go; null: nobody asks any more. */
export interface Replaced {
  readonly kind: 'replaced';
  readonly placed: Extract<PlaceOrderOutcome, { readonly kind: 'placed' | 'existing' }>;
  readonly old: OrderState | Refusal | null;
}

/** One of the same client order id from before is shown as it stands; a refused one is a refusal. */
export async function replacementOf(
  service: OrderService,
  outcome: ReplaceOrderOutcome,
  { accountId, replaces }: Pick<ReplaceOrderRequest, 'accountId' | 'replaces'>,
): Promise<Replaced | Exclude<PlaceOrderOutcome, { readonly kind: 'placed' | 'existing' }>> {
  if (outcome.kind === 'existing') {
    const before = await service.lookup.find(accountId, replaces.orderId);
    const isCanceled = before !== null && !isRejected(before) && before.status === 'canceled';
    return { kind: 'replaced', placed: outcome, old: isCanceled ? before : null };
  }
  if (outcome.kind !== 'replaced') return outcome;
  const { canceled: old, placed } = outcome;
  if (!isRefusal(placed))
    return { kind: 'replaced', placed: { kind: 'placed', order: placed }, old };
  if (isRefusal(old)) return placed;
  return { ...placed, detail: `${placed.detail}; order ${replaces.orderId} was canceled` };
}

/** The member beside `order`. */
export async function halfShown(
  service: OrderService,
  old: Replaced['old'],
  problemOf: (refusal: Refusal) => object,
): Promise<{ readonly canceled?: object; readonly not_canceled?: object }> {
  if (old === null) return {};
  if (isRefusal(old)) return { not_canceled: problemOf(old) };
  const units = service.markets.view(old.market)?.units ?? null;
  if (units === null) throw new Error(`order ${old.orderId} of a market that is not defined`);
  return { canceled: orderJson(units, await service.lookup.whole(old)) };
}
