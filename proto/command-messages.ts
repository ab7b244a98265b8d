/** What a command log may hold; see commands.proto and ledger.proto. */
import type {
  AccountStatus,
  MarketDefinition,
  MarketStatus,
  OrderTrigger,
  OrderType,
  ReplacementRule,
  Scope,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from './market-words.ts';
import type {
  AccountId,
  CommandSequence,
  Epoch,
  Lots,
  MinorUnits,
  Money,
  Offset,
  OrderId,
  Ppm,
  PriceTicks,
  SessionId,
  TimestampUs,
} from './units.ts';

export interface PlaceOrder {
  readonly kind: 'PlaceOrder';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Limit; for a market order the worst price at which it may trade. */
  readonly priceTicks: PriceTicks;
  /** 0 when `quoteBudgetMinor` is not. */
  readonly quantityLots: Lots;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
  /** Market buy by quote amount: what it may spend; else 0. */
  readonly quoteBudgetMinor: MinorUnits;
  readonly clientOrderId: string;
  /** Absent: it enters at once. */
  readonly trigger?: OrderTrigger;
  readonly selfTradePrevention?: SelfTradePrevention;
  /** Market sell by quote amount: what it may bring. */
  readonly quoteTargetMinor?: MinorUnits;
  /** What it shows at a time when it rests; absent: all of it. */
  readonly displayLots?: Lots;
  /** A limit order that may rest ends at the first clock tick at or after it; absent: never. */
  readonly goodTillUs?: TimestampUs;
  readonly replaces?: Replacement;
}
/** An order of the same account that is canceled right before the new one enters. */
export interface Replacement {
  readonly orderId: OrderId;
  readonly rule: ReplacementRule;
  /**
   * The new order's hold counts on that of the old one, which must rest at this price and have at
   * least so many lots left, or the new one is refused. Absent: it does not count on it.
   */
  readonly held?: { readonly priceTicks: PriceTicks; readonly lots: Lots };
}
export interface CancelOrder {
  readonly kind: 'CancelOrder';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
}
export interface CancelAllOrders {
  readonly kind: 'CancelAllOrders';
  readonly accountId: AccountId;
  /** null: both sides. */
  readonly side: Side | null;
}
export interface AmendOrder {
  readonly kind: 'AmendOrder';
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  /** null: as it is. */
  readonly priceTicks: PriceTicks | null;
  /** The new total, filled part included; null: as it is. */
  readonly quantityLots: Lots | null;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
  /** Of the order as it comes again, when it loses its place. */
  readonly selfTradePrevention?: SelfTradePrevention;
}
export interface DefineMarket {
  readonly kind: 'DefineMarket';
  readonly definition: MarketDefinition;
}
export interface ChangeMarket {
  readonly kind: 'ChangeMarket';
  readonly definition: MarketDefinition;
}
export interface ChangeMarketStatus {
  readonly kind: 'ChangeMarketStatus';
  readonly status: MarketStatus;
  readonly reason: string;
}
export interface ChangeAccountStatus {
  readonly kind: 'ChangeAccountStatus';
  readonly accountId: AccountId;
  readonly status: AccountStatus;
  readonly reason: string;
}
export interface SessionStarted {
  readonly kind: 'SessionStarted';
  readonly sessionId: SessionId;
  readonly epoch: Epoch;
  readonly node: string;
}
export interface LeadershipClaimed {
  readonly kind: 'LeadershipClaimed';
  readonly epoch: Epoch;
  readonly node: string;
}
export interface ClockTicked {
  readonly kind: 'ClockTicked';
}
export interface RulesActivated {
  readonly kind: 'RulesActivated';
  readonly version: number;
}
export interface SnapshotMarked {
  readonly kind: 'SnapshotMarked';
  readonly markId: number;
}
export interface CommandQuarantined {
  readonly kind: 'CommandQuarantined';
  readonly offset: Offset;
  readonly reason: string;
}
export interface DefineAsset {
  readonly kind: 'DefineAsset';
  readonly asset: string;
  readonly scale: number;
}
export interface OpenAccount {
  readonly kind: 'OpenAccount';
  readonly accountId: AccountId;
  readonly name: string;
  /** null: the market's default. */
  readonly makerFeePpm: Ppm | null;
  readonly takerFeePpm: Ppm | null;
  /** Absent: none. */
  readonly feeTier?: string;
}
export interface DefineFeeTier {
  readonly kind: 'DefineFeeTier';
  readonly tier: string;
  /** Empty: every market that has no row of its own. */
  readonly market: string;
  readonly makerFeePpm: Ppm;
  readonly takerFeePpm: Ppm;
}
export interface CreateApiKey {
  readonly kind: 'CreateApiKey';
  readonly apiKey: string;
  readonly accountId: AccountId;
  readonly sealedSecret: Uint8Array;
  readonly scopes: readonly Scope[];
  readonly ipAllowList: readonly string[];
  /** 0: never. */
  readonly expiresAtUs: TimestampUs;
}
export interface RevokeApiKey {
  readonly kind: 'RevokeApiKey';
  readonly apiKey: string;
}
export interface Deposit {
  readonly kind: 'Deposit';
  readonly transactionId: string;
  readonly accountId: AccountId;
  readonly asset: string;
  readonly amount: Money;
}
export interface Withdraw {
  readonly kind: 'Withdraw';
  readonly transactionId: string;
  readonly accountId: AccountId;
  readonly asset: string;
  readonly amount: Money;
}

/** What a market's command log may hold. */
export type MarketCommand =
  | PlaceOrder
  | CancelOrder
  | CancelAllOrders
  | AmendOrder
  | DefineMarket
  | ChangeMarket
  | ChangeMarketStatus
  | ChangeAccountStatus
  | SessionStarted
  | LeadershipClaimed
  | ClockTicked
  | RulesActivated
  | SnapshotMarked
  | CommandQuarantined;
/** What `commands.ledger` may hold (sessions fence it too). */
export type LedgerCommand =
  | DefineAsset
  | OpenAccount
  | DefineFeeTier
  | CreateApiKey
  | RevokeApiKey
  | Deposit
  | Withdraw
  | SessionStarted;
export type Command = MarketCommand | LedgerCommand;

export interface CommandBatch {
  readonly sessionId: SessionId;
  readonly sessionEpoch: Epoch;
  readonly firstSequence: CommandSequence;
  readonly timestampUs: TimestampUs;
  /** crc32c of the batch that this session wrote before in this topic and epoch; 0: the first. */
  readonly prevHash: number;
  readonly commands: readonly Command[];
}
