/** What is judged of an order besides its form, size and place: its rates, and what it shows. */
import { limits } from '../../../proto/limits.ts';
import { OrderType, RejectReason, TimeInForce } from '../../../proto/messages.ts';
import { Found } from '../book/book.ts';
import { commandDoubles, commandInts, Field, OrderCommandKind, Wide } from './order-command.ts';
import { feeRefusal } from './order-forms.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const { displayLots: ROW_DISPLAY_LOTS } = Wide;
const feeRefusalOf = feeRefusal;

/** Of a new order; 0: nothing. */
export function termsRefusal(): RejectReason | 0 {
  return (ROW_WIDE[ROW_DISPLAY_LOTS] === 0 ? 0 : displayRefusal()) || feeRefusalOf();
}

/** As above; `found`: the order as it stands, which keeps what it displays. */
export function amendedTermsRefusal(found: Float64Array): RejectReason | 0 {
  const lots = ROW_WIDE[Wide.quantityLots]!;
  return hasTooManyParts(lots, found[Found.displayLots]!)
    ? RejectReason.displayOutOfRange
    : feeRefusalOf();
}

/** Only what may rest shows a part of itself, and only a part; by older rules only what enters at once. */
function displayRefusal(): RejectReason | 0 {
  const enters = ROW[Field.kind] === OrderCommandKind.place;
  const mayRest =
    (enters || ROW[Field.mayWaitInParts] !== 0) &&
    ROW[Field.type] === OrderType.limit &&
    ROW[Field.timeInForce] === TimeInForce.gtc;
  if (!mayRest) return RejectReason.invalidCombination;
  const display = ROW_WIDE[Wide.displayLots]!;
  const lots = ROW_WIDE[Wide.quantityLots]!;
  const isPart = display < lots && !hasTooManyParts(lots, display);
  return isPart ? 0 : RejectReason.displayOutOfRange;
}

/** `display` 0: it shows all of itself. */
function hasTooManyParts(lots: number, display: number): boolean {
  return display !== 0 && Math.ceil(lots / display) > limits.icebergPartsMax;
}
