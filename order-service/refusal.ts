import type { AdmissionOutcome } from '../ports/account-store/account-store.ts';
import { assertNever } from '../proto/assert.ts';
import { RejectReason } from '../proto/messages.ts';
import type { ErrorCode } from './error-codes.ts';

/** "No", as a value: nothing changed. Its code stands in error-codes.ts. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  /** What of this request was wrong; for people. */
  readonly detail: string;
}

export const refuse = (code: ErrorCode, detail: string): Refusal => ({
  kind: 'refused',
  code,
  detail,
});

/** For values that are anything but a Refusal otherwise. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';
}

/** How the engine's reasons are called outside. */
export function codeOfReason(reason: RejectReason): ErrorCode {
  switch (reason) {
    case RejectReason.marketNotDefined:
      return 'UNKNOWN_MARKET';
    case RejectReason.marketHalted:
      return 'MARKET_HALTED';
    case RejectReason.marketCancelOnly:
      return 'MARKET_CANCEL_ONLY';
    case RejectReason.duplicateOrderId:
      return 'DUPLICATE_ORDER_ID';
    case RejectReason.unknownOrder:
      return 'UNKNOWN_ORDER';
    case RejectReason.priceOutOfRange:
      return 'PRICE_OUT_OF_RANGE';
    case RejectReason.quantityOutOfRange:
      return 'QUANTITY_OUT_OF_RANGE';
    case RejectReason.notionalOutOfRange:
      return 'NOTIONAL_OUT_OF_RANGE';
    case RejectReason.postOnlyWouldTrade:
      return 'POST_ONLY_WOULD_TRADE';
    case RejectReason.bookFull:
      return 'BOOK_FULL';
    case RejectReason.feeOutOfRange:
      return 'FEE_OUT_OF_RANGE';
    case RejectReason.invalidCombination:
      return 'INVALID_COMBINATION';
    case RejectReason.quantityBelowFilled:
      return 'QUANTITY_BELOW_FILLED';
    case RejectReason.nothingToAmend:
      return 'NOTHING_TO_AMEND';
    case RejectReason.marketAlreadyDefined:
      return 'MARKET_EXISTS';
    case RejectReason.invalidDefinition:
      return 'INVALID_DEFINITION';
    case RejectReason.wouldTriggerImmediately:
      return 'WOULD_TRIGGER_IMMEDIATELY';
    case RejectReason.priceOutOfBand:
      return 'PRICE_OUT_OF_BAND';
    case RejectReason.orderWaits:
      return 'ORDER_WAITS';
    case RejectReason.accountBlocked:
      return 'ACCOUNT_BLOCKED';
    case RejectReason.goodTillOver:
      return 'GOOD_TILL_OVER';
    case RejectReason.marketClosed:
      return 'MARKET_CLOSED';
    case RejectReason.ordersOpen:
      return 'MARKET_HAS_ORDERS';
    case RejectReason.priceOffTick:
      return 'PRICE_OFF_TICK';
    case RejectReason.quantityOffLot:
      return 'QUANTITY_OFF_LOT';
    case RejectReason.maxOpenOrders:
      return 'TOO_MANY_OPEN_ORDERS';
    default:
      return assertNever(reason);
  }
}

/** The account store's "no" to a command that is not about a client order id. */
export function refusedAdmission(
  why: Exclude<AdmissionOutcome, { readonly kind: 'admitted' }>,
  about: { readonly asset: string },
): Refusal {
  switch (why.kind) {
    case 'insufficient-balance':
      return refuse('INSUFFICIENT_BALANCE', `not enough ${about.asset} is available`);
    case 'client-order-id-taken':
      return refuse('CLIENT_ORDER_ID_CONFLICT', 'the client order id is taken');
    case 'order-not-open':
      return refuse('ORDER_NOT_OPEN', 'the order is over');
    case 'transaction-id-taken':
      return refuse('TRANSACTION_ID_CONFLICT', 'used before; it took effect once at most');
    case 'unknown-account':
      return refuse('UNKNOWN_ACCOUNT', 'the account does not exist');
    case 'fenced':
      return refuse('NOT_READY', 'this session was replaced by a newer one');
    default:
      return assertNever(why);
  }
}
