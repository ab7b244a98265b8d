/** What a market answers to orders before it is defined. */
import { assertNever } from '../../../proto/assert.ts';
import { RejectReason } from '../../../proto/messages.ts';
import type { EventBuffer } from './event-buffer.ts';
import { commandInts, Field, OrderCommandKind } from './order-command.ts';
import {
  writeAmendRejected,
  writeCancelRejected,
  writeOrdersCanceled,
  writeRejected,
} from './order-events.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;

type Kind = (typeof OrderCommandKind)[keyof typeof OrderCommandKind];

export function refuseUndefined(events: EventBuffer): void {
  const kind = ROW[Field.kind] as Kind;
  const reason = RejectReason.marketNotDefined;
  switch (kind) {
    case OrderCommandKind.place:
    case OrderCommandKind.wait:
      writeRejected(events, reason);
      return;
    case OrderCommandKind.cancel:
      writeCancelRejected(events, reason);
      return;
    case OrderCommandKind.cancelAll:
      writeOrdersCanceled(events, 0);
      return;
    case OrderCommandKind.amend:
      writeAmendRejected(events, reason, null);
      return;
    default:
      assertNever(kind);
  }
}
