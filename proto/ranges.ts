/** Greatest values of the units and enums on the wire (the least is at each use: 1, or 0 for none). */
import {
  AccountStatus,
  DoneReason,
  IgnoreReason,
  MarketStatus,
  OrderType,
  RejectReason,
  ReplacementRule,
  Scope,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TriggerKind,
} from './messages.ts';

export const PRICE_TICKS_MAX = 2 ** 31 - 1;
export const PPM_MAX = 1_000_000;
/** A hundredfold: what is wider is no band. */
export const BAND_PPM_MAX = 100_000_000;
export const SESSION_ID_MAX = 255;
/** Decimal places of an asset's minor unit. */
export const SCALE_MAX = 18;

const greatest = (values: Record<string, number>) => Math.max(...Object.values(values));
export const SIDE_MAX = greatest(Side);
export const ORDER_TYPE_MAX = greatest(OrderType);
export const TIME_IN_FORCE_MAX = greatest(TimeInForce);
export const ACCOUNT_STATUS_MAX = greatest(AccountStatus);
export const REPLACEMENT_RULE_MAX = greatest(ReplacementRule);
export const TRIGGER_KIND_MAX = greatest(TriggerKind);
export const SELF_TRADE_PREVENTION_MAX = greatest(SelfTradePrevention);
export const MARKET_STATUS_MAX = greatest(MarketStatus);
export const DONE_REASON_MAX = greatest(DoneReason);
export const REJECT_REASON_MAX = greatest(RejectReason);
export const IGNORE_REASON_MAX = greatest(IgnoreReason);
export const SCOPE_MAX = greatest(Scope);
