/** What is judged of an order besides its form, size and place: its rates, and what it shows. */
import { limits } from '../../../proto/limits.ts';
import { OrderType, RejectReason, TimeInForce } from '../../../proto/messages.ts';
import { Found } from '../book/book.ts';
import { Field, type OrderCommand, OrderCommandKind, Wide } from './order-command.ts';
import { feeRefusal } from './order-forms.ts';

// Local constants: see README.md, "constants".
const { displayLots: ROW_DISPLAY_LOTS } = Wide;

/** Of a new order; 0: nothing. */
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
    order[Field.type] === OrderType.limit &&
    order[Field.timeInForce] === TimeInForce.gtc;
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
