/** From the order commands of messages.ts to the row of numbers that the hot path takes. */
import { assertNever } from '../../proto/assert.ts';
import type { AmendOrder, CancelAllOrders, CancelOrder, PlaceOrder } from '../../proto/messages.ts';
import {
  commandDoubles,
  commandInts,
  Field,
  OrderCommandKind,
  putAccount,
  TEXT_IN_COMMAND,
  Wide,
} from './hot/order-command.ts';
import { textDigest } from './hot/text-digest.ts';

export type OrderCommandObject = PlaceOrder | CancelOrder | CancelAllOrders | AmendOrder;

export function fillOrderCommand(command: OrderCommandObject): void {
  const [ints, doubles] = [commandInts, commandDoubles];
  ints.fill(0);
  putAccount(command.accountId);
  switch (command.kind) {
    case 'PlaceOrder':
      ints[Field.kind] = OrderCommandKind.place;
      doubles[Wide.orderId] = command.orderId;
      ints[Field.side] = command.side;
      ints[Field.type] = command.type;
      ints[Field.timeInForce] = command.timeInForce;
      ints[Field.postOnly] = command.postOnly ? 1 : 0;
      ints[Field.priceTicks] = command.priceTicks;
      doubles[Wide.quantityLots] = command.quantityLots;
      ints[Field.makerFeePpm] = command.makerFeePpm;
      ints[Field.takerFeePpm] = command.takerFeePpm;
      doubles[Wide.quoteBudgetMinor] = command.quoteTargetMinor ?? command.quoteBudgetMinor;
      if (command.quoteTargetMinor !== undefined) {
        ints[Field.isQuoteTarget] = command.quoteBudgetMinor === 0 ? 1 : 2;
      }
      doubles[Wide.textDigest] = textDigest(command.clientOrderId);
      if (command.trigger !== undefined) {
        ints[Field.kind] = OrderCommandKind.wait;
        ints[Field.triggerKind] = command.trigger.kind;
        ints[Field.triggerTicks] = command.trigger.priceTicks;
      }
      ints[Field.selfTradePrevention] = command.selfTradePrevention ?? 0;
      doubles[Wide.goodTillUs] = command.goodTillUs ?? 0;
      doubles[Wide.displayLots] = command.displayLots ?? 0;
      if (hasText(command)) {
        ints[Field.textBytes] = TEXT_IN_COMMAND;
      }
      return;
    case 'CancelOrder':
      ints[Field.kind] = OrderCommandKind.cancel;
      doubles[Wide.orderId] = command.orderId;
      return;
    case 'CancelAllOrders':
      ints[Field.kind] = OrderCommandKind.cancelAll;
      ints[Field.side] = command.side ?? 0;
      return;
    case 'AmendOrder':
      ints[Field.kind] = OrderCommandKind.amend;
      doubles[Wide.orderId] = command.orderId;
      ints[Field.priceTicks] = command.priceTicks ?? 0;
      doubles[Wide.quantityLots] = command.quantityLots ?? 0;
      ints[Field.makerFeePpm] = command.makerFeePpm;
      ints[Field.takerFeePpm] = command.takerFeePpm;
      ints[Field.selfTradePrevention] = command.selfTradePrevention ?? 0;
      return;
    default:
      assertNever(command);
  }
}

/** What only the command as an object tells: a text, or terms that the hot path does not write. */
function hasText(order: PlaceOrder): boolean {
  const { clientOrderId, trigger, selfTradePrevention, goodTillUs, displayLots } = order;
  const terms = [trigger, selfTradePrevention, goodTillUs, displayLots];
  return clientOrderId !== '' || terms.some((term) => term !== undefined);
}
