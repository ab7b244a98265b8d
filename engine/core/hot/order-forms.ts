/** Which words of an order go together. */
import {
  MarketStatus,
  OrderType,
  RejectReason,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const { makerFeePpm: ROW_MAKER_FEE_PPM, takerFeePpm: ROW_TAKER_FEE_PPM } = Field;
const { feeOutOfRange: FEE_OUT_OF_RANGE } = RejectReason;

const { fok, gtc, ioc } = TimeInForce;
const { limit, market } = OrderType;
const PPM_ONE = 1_000_000;

/**
 * Whether type, time in force and post-only go together; by type · 16 + time in force · 2 + post-only.
 * A market order cannot rest, and only what may rest can be post-only.
 */
export function allowedForms(): Uint8Array {
  // Not up to 64 bytes: such are moved, and looked at anew each time.
  const forms = new Uint8Array(128);
  const formOf = (type: OrderType, timeInForce: TimeInForce) => type * 16 + timeInForce * 2;
  for (const timeInForce of [gtc, ioc, fok]) forms[formOf(limit, timeInForce)] = 1;
  for (const timeInForce of [ioc, fok]) forms[formOf(market, timeInForce)] = 1;
  forms[formOf(limit, gtc) + 1] = 1;
  return forms;
}

/** A market order by quote amount has no quantity and takes what it gets; a buy spends, a sell brings. */
export function isBudget(): boolean {
  return (
    ROW[Field.type] === market &&
    ROW[Field.isQuoteTarget] === (ROW[Field.side] === Side.buy ? 0 : 1) &&
    ROW_WIDE[Wide.quantityLots] === 0 &&
    ROW[Field.timeInForce] === ioc
  );
}

/** 0: both rates are below one. */
export function feeRefusal(): RejectReason | 0 {
  return ROW[ROW_MAKER_FEE_PPM]! < PPM_ONE && ROW[ROW_TAKER_FEE_PPM]! < PPM_ONE
    ? 0
    : FEE_OUT_OF_RANGE;
}

/** Of a market that does not trade, to an order or an amend. */
export function statusRefusal(status: MarketStatus): RejectReason {
  if (status === MarketStatus.halted) return RejectReason.marketHalted;
  return status === MarketStatus.closed ? RejectReason.marketClosed : RejectReason.marketCancelOnly;
}
