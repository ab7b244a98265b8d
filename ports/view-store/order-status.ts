import { assertNever } from '../../proto/assert.ts';
import { DoneReason } from '../../proto/messages.ts';

export type OrderStatus =
  | 'open'
  | 'partially_filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  /** Self-trade prevention ended it. */
  | 'expired_in_match'
  | 'rejected';

/** Of an order that is over. */
export function statusOfDone(
  reason: DoneReason,
): Exclude<OrderStatus, 'open' | 'partially_filled' | 'rejected'> {
  switch (reason) {
    case DoneReason.canceled:
      return 'canceled';
    case DoneReason.expired:
      return 'expired';
    case DoneReason.filled:
      return 'filled';
    case DoneReason.expiredInMatch:
      return 'expired_in_match';
    default:
      return assertNever(reason);
  }
}
