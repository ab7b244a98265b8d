/** What a new order does to the one that it replaces, before it is judged itself. */
import { type PlaceOrder, RejectReason, ReplacementRule } from '../../proto/messages.ts';
import { cancelOrder } from './reference-cancels.ts';
import type { Emit, ReferenceMarket } from './reference-market.ts';

/** Cancels it, if there is one. Why the new order may not enter then; null: it may. */
export function endReplaced(
  market: ReferenceMarket,
  { accountId, replaces }: PlaceOrder,
  emit: Emit,
): RejectReason | null {
  if (replaces === undefined || market.defined === null) return null;
  const { orderId, rule, held } = replaces;
  const rests = market.book.find(orderId);
  const before = rests?.accountId === accountId ? { ...rests } : null;
  let wasCanceled = false;
  cancelOrder(market, { kind: 'CancelOrder', orderId, accountId }, (event) => {
    wasCanceled = event.kind === 'OrderDone';
    emit(event);
  });
  if (rule === ReplacementRule.stop && !wasCanceled) return RejectReason.notReplaced;
  if (held === undefined) return null;
  const isEnough = before?.priceTicks === held.priceTicks && before.remainingLots >= held.lots;
  return isEnough ? null : RejectReason.replacedHoldsLess;
}
