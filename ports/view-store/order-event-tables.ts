/**
 * What happened to an account's orders besides fills; both belong to projection `orders`.
 *
 *   table              key                             row
 *   prevented-matches  [accountId, market, matchId]    PreventedMatchRow
 *   order-prevented    [accountId, orderId, matchId]   PreventedMatchRow, under both orders
 *   amendments         [accountId, orderId, sequence]  AmendmentRow
 */
import type { SelfTradePrevention } from '../../proto/messages.ts';
import type {
  AccountId,
  Lots,
  OrderId,
  PriceTicks,
  Sequence,
  TimestampUs,
} from '../../proto/units.ts';
import type { ViewKey } from './view-store.ts';

/** Two orders of one account that met, and did not trade. */
export interface PreventedMatchRow {
  /** Of the first event that told of it. */
  readonly matchId: Sequence;
  readonly accountId: AccountId;
  readonly market: string;
  readonly takerOrderId: OrderId;
  readonly makerOrderId: OrderId;
  /** What became of the two, which is what the taker's mode asked for. */
  readonly mode: SelfTradePrevention;
  /** The maker's. */
  readonly priceTicks: PriceTicks;
  /** What each lost by it; absent: nothing, or an amount of the quote asset. */
  readonly makerLots?: Lots;
  readonly takerLots?: Lots;
  readonly atUs: TimestampUs;
}

export interface AmendmentRow {
  readonly sequence: Sequence;
  readonly market: string;
  readonly orderId: OrderId;
  readonly clientOrderId: string;
  /** Its total before and since. */
  readonly beforeLots: Lots;
  readonly quantityLots: Lots;
  readonly atUs: TimestampUs;
}

export const preventedMatchKey = (match: PreventedMatchRow): ViewKey => [
  match.accountId,
  match.market,
  match.matchId,
];

export const orderPreventedKey = (match: PreventedMatchRow, orderId: OrderId): ViewKey => [
  match.accountId,
  orderId,
  match.matchId,
];

export const amendmentKey = (
  accountId: AccountId,
  { orderId, sequence }: AmendmentRow,
): ViewKey => [accountId, orderId, sequence];
