/**
 * Forgets client order ids whose orders have long been over.
 *
 *   closed/<time>/<first order>   today: the orders that one transaction found over then
 *   closed/<time>/client/A/id     of builds before: one order, with an empty value
 */
import type { TimestampUs } from '../../proto/units.ts';
import { CLIENT_ORDERS, CLOSED, OVERS } from './account-rows.ts';
import type { StagedChanges } from './account-storage.ts';
import { keys } from './account-tables.ts';
import { RowBytes } from './row-bytes.ts';

/** Tells how many. */
export function sweepClientOrderIds(changes: StagedChanges, closedBeforeUs: TimestampUs): number {
  let count = 0;
  const bytes = new RowBytes();
  for (const [key, value] of changes.range('closed/', keys.closedBefore(closedBeforeUs))) {
    changes.remove(key);
    if (value.length === 0) {
      // closed/<time>/<key of the client order id>
      changes.remove(key.split('/').slice(2).join('/'));
      count += 1;
      continue;
    }
    bytes.shorten(0);
    bytes.at = 0;
    bytes.append(value, value.length);
    for (const closed of CLOSED.decode(bytes, value.length)) {
      changes.putRow(OVERS, closed.orderId, '', null);
      const stored = changes.row(CLIENT_ORDERS, closed.accountId, closed.clientOrderId);
      // It may be another order's by now.
      if (stored?.orderId !== closed.orderId) continue;
      changes.putRow(CLIENT_ORDERS, closed.accountId, closed.clientOrderId, null);
      count += 1;
    }
  }
  return count;
}
