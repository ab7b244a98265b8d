/**
 * Forgets client order ids whose orders have long been over.
 *
 *   closed/<time>/<first order>   today: the orders that one transaction found over then
 *   closed/<time>/client/A/id     of builds before: one order, with an empty value
 */
import type { TimestampUs } from '../../proto/units.ts';
import { CLIENT_ORDERS, CLOSED, ENDED } from './account-rows.ts';
import type { StagedChanges } from './account-storage.ts';
import type { Sweep } from './account-store.ts';
import { keys, unreadable } from './account-tables.ts';
import { RowBytes } from './row-bytes.ts';
import { decodeRow } from './row-cells.ts';

/**
 * Of one transaction, and then the rest of its last row. Each id is on a page of its own, so that an
 * order costs some 20 µs of the processor, in which no order is admitted.
 */
export const SWEPT_ORDERS_MAX = 64;

const OLD_ENTRY = /^closed\/\d+\/(client\/.+)$/;

export function sweepClientOrderIds(changes: StagedChanges, closedBeforeUs: TimestampUs): Sweep {
  let [orders, freed] = [0, 0];
  const bytes = new RowBytes();
  for (const [key, value] of changes.entries('closed/', keys.closedBefore(closedBeforeUs))) {
    if (orders >= SWEPT_ORDERS_MAX) return { freed, isDone: false };
    changes.remove(key);
    if (value.length === 0) {
      const [, clientKey] = OLD_ENTRY.exec(key) ?? [];
      if (clientKey === undefined) throw unreadable(key);
      changes.remove(clientKey);
      orders += 1;
      freed += 1;
      continue;
    }
    bytes.shorten(0);
    bytes.at = 0;
    bytes.append(value, value.length);
    for (const closed of decodeRow(CLOSED, bytes, value.length, key)) {
      orders += 1;
      changes.putRow(ENDED, closed.orderId, '', null);
      const stored = changes.row(CLIENT_ORDERS, closed.accountId, closed.clientOrderId);
      // It may be another order's by now.
      if (stored?.orderId !== closed.orderId) continue;
      changes.putRow(CLIENT_ORDERS, closed.accountId, closed.clientOrderId, null);
      freed += 1;
    }
  }
  return { freed, isDone: true };
}
