/**
 * An order as JSON text, as its answer leaves: what `JSON.stringify(orderJson(…))` gives, and for the
 * orders that most answers are about without the objects in between. 30 November 2026, Node 20.20.2,
 * CPU time: 2.6 µs instead of 4.0 for an order with one fill, text of UTF-8 included.
 */
import { formatPrice, formatQuantity } from '../proto/decimal.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import { OrderType, type Side } from '../proto/messages.ts';
import { isRejected, type OrderRecord } from './market-data/order-index.ts';
import type { FillState, OrderState } from './market-data/order-state.ts';
import {
  averagePrice,
  feeOf,
  orderJson,
  rfc3339,
  sideName,
  statusShown,
  timeInForceName,
} from './presentation.ts';

/** Texts of the exchange's own making, and ids that need no escape. */
const PLAIN = /^[~.A-Z:/a-z0-9_-]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
const quotedOrNull = (text: string | null): string => (text === null ? 'null' : quoted(text));

export function orderText(units: MarketUnits, order: OrderRecord): string {
  return isRejected(order) || hasSeldomTerms(order)
    ? JSON.stringify(orderJson(units, order))
    : limitText(units, order);
}

/** Whatever is not a limit order of price and quantity alone, from its first event on. */
const hasSeldomTerms = (order: OrderState): boolean =>
  order.type !== OrderType.limit ||
  order.quoteBudgetMinor > 0 ||
  order.goodTillUs !== 0 ||
  order.displayLots !== 0 ||
  order.selfTradePrevention !== undefined ||
  order.trigger !== null ||
  order.preventedLots > 0 ||
  order.status === 'expired_in_match' ||
  order.createdAtUs === 0;

function limitText(units: MarketUnits, order: OrderState): string {
  const clientOrderId = order.clientOrderId === '' ? null : order.clientOrderId;
  let fills = '';
  for (const fill of order.fills) {
    fills += `${fills === '' ? '' : ','}${fillText(units, order.side, fill)}`;
  }
  return (
    `{"id":"${order.orderId}","client_order_id":${quotedOrNull(clientOrderId)},` +
    `"market":${quoted(order.market)},"side":"${sideName(order.side)}","type":"limit",` +
    `"time_in_force":"${timeInForceName(order.timeInForce)}","good_till":null,` +
    `"post_only":${order.postOnly},"self_trade":"none",` +
    `"price":"${formatPrice(units, order.priceTicks)}",` +
    `"quantity":"${formatQuantity(units, order.quantityLots)}",` +
    `"quote_quantity":null,"display_quantity":null,` +
    `"filled_quantity":"${formatQuantity(units, order.filledLots)}",` +
    `"average_price":${quotedOrNull(averagePrice(units, order))},` +
    `"status":"${statusShown(order.status)}","stop_price":null,"stop_kind":null,"waiting":false,` +
    `"fills":[${fills}],"sequence":${order.sequence},` +
    `"created_at":"${rfc3339(order.createdAtUs)}","created_at_us":${order.createdAtUs}}`
  );
}

function fillText(units: MarketUnits, side: Side, fill: FillState): string {
  const { fee, fee_asset: asset } = feeOf(units, side, fill.feeMinor);
  return (
    `{"trade_id":"${fill.tradeId}","price":"${formatPrice(units, fill.priceTicks)}",` +
    `"quantity":"${formatQuantity(units, fill.quantityLots)}","fee":"${fee}",` +
    `"fee_asset":${quoted(asset)},"liquidity":"${fill.liquidity}","sequence":${fill.sequence},` +
    `"executed_at":"${rfc3339(fill.executedAtUs)}"}`
  );
}
