import { feeRates } from '../ports/account-store/fee-tiers.ts';
import type { PlaceOrder } from '../proto/messages.ts';
import type { Ticket } from './order-on-its-way.ts';

/** The command of an order. Terms that few orders have are absent from the others'. */
export function placeCommand({
  request,
  units,
  account,
  terms,
  orderId,
  clientOrderId,
  replaced,
}: Ticket): PlaceOrder {
  const { makerFeePpm, takerFeePpm } = feeRates(account, units.definition);
  const usual: PlaceOrder = {
    kind: 'PlaceOrder',
    orderId,
    accountId: request.accountId,
    side: terms.side,
    type: terms.type,
    timeInForce: terms.timeInForce,
    postOnly: terms.postOnly,
    priceTicks: terms.priceTicks,
    quantityLots: terms.quantityLots,
    makerFeePpm,
    takerFeePpm,
    quoteBudgetMinor: terms.quoteBudgetMinor,
    clientOrderId,
  };
  const { trigger, selfTradePrevention, quoteTargetMinor, displayLots, goodTillUs } = terms;
  const isUsual =
    trigger === undefined &&
    selfTradePrevention === undefined &&
    quoteTargetMinor === undefined &&
    displayLots === undefined &&
    goodTillUs === undefined &&
    replaced === null;
  if (isUsual) return usual;
  return {
    ...usual,
    ...(trigger !== undefined && { trigger }),
    ...(selfTradePrevention !== undefined && { selfTradePrevention }),
    ...(quoteTargetMinor !== undefined && { quoteTargetMinor }),
    ...(displayLots !== undefined && { displayLots }),
    ...(goodTillUs !== undefined && { goodTillUs }),
    ...(replaced !== null && { replaces: replaced.term }),
  };
}
