/** Which words of an order go together. */
import { limits } from '../../../proto/limits.ts';
import { OrderType, RejectReason, Side, TimeInForce } from '../../../proto/messages.ts';
import { Found } from '../book/book.ts';
import { Field, type OrderCommand, OrderCommandKind, Wide } from './order-command.ts';

// Local constants: see README.md, "constants".
const { makerFeePpm: ROW_MAKER_FEE_PPM, takerFeePpm: ROW_TAKER_FEE_PPM } = Field;
const { feeOutOfRange: FEE_OUT_OF_RANGE } = RejectReason;
const { displayLots: ROW_DISPLAY_LOTS } = Wide;

const { fok, gtc, ioc } = TimeInForce;
const { limit, market } = OrderType;
const PPM_ONE = 1_000_000;

/**
 * Whether type, time in force and post-only go together; by type · 16 + time in force · 2 + post-only.
 * A market order cannot rest, and only what may rest can be post-only.
 */
export function allowedForms(): Uint8Array {
  const forms = new Uint8Array(64);
  const formOf = (type: OrderType, timeInForce: TimeInForce) => type * 16 + timeInForce * 2;
  for (const timeInForce of [gtc, ioc, fok]) forms[formOf(limit, timeInForce)] = 1;
  for (const timeInForce of [ioc, fok]) forms[formOf(market, timeInForce)] = 1;
  forms[formOf(limit, gtc) + 1] = 1;
  return forms;
}

/** A market order by quote amount has no quantity and takes what it gets; a buy spends, a sell brings. */
export function isBudget({ ints: order, doubles }: OrderCommand): boolean {
  return (
    order[Field.type] === market &&
    order[Field.isQuoteTarget] === (order[Field.side] === Side.buy ? 0 : 1) &&
    doubles[Wide.quantityLots] === 0 &&
    order[Field.timeInForce] === ioc
  );
}

/** What is judged of a new order beside its size and price; 0: nothing. */
export function termsRefusal(command: OrderCommand): RejectReason | 0 {
  return (
    (command.doubles[ROW_DISPLAY_LOTS] === 0 ? 0 : displayRefusal(command)) || feeRefusal(command)
  );
}

/** As above; `found`: the order as it stands, which keeps what it displays. */
export function amendedTermsRefusal(command: OrderCommand, found: Float64Array): RejectReason | 0 {
  const lots = command.doubles[Wide.quantityLots]!;
  return hasTooManyParts(lots, found[Found.displayLots]!)
    ? RejectReason.displayOutOfRange
    : feeRefusal(command);
}

/** Only what enters at once and may rest shows a part of itself, and only a part. */
function displayRefusal({ ints: order, doubles }: OrderCommand): RejectReason | 0 {
  const mayRest =
    order[Field.kind] === OrderCommandKind.place &&
    order[Field.type] === limit &&
    order[Field.timeInForce] === gtc;
  if (!mayRest) return RejectReason.invalidCombination;
  const display = doubles[Wide.displayLots]!;
  const lots = doubles[Wide.quantityLots]!;
  const isPart = display < lots && !hasTooManyParts(lots, display);
  return isPart ? 0 : RejectReason.displayOutOfRange;
}

/** `display` 0: it shows all of itself. */
function hasTooManyParts(lots: number, display: number): boolean {
  return display !== 0 && Math.ceil(lots / display) > limits.icebergPartsMax;
}

/** 0: both rates are below one. */
function feeRefusal({ ints: order }: OrderCommand): RejectReason | 0 {
  return order[ROW_MAKER_FEE_PPM]! < PPM_ONE && order[ROW_TAKER_FEE_PPM]! < PPM_ONE
    ? 0
    : FEE_OUT_OF_RANGE;
}
