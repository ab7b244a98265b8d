/** What the logs say of accounts and their money; see accounts.proto. */
import type { LedgerCommand } from './command-messages.ts';
import type { MarketDefinition, MarketStatus } from './market-words.ts';
import type {
  AccountId,
  CommandSequence,
  Epoch,
  Hash64,
  Money,
  Offset,
  OrderId,
  Sequence,
  SessionId,
  TimestampUs,
} from './units.ts';

export interface TopicSession {
  readonly sessionId: SessionId;
  readonly epoch: Epoch;
}

/** Up to where a topic took part. */
export interface SettledTopic {
  readonly topic: string;
  readonly nextLogOffset: Offset;
  readonly inputOffset: Offset;
  readonly sequence: Sequence;
  readonly eventHash: Hash64;
  /** CRC-32C of the record before `nextLogOffset`: another log has another one. */
  readonly lastRecordCrc32c: number;
  readonly sessions: readonly TopicSession[];
}

/** As `market` and `status` stand behind the records that took part. */
export interface SettledMarketState {
  readonly definition: MarketDefinition;
  readonly status: MarketStatus;
}

export interface LedgerSessionState extends TopicSession {
  readonly lastSequence: CommandSequence;
  readonly previousEpoch: Epoch;
  readonly previousLastSequence: CommandSequence;
}

export interface PurseState {
  readonly accountId: AccountId;
  readonly asset: string;
  readonly tradedNet: Money;
}

export interface SettledOrder {
  /** Index of its purse, and of its market. */
  readonly purse: number;
  readonly market: number;
  readonly orderId: OrderId;
  readonly held: Money;
  readonly openedUs: TimestampUs;
  /** null: open. */
  readonly closedUs: TimestampUs | null;
  readonly clientOrderId: string;
  readonly isLastSpender: boolean;
  readonly isForgotten: boolean;
}

/** Says what there is; the session fences are states of their own. */
export type LedgerFact = Exclude<LedgerCommand, { readonly kind: 'SessionStarted' }>;

export interface AccountSnapshot {
  readonly timestampUs: TimestampUs;
  readonly topics: readonly SettledTopic[];
  readonly ledger: readonly LedgerFact[];
  readonly markets: readonly SettledMarketState[];
  readonly ledgerSessions: readonly LedgerSessionState[];
  readonly purses: readonly PurseState[];
  readonly orders: readonly SettledOrder[];
}
