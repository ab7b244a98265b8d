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

const CODES: Readonly<Record<RejectReason, ErrorCode>> = {
  [RejectReason.marketNotDefined]: 'UNKNOWN_MARKET',
  [RejectReason.marketHalted]: 'MARKET_HALTED',
  [RejectReason.marketCancelOnly]: 'MARKET_CANCEL_ONLY',
  [RejectReason.duplicateOrderId]: 'DUPLICATE_ORDER_ID',
  [RejectReason.unknownOrder]: 'UNKNOWN_ORDER',
  [RejectReason.priceOutOfRange]: 'PRICE_OUT_OF_RANGE',
  [RejectReason.quantityOutOfRange]: 'QUANTITY_OUT_OF_RANGE',
  [RejectReason.notionalOutOfRange]: 'NOTIONAL_OUT_OF_RANGE',
  [RejectReason.postOnlyWouldTrade]: 'POST_ONLY_WOULD_TRADE',
  [RejectReason.bookFull]: 'BOOK_FULL',
  [RejectReason.feeOutOfRange]: 'FEE_OUT_OF_RANGE',
  [RejectReason.invalidCombination]: 'INVALID_COMBINATION',
  [RejectReason.quantityBelowFilled]: 'QUANTITY_BELOW_FILLED',
  [RejectReason.nothingToAmend]: 'NOTHING_TO_AMEND',
  [RejectReason.marketAlreadyDefined]: 'MARKET_EXISTS',
  [RejectReason.invalidDefinition]: 'INVALID_DEFINITION',
  [RejectReason.wouldTriggerImmediately]: 'WOULD_TRIGGER_IMMEDIATELY',
  [RejectReason.priceOutOfBand]: 'PRICE_OUT_OF_BAND',
  [RejectReason.orderWaits]: 'ORDER_WAITS',
  [RejectReason.accountBlocked]: 'ACCOUNT_BLOCKED',
  [RejectReason.goodTillOver]: 'GOOD_TILL_OVER',
  [RejectReason.displayOutOfRange]: 'DISPLAY_OUT_OF_RANGE',
  [RejectReason.marketClosed]: 'MARKET_CLOSED',
  [RejectReason.ordersOpen]: 'MARKET_HAS_ORDERS',
  [RejectReason.priceOffTick]: 'PRICE_OFF_TICK',
  [RejectReason.quantityOffLot]: 'QUANTITY_OFF_LOT',
  [RejectReason.notReplaced]: 'NOT_REPLACED',
  [RejectReason.maxOpenOrders]: 'TOO_MANY_OPEN_ORDERS',
  // It counted on money that the old order has used up meanwhile.
  [RejectReason.replacedHoldsLess]: 'INSUFFICIENT_BALANCE',
};

/** It is there, and this service has not read it yet: right after a start. */
export const beingOpened = (market: string): Refusal =>
  refuse('NOT_READY', `market ${market} is being opened`);

/** How the engine's reasons are called outside. */
export const codeOfReason = (reason: RejectReason): ErrorCode => CODES[reason];

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
