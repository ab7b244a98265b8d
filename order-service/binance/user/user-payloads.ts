/** User data events as they are sent. */
import { Side } from '../../../proto/messages.ts';
import type { Lots } from '../../../proto/units.ts';
import type { OrderState } from '../../market-data/order-state.ts';
import { feeText, priceText, quantityText, quoteText, ZERO } from '../decimals.ts';
import { type DialectTime, timeOf } from '../dialect-time.ts';
import { expiryReason } from '../expiry-reason.ts';
import {
  icebergText,
  NO_GROUP,
  quoteBudgetText,
  selfTradeText,
  shownPrice,
  shownQuantity,
  shownTimeInForce,
  sideText,
  stopPriceText,
  tradedQuote,
  typeText,
  workingTime,
} from '../order-shapes.ts';
import type { Listed } from '../symbols.ts';
import type { ReportDraft } from './execution-reports.ts';

const NO_LIST = -1;
const NO_TRADE = -1;

export interface ReportSurroundings {
  readonly listed: Listed;
  readonly now: DialectTime;
  readonly at: DialectTime;
  /** The id of the cancel. */
  readonly cancelId: string | null;
}

export function executionReport(draft: ReportDraft, around: ReportSurroundings): object {
  const { order } = draft;
  const { listed, now, at, cancelId } = around;
  const { units, symbol } = listed;
  const isCancel = draft.execution === 'CANCELED';
  return {
    e: 'executionReport',
    E: now,
    s: symbol,
    // A cancel bears its own id here, and the order's in C.
    c: isCancel ? (cancelId ?? '') : order.clientOrderId,
    S: sideText(order.side),
    o: typeText(order),
    f: shownTimeInForce(order),
    q: shownQuantity(listed, order),
    p: shownPrice(listed, order),
    P: stopPriceText(listed, order),
    F: icebergText(listed, order),
    g: NO_LIST,
    C: isCancel ? order.clientOrderId : '',
    x: draft.execution,
    X: draft.status,
    r: 'NONE',
    i: order.orderId,
    ...fillPart(draft, listed),
    z: quantityText(units, draft.filledLots as Lots),
    T: at,
    I: draft.sequence,
    w: draft.rests,
    M: false,
    O: timeOf(order.createdAtUs),
    Z: quoteText(units, draft.filledTickLots),
    Q: quoteBudgetText(listed, order.quoteBudgetMinor),
    ...(draft.waits ? {} : { W: workingTime(order) }),
    V: selfTradeText(order.selfTradePrevention),
    ...preventedPart(draft, listed),
    ...(draft.execution === 'EXPIRED' && { eR: expiryReason(order) }),
  };
}

/** Of an order that lost something to self-trade prevention, and with whom it would have traded. */
function preventedPart({ prevented, sequence }: ReportDraft, listed: Listed): object {
  if (prevented === null) return {};
  const { units, symbol } = listed;
  const { lots, totalLots, match } = prevented;
  return {
    v: match?.matchId ?? sequence,
    A: quantityText(units, totalLots as Lots),
    B: quantityText(units, lots as Lots),
    u: NO_GROUP,
    ...(match !== null && {
      U: match.counterOrderId,
      Cs: symbol,
      pl: quantityText(units, match.quantityLots),
      pL: priceText(units, match.priceTicks),
      pY: tradedQuote(listed, match),
    }),
  };
}

function fillPart({ fill }: ReportDraft, listed: Listed): object {
  if (fill === null) {
    return { l: ZERO, L: ZERO, n: '0', N: null, t: NO_TRADE, m: false, Y: ZERO };
  }
  const { trade, side, feeMinor, liquidity } = fill;
  const fee = feeText(listed.units, side === Side.buy ? 'buyer' : 'seller', feeMinor);
  return {
    l: quantityText(listed.units, trade.quantityLots),
    L: priceText(listed.units, trade.priceTicks),
    n: fee.commission,
    N: fee.commissionAsset,
    t: trade.tradeId,
    m: liquidity === 'maker',
    Y: tradedQuote(listed, trade),
  };
}

/** What only the read models know of an order that began before this service. */
export const withWhole = (draft: ReportDraft, whole: OrderState): ReportDraft => {
  const { clientOrderId, type, timeInForce, postOnly, trigger, triggeredAtUs, createdAtUs } = whole;
  const { selfTradePrevention } = whole;
  const known = { clientOrderId, type, timeInForce, postOnly, trigger, triggeredAtUs, createdAtUs };
  // A snapshot's order takes for filled what was prevented before it.
  const before = whole.preventedLots - draft.order.preventedLots;
  const { prevented } = draft;
  return {
    ...draft,
    filledLots: draft.filledLots - before,
    prevented: prevented && { ...prevented, totalLots: prevented.totalLots + before },
    order: { ...draft.order, ...known, ...(selfTradePrevention && { selfTradePrevention }) },
  };
};

export interface BalanceText {
  readonly asset: string;
  readonly free: string;
  readonly locked: string;
}

export const accountPosition = (balances: readonly BalanceText[], now: DialectTime): object => ({
  e: 'outboundAccountPosition',
  E: now,
  u: now,
  B: balances.map(({ asset, free, locked }) => ({ a: asset, f: free, l: locked })),
});

export const balanceUpdate = (
  change: { readonly asset: string; readonly delta: string },
  at: { readonly now: DialectTime; readonly cleared: DialectTime },
): object => ({
  e: 'balanceUpdate',
  E: at.now,
  a: change.asset,
  d: change.delta,
  T: at.cleared,
});

export const streamTerminated = (now: DialectTime): object => ({
  e: 'eventStreamTerminated',
  E: now,
});
