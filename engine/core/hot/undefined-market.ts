/** What a market answers to orders before it is defined. */
import { assertNever } from '../../../proto/assert.ts';
import { RejectReason } from '../../../proto/messages.ts';
import type { EventBuffer } from './event-buffer.ts';
import { Field, type OrderCommand, OrderCommandKind } from './order-command.ts';
import {
  writeAmendRejected,
  writeCancelRejected,
  writeOrdersCanceled,
  writeRejected,
} from './order-events.ts';

type Kind = (typeof OrderCommandKind)[keyof typeof OrderCommandKind];

export function refuseUndefined(events: EventBuffer, command: OrderCommand): void {
  const kind = command.ints[Field.kind] as Kind;
  const reason = RejectReason.marketNotDefined;
  switch (kind) {
    case OrderCommandKind.place:
    case OrderCommandKind.wait:
      writeRejected(events, command, reason);
      return;
    case OrderCommandKind.cancel:
      writeCancelRejected(events, command, reason);
      return;
    case OrderCommandKind.cancelAll:
      writeOrdersCanceled(events, command, 0);
      return;
    case OrderCommandKind.amend:
      writeAmendRejected(events, command, reason, null);
      return;
    default:
      assertNever(kind);
  }
}
