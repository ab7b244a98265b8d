/**
 * A new order in the place of another: the old one is canceled as by its owner, then the new one is
 * judged as any order is, all of it one command.
 *
 *   PlaceOrder, replaces ─▶ cancel: OrderDone │ CancelRejected ─▶ may it still enter? ─ no ─▶ OrderRejected
 *                                                                    └─ yes ─▶ order desk
 */
import {
  MarketStatus,
  type PlaceOrder,
  RejectReason,
  ReplacementRule,
} from '../../proto/messages.ts';
import { Found } from './book/book.ts';
import type { EventBuffer } from './hot/event-buffer.ts';
import type { OrderDesk } from './hot/order-desk.ts';
import { writeRejected } from './hot/order-events.ts';
import type { MarketControl } from './market-control.ts';
import { fillOrderCommand, type OrderCommandObject } from './order-command-of.ts';

const ALLOWED = 0;

/**
 * Fills the row, and first cancels what the command replaces. False: the new order was refused with
 * that, and there is nothing left to apply.
 */
export function fillOrReplace(
  command: OrderCommandObject,
  { desk, sessions }: Pick<MarketControl, 'desk' | 'sessions'>,
  events: EventBuffer,
): boolean {
  const isPlain = command.kind !== 'PlaceOrder' || command.replaces === undefined;
  // Where no market is defined there is nothing to cancel, and the order is refused for that.
  const refusal = isPlain || desk === null ? ALLOWED : cancelReplaced(command, desk);
  fillOrderCommand(command);
  if (refusal === ALLOWED) return true;
  sessions.takeOrderId();
  writeRejected(events, refusal);
  return false;
}

function cancelReplaced(
  { accountId, replaces }: PlaceOrder,
  desk: OrderDesk,
): RejectReason | typeof ALLOWED {
  if (replaces === undefined) return ALLOWED;
  const { orderId, rule, held } = replaces;
  fillOrderCommand({ kind: 'CancelOrder', orderId, accountId });
  const isOpen = desk.book.find() || desk.triggers.holds();
  const holdsLess = held !== undefined && !hasLeft(held, desk);
  const isCanceled = isOpen && desk.status !== MarketStatus.halted;
  desk.apply(false);
  if (!isCanceled && rule === ReplacementRule.stop) return RejectReason.notReplaced;
  return holdsLess ? RejectReason.replacedHoldsLess : ALLOWED;
}

function hasLeft(
  held: { readonly priceTicks: number; readonly lots: number },
  { book }: OrderDesk,
): boolean {
  if (!book.find()) return false;
  const found = book.describe();
  const isAt = found[Found.priceTicks] === held.priceTicks;
  return isAt && found[Found.remainingLots]! >= held.lots;
}
