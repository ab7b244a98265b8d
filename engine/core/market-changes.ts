/** What may become of a market that is defined: its rules for orders to come, its status, its end. */
import { definitionProblem } from '../../proto/market-units.ts';
import { type MarketDefinition, MarketStatus, RejectReason } from '../../proto/messages.ts';
import type { OrderDesk } from './hot/order-desk.ts';

/** What every price, quantity and amount in the logs is counted in, and the room that the book has. */
const FIXED: readonly (keyof MarketDefinition)[] = [
  'market',
  'baseAsset',
  'baseScale',
  'quoteAsset',
  'quoteScale',
  'tickSize',
  'lotSize',
  'maxRestingOrders',
];

/** null: orders that come may be judged by `next`. */
export function changeRefusal(
  { status }: OrderDesk,
  current: MarketDefinition,
  next: MarketDefinition,
): RejectReason | null {
  if (status === MarketStatus.closed) return RejectReason.marketClosed;
  const isOther = FIXED.some((name) => next[name] !== current[name]);
  return isOther || definitionProblem(next) !== null ? RejectReason.invalidDefinition : null;
}

/** null: the market may have that status from here on. */
export function statusRefusal(desk: OrderDesk, next: MarketStatus): RejectReason | null {
  if (desk.status === MarketStatus.closed) return RejectReason.marketClosed;
  const open = desk.book.restingOrders + desk.triggers.count;
  return next === MarketStatus.closed && open > 0 ? RejectReason.ordersOpen : null;
}
