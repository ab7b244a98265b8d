import type { AccountId } from '../../proto/units.ts';
import type { PlaceOrderRequest } from '../order-requests.ts';
import { clientOrderId, decimal, marketName, side } from './fields.ts';
import { type Field, flag, integer, oneOf, optional, rawList, shape } from './shape.ts';

const placeFields = {
  market: marketName,
  side,
  type: oneOf('limit', 'market'),
  price: optional(decimal),
  quantity: optional(decimal),
  quote_quantity: optional(decimal),
  display_quantity: optional(decimal),
  time_in_force: optional(oneOf('gtc', 'ioc', 'fok', 'gtd')),
  good_till: optional(
    integer({
      least: 1,
      most: Number.MAX_SAFE_INTEGER,
      what: 'of gtd: when it ends, microseconds',
    }),
  ),
  post_only: optional(flag),
  stop_price: optional(decimal),
  stop_kind: optional(oneOf('stop_loss', 'take_profit')),
  self_trade: optional(oneOf('none', 'expire_taker', 'expire_maker', 'expire_both', 'decrement')),
  client_order_id: optional(clientOrderId),
};

export const placeBody = shape(placeFields);
export type PlaceBody = typeof placeBody extends Field<infer T> ? T : never;

/** Of a replacement: what becomes of the new order when the old one cannot be canceled. */
export const onFailure = oneOf('stop', 'place');

export const replaceBody = shape({ ...placeFields, on_failure: optional(onFailure) });

export const batchBody = (ordersMax: number) =>
  shape({ orders: rawList({ schema: placeBody.schema, least: 1, most: ordersMax }) });

export const amendBody = shape({ price: optional(decimal), quantity: optional(decimal) });

export function placeRequestOf(
  body: PlaceBody,
  accountId: AccountId,
  answerWhen: PlaceOrderRequest['answerWhen'],
): PlaceOrderRequest {
  return {
    accountId,
    market: body.market,
    side: body.side,
    type: body.type,
    price: body.price,
    quantity: body.quantity,
    quoteQuantity: body.quote_quantity,
    displayQuantity: body.display_quantity,
    timeInForce: body.time_in_force,
    goodTillUs: body.good_till,
    postOnly: body.post_only,
    stopPrice: body.stop_price,
    stopKind: body.stop_kind,
    selfTrade: body.self_trade,
    clientOrderId: body.client_order_id,
    answerWhen,
  };
}
