import type { RestingOrderColumns } from '../../proto/messages.ts';

/** The resting orders of a market that is not defined yet. */
export function emptyColumns(): RestingOrderColumns {
  return {
    orderId: new Float64Array(0),
    accountId: new Uint32Array(0),
    side: new Uint8Array(0),
    priceTicks: new Int32Array(0),
    quantityLots: new Float64Array(0),
    remainingLots: new Float64Array(0),
    makerFeePpm: new Uint32Array(0),
    priority: new Float64Array(0),
  };
}
