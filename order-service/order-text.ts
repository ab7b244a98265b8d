/**
 * An order as JSON text, as its answer leaves: what `JSON.stringify(orderJson(…))` gives, and for the
 * orders that most answers are about as bytes at once, without objects or strings in between.
 */
import { formatPrice, formatQuantity } from '../proto/decimal.ts';
import type { MarketUnits } from '../proto/market-units.ts';
import { OrderType, Side, type TimeInForce } from '../proto/messages.ts';
import type { Lots, PriceTicks, TimestampUs } from '../proto/units.ts';
import { AVERAGE_EXTRA_DIGITS, scaledAverage } from './average-price.ts';
import { JsonBytes, piece } from './json-bytes.ts';
import { isRejected, type OrderRecord } from './market-data/order-index.ts';
import type { FillState, OrderState } from './market-data/order-state.ts';
import { orderJson, rfc3339, sideName, statusShown, timeInForceName } from './presentation.ts';

const scratch = new JsonBytes({ bytes: 4_096 });

export function orderText(units: MarketUnits, order: OrderRecord): string {
  scratch.begin();
  writeOrder(scratch, units, order);
  return scratch.toString();
}

export function writeOrder(out: JsonBytes, units: MarketUnits, order: OrderRecord): void {
  if (isRejected(order) || hasSeldomTerms(order)) {
    out.text(JSON.stringify(orderJson(units, order)));
  } else writeLimitOrder(out, units, order);
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

const [COMMA, BRACE_CLOSE] = [44, 125] as const;

const PIECES = {
  id: piece('{"id":"'),
  clientOrderId: piece('","client_order_id":'),
  market: piece(',"market":'),
  quantity: piece('","quantity":"'),
  filled: piece('","quote_quantity":null,"display_quantity":null,"filled_quantity":"'),
  average: piece('","average_price":'),
  quote: piece('"'),
  null: piece('null'),
  status: piece(',"status":"'),
  fills: piece('","stop_price":null,"stop_kind":null,"waiting":false,"fills":['),
  sequence: piece('],"sequence":'),
  createdAt: piece(',"created_at":"'),
  createdAtUs: piece('","created_at_us":'),
} as const;

/** From the side to the price: of few kinds, and made once for each. */
const kinds = new Map<number, Uint8Array>();

function kindPiece({ side, timeInForce, postOnly }: OrderState): Uint8Array {
  const kind = (side * 8 + timeInForce) * 2 + (postOnly ? 1 : 0);
  return kinds.get(kind) ?? newKind(kind, { side, timeInForce, postOnly });
}

function newKind(
  kind: number,
  of: { readonly side: Side; readonly timeInForce: TimeInForce; readonly postOnly: boolean },
): Uint8Array {
  const made = piece(
    `,"side":"${sideName(of.side)}","type":"limit",` +
      `"time_in_force":"${timeInForceName(of.timeInForce)}","good_till":null,` +
      `"post_only":${of.postOnly},"self_trade":"none","price":"`,
  );
  kinds.set(kind, made);
  return made;
}

function writeLimitOrder(out: JsonBytes, units: MarketUnits, order: OrderState): void {
  out.piece(PIECES.id);
  out.integer(order.orderId);
  out.piece(PIECES.clientOrderId);
  if (order.clientOrderId === '') out.piece(PIECES.null);
  else out.quoted(order.clientOrderId);
  out.piece(PIECES.market);
  out.quoted(order.market);
  out.piece(kindPiece(order));
  writePrice(out, units, order.priceTicks);
  out.piece(PIECES.quantity);
  writeQuantity(out, units, order.quantityLots);
  out.piece(PIECES.filled);
  writeQuantity(out, units, order.filledLots);
  out.piece(PIECES.average);
  writeAverage(out, units, order);
  out.piece(PIECES.status);
  out.word(statusShown(order.status));
  out.piece(PIECES.fills);
  for (let index = 0; index < order.fills.length; index += 1) {
    if (index > 0) out.mark(COMMA);
    writeFill(out, units, { side: order.side, fill: order.fills[index]! });
  }
  out.piece(PIECES.sequence);
  out.integer(order.sequence);
  out.piece(PIECES.createdAt);
  writeTime(out, order.createdAtUs);
  out.piece(PIECES.createdAtUs);
  out.integer(order.createdAtUs);
  out.mark(BRACE_CLOSE);
}

const FILL_PIECES = {
  tradeId: piece('{"trade_id":"'),
  price: piece('","price":"'),
  quantity: piece('","quantity":"'),
  fee: piece('","fee":"'),
  feeAsset: piece('","fee_asset":'),
  maker: piece(',"liquidity":"maker","sequence":'),
  taker: piece(',"liquidity":"taker","sequence":'),
  executedAt: piece(',"executed_at":"'),
  end: piece('"}'),
} as const;

function writeFill(
  out: JsonBytes,
  units: MarketUnits,
  { side, fill }: { readonly side: Side; readonly fill: FillState },
): void {
  const { definition } = units;
  out.piece(FILL_PIECES.tradeId);
  out.integer(fill.tradeId);
  out.piece(FILL_PIECES.price);
  writePrice(out, units, fill.priceTicks);
  out.piece(FILL_PIECES.quantity);
  writeQuantity(out, units, fill.quantityLots);
  out.piece(FILL_PIECES.fee);
  // In what each receives.
  const isBase = side === Side.buy;
  out.decimal(fill.feeMinor, isBase ? definition.baseScale : definition.quoteScale);
  out.piece(FILL_PIECES.feeAsset);
  out.quoted(isBase ? definition.baseAsset : definition.quoteAsset);
  out.piece(fill.liquidity === 'maker' ? FILL_PIECES.maker : FILL_PIECES.taker);
  out.integer(fill.sequence);
  out.piece(FILL_PIECES.executedAt);
  writeTime(out, fill.executedAtUs);
  out.piece(FILL_PIECES.end);
}

function writePrice(out: JsonBytes, units: MarketUnits, ticks: PriceTicks): void {
  const product = ticks * units.tickUnits;
  if (Number.isSafeInteger(product)) out.decimal(product, units.priceDecimals);
  else out.word(formatPrice(units, ticks));
}

function writeQuantity(out: JsonBytes, units: MarketUnits, lots: Lots): void {
  const product = lots * units.lotUnits;
  if (Number.isSafeInteger(product)) out.decimal(product, units.quantityDecimals);
  else out.word(formatQuantity(units, lots));
}

function writeAverage(out: JsonBytes, units: MarketUnits, order: OrderState): void {
  const average = scaledAverage(units, order);
  if (average === null) return out.piece(PIECES.null);
  out.piece(PIECES.quote);
  const { priceDecimals } = units;
  out.shortDecimal(average, priceDecimals + AVERAGE_EXTRA_DIGITS, priceDecimals);
  out.piece(PIECES.quote);
}

/** The time that was written last: that of all orders of one record. */
const lastTime = { atUs: Number.NaN, text: piece('') };

function writeTime(out: JsonBytes, atUs: TimestampUs): void {
  if (atUs !== lastTime.atUs) {
    lastTime.text = piece(rfc3339(atUs));
    lastTime.atUs = atUs;
  }
  out.piece(lastTime.text);
}
