/** What a client may ask for over its socket: the shape of each `op`. */

import { deadManBody } from '../http/dead-man-routes.ts';
import { decimal, marketName, side } from '../http/fields.ts';
import { onFailure, placeBody } from '../http/order-bodies.ts';
import { type Field, flag, integer, oneOf, optional, rawList, shape, text } from '../http/shape.ts';

const SAFE_MAX = Number.MAX_SAFE_INTEGER;

/** Echoed as it came: a string or an integer. */
const requestId: Field<string | number> = {
  schema: { type: ['string', 'integer'], maxLength: 64 },
  optional: false,
  read: (value, name) => {
    const isFine = typeof value === 'string' ? value.length <= 64 : Number.isSafeInteger(value);
    return isFine
      ? (value as string | number)
      : { kind: 'refused', code: 'INVALID_FIELD', detail: `${name} is a string or an integer` };
  },
};

const orderIdText = text({ pattern: /^\d{1,16}$/, what: 'an order id', example: '35184640524289' });
const channel = oneOf('book', 'trades', 'ticker', 'orders', 'account');
const timestamp: Field<string> = {
  schema: { type: ['string', 'integer'], description: 'milliseconds since 1970' },
  optional: false,
  read: (value, name) =>
    typeof value === 'string' || Number.isSafeInteger(value)
      ? String(value)
      : { kind: 'refused', code: 'INVALID_FIELD', detail: `${name} is milliseconds since 1970` },
};
const signatureText = text({
  pattern: /^[0-9a-zA-Z+/]{1,684}={0,2}$/,
  what: 'hex of an HMAC-SHA256, or base64 of a signature by a private key',
  example: '9f86d0…',
});
const keyText = text({ pattern: /^[A-Za-z0-9_-]{1,64}$/, what: 'an API key', example: 'k3v9…' });

/** Fields besides `op` and `id`. */
export function operations(limits: { readonly ordersMax: number }) {
  return {
    login: shape({ api_key: keyText, timestamp, signature: signatureText }),
    place: shape({ order: placeBody }),
    place_batch: shape({
      orders: rawList({ schema: placeBody.schema, least: 1, most: limits.ordersMax }),
    }),
    cancel: shape({ order_id: orderIdText }),
    cancel_all: shape({ market: marketName, side: optional(side) }),
    amend: shape({
      order_id: orderIdText,
      price: optional(decimal),
      quantity: optional(decimal),
    }),
    replace: shape({
      order_id: orderIdText,
      order: placeBody,
      on_failure: optional(onFailure),
    }),
    cancel_on_disconnect: shape({ enabled: flag }),
    cancel_all_after: deadManBody,
    subscribe: shape({
      channel,
      market: optional(marketName),
      depth: optional(integer({ least: 1, most: 5_000, what: 'levels of the snapshot' })),
      from_sequence: optional(integer({ least: 0, most: SAFE_MAX, what: 'resume behind it' })),
    }),
    unsubscribe: shape({ channel, market: optional(marketName) }),
    ping: shape({}),
  };
}

export type Operations = ReturnType<typeof operations>;
export type OperationName = keyof Operations;
export type OperationFields<Name extends OperationName> =
  Operations[Name] extends Field<infer T> ? T : never;

export const requestIdField = requestId;
export type RequestId = string | number;
