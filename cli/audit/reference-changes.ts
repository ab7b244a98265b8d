/** Whether a market may be changed, closed, or opened again. */
import { type MarketDefinition, MarketStatus, RejectReason } from '../../proto/messages.ts';
import { arithmeticOf } from './market-arithmetic.ts';
import type { ReferenceMarket } from './reference-market.ts';
import { definitionIsValid } from './reference-refusals.ts';

export function changeRefusal(
  { defined, status }: ReferenceMarket,
  next: MarketDefinition,
): RejectReason | null {
  if (defined === null) return RejectReason.marketNotDefined;
  if (status === MarketStatus.closed) return RejectReason.marketClosed;
  const { definition } = defined;
  const arithmetic = arithmeticOf(next);
  const isTheSame =
    next.market === definition.market &&
    next.baseScale === definition.baseScale &&
    next.quoteScale === definition.quoteScale &&
    next.tickSize === definition.tickSize &&
    next.lotSize === definition.lotSize &&
    next.maxRestingOrders === definition.maxRestingOrders;
  const isValid =
    isTheSame && arithmetic !== null && definitionIsValid(definition.market, next, arithmetic);
  return isValid ? null : RejectReason.invalidDefinition;
}

/** A closed market stays closed; one with orders is not closed. */
export function statusChangeRefusal(
  market: ReferenceMarket,
  next: MarketStatus,
): RejectReason | null {
  if (market.defined === null) return RejectReason.marketNotDefined;
  if (market.status === MarketStatus.closed) return RejectReason.marketClosed;
  const open = market.book.size + market.triggers.count;
  return next === MarketStatus.closed && open > 0 ? RejectReason.ordersOpen : null;
}
