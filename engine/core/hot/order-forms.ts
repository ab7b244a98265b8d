/** Which words of an order go together. */
import { OrderType, Side, TimeInForce } from '../../../proto/messages.ts';
import { Field, type OrderCommand, Wide } from './order-command.ts';

const { fok, gtc, ioc } = TimeInForce;
const { limit, market } = OrderType;

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

/** A market buy by quote amount has no quantity and takes what it gets. */
export function isBudget({ ints: order, doubles }: OrderCommand): boolean {
  return (
    order[Field.type] === market &&
    order[Field.side] === Side.buy &&
    doubles[Wide.quantityLots] === 0 &&
    order[Field.timeInForce] === ioc
  );
}
