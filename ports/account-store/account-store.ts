/**
 * Balances, holds, accounts, keys, client order ids and the outbox of the order-service: everything
 * that must change in one atomic step with a balance. A cache: `settlement` can rebuild it from the
 * logs.
 *
 *   available ──reserve──▶ held (one hold per open order) ──settle──▶ available of the other party
 *        ▲                   │                                          and of the fee account (0)
 *        └──── release ──────┘
 *
 * Per asset, always: Σ available + Σ held = issued (deposits - withdrawals), and neither is negative.
 */

import type {
  CreateApiKey,
  MarketDefinition,
  MarketStatus,
  OpenAccount,
} from '../../proto/messages.ts';
import type {
  AccountId,
  CommandSequence,
  Epoch,
  Money,
  OrderId,
  SessionId,
  TimestampUs,
} from '../../proto/units.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import type { FeeTierReads, PutFeeTier } from './fee-tiers.ts';
import type { OutboxEntry, OutboxPart } from './outbox.ts';

export { AccountStoreError, type AccountStoreErrorCode } from './account-store-error.ts';

export interface Balance {
  readonly asset: string;
  readonly available: Money;
  readonly held: Money;
}

export type Account = Omit<OpenAccount, 'kind'>;

export type ApiKeyRecord = Omit<CreateApiKey, 'kind'> & { readonly revoked: boolean };

export interface MarketRecord {
  readonly definition: MarketDefinition;
  readonly status: MarketStatus;
}

export interface Hold {
  readonly orderId: OrderId;
  readonly accountId: AccountId;
  readonly market: string;
  readonly asset: string;
  readonly amount: Money;
  readonly clientOrderId: string;
}

// --- the edge: reserve + outbox + idempotency key, one step ---------------------------------

/** A command about to be published. One transaction admits many, in order. */
export interface Admission {
  readonly topic: string;
  readonly epoch: Epoch;
  /** The next of this session, epoch and topic; an admission that is refused does not use it up. */
  readonly reservation: Reservation;
  readonly accountId: AccountId;
}

export type Reservation =
  /** A new order: takes `amount` from available into a new hold. */
  | {
      readonly kind: 'order';
      readonly orderId: OrderId;
      readonly market: string;
      readonly asset: string;
      readonly amount: Money;
      readonly clientOrderId: string;
      /** Hex digest of the request; the same client order id with another digest is a conflict. */
      readonly requestDigest: string;
      readonly nowUs: TimestampUs;
      /** An order that is over, by the events: its client order id may be taken, no other's. */
      readonly takenOverFrom?: OrderId;
    }
  /** An amend: adds `amount` (may be 0) to the hold of an order that is still open here. */
  | { readonly kind: 'amend'; readonly orderId: OrderId; readonly amount: Money }
  /** A withdrawal: takes `amount` into a hold of its own. */
  | {
      readonly kind: 'withdrawal';
      readonly transactionId: string;
      readonly asset: string;
      readonly amount: Money;
    }
  /** Cancels, deposits, definitions: only the outbox entry. */
  | { readonly kind: 'none' };

export interface ClaimedClientOrderId {
  readonly orderId: OrderId;
  readonly market: string;
  /** Of the request that claimed it; empty when the store was rebuilt from the logs. */
  readonly requestDigest: string;
}

export type AdmissionOutcome =
  /** `sequence`: the number that the command must be published with. */
  | { readonly kind: 'admitted'; readonly sequence: CommandSequence }
  | { readonly kind: 'insufficient-balance'; readonly available: Money }
  /** Used before by this account (open, or closed less than 24 h ago). */
  | ({ readonly kind: 'client-order-id-taken' } & ClaimedClientOrderId)
  | { readonly kind: 'order-not-open' }
  | { readonly kind: 'transaction-id-taken' }
  | { readonly kind: 'unknown-account' }
  /** Another process opened this session with a higher epoch: this one must stop. */
  | { readonly kind: 'fenced'; readonly currentEpoch: Epoch };

// --- settlement: effects of one record, one step --------------------------------------------

export type Effect =
  /**
   * An order was accepted: its hold is `amount`. In a running system it is there already (with that
   * amount, or more when an amend was admitted meanwhile) and stays as it is; with less, where it
   * counts on the hold of an order that it replaces, it takes what that one's end has just made
   * available. In a rebuild from the log all is taken from available here, and it may be 0.
   */
  | {
      readonly kind: 'open-hold';
      readonly orderId: OrderId;
      readonly accountId: AccountId;
      readonly market: string;
      readonly asset: string;
      readonly amount: Money;
      readonly clientOrderId: string;
      readonly nowUs: TimestampUs;
    }
  /** The hold becomes `amount` (amend); the difference goes to or comes from available. */
  | { readonly kind: 'set-hold'; readonly orderId: OrderId; readonly amount: Money }
  /** `amount` leaves the hold and the account (it was paid). */
  | { readonly kind: 'spend-hold'; readonly orderId: OrderId; readonly amount: Money }
  /** `amount` of the hold becomes available again (price improvement). */
  | { readonly kind: 'release-hold'; readonly orderId: OrderId; readonly amount: Money }
  /** The order is over (or was rejected): whatever is left of the hold becomes available. */
  | { readonly kind: 'close-hold'; readonly orderId: OrderId; readonly nowUs: TimestampUs }
  | {
      readonly kind: 'credit';
      readonly accountId: AccountId;
      readonly asset: string;
      readonly amount: Money;
    }
  | { readonly kind: 'put-market'; readonly market: MarketRecord }
  | { readonly kind: 'put-asset'; readonly asset: string; readonly scale: number }
  | { readonly kind: 'put-account'; readonly account: Account }
  | PutFeeTier
  | { readonly kind: 'put-api-key'; readonly key: ApiKeyRecord }
  | { readonly kind: 'revoke-api-key'; readonly apiKey: string }
  /** No effect when the transaction id was seen before. Adds to issued. */
  | {
      readonly kind: 'deposit';
      readonly transactionId: string;
      readonly accountId: AccountId;
      readonly asset: string;
      readonly amount: Money;
    }
  /** Takes the withdrawal's hold away (when rebuilt: from available). Subtracts from issued. */
  | {
      readonly kind: 'withdraw';
      readonly transactionId: string;
      readonly accountId: AccountId;
      readonly asset: string;
      readonly amount: Money;
    }
  /** The ledger's own session fence (market logs have theirs in the engine). */
  | {
      readonly kind: 'put-ledger-session';
      readonly sessionId: SessionId;
      readonly session: LedgerSession;
    };

export interface LedgerSession {
  readonly epoch: Epoch;
  readonly lastSequence: CommandSequence;
  readonly previousEpoch: Epoch;
  readonly previousLastSequence: CommandSequence;
}

export interface SettlementStep {
  readonly topic: string;
  /** Where the reader stands after this record; `inputOffset` must be the stored one + 1. */
  readonly cursor: EventCursor;
  /**
   * The step holds all records of the topic up to the cursor (rebuild): no cursor may be stored for
   * the topic yet, and `inputOffset` may be any.
   */
  readonly fromStart?: true;
  readonly effects: readonly Effect[];
}

export interface Sweep {
  readonly freed: number;
  /** False: there may be more. */
  readonly isDone: boolean;
}

export interface AccountStore extends FeeTierReads {
  /**
   * True: on a server that may lose or bring back contents while processes that admitted something
   * live on. Whoever rebuilds such a store must fence their sessions in the logs first.
   */
  readonly canBeLostInUse: boolean;

  /** Opens the next epoch above what is stored and `aboveEpoch`; fences whoever had the session. */
  openSession(sessionId: SessionId, aboveEpoch: Epoch): Promise<Epoch>;

  /** The session's highest epoch so far; 0: never opened here. */
  sessionEpoch(sessionId: SessionId): Promise<Epoch>;

  /**
   * All admissions of one call in one atomic step, judged one after another. Beside it, what
   * `answered` names is cleared: an entry that stays all the same does no harm.
   */
  admit(
    sessionId: SessionId,
    admissions: readonly Admission[],
    answered?: readonly OutboxPart[],
  ): Promise<readonly AdmissionOutcome[]>;

  /** Entries of this session in order of (topic, epoch, sequence). */
  outbox(sessionId: SessionId): Promise<readonly OutboxEntry[]>;

  /** Removes entries whose outcome is known. */
  clearOutbox(sessionId: SessionId, part: OutboxPart): Promise<void>;

  /**
   * Takes back entries that were never published and, fenced by a later SessionStarted, never will
   * be: their holds become available again (an amend's addition too), their client order ids free.
   */
  withdrawFromOutbox(sessionId: SessionId, entries: readonly OutboxEntry[]): Promise<void>;

  /**
   * Applies the steps in order in one atomic step. A step at or before the stored cursor has no
   * effect (repeat); one that leaves a gap throws ACCOUNT_STORE_GAP and nothing of the call is kept.
   * Resolves to the number of steps that had an effect.
   */
  apply(steps: readonly SettlementStep[]): Promise<number>;

  cursor(topic: string): Promise<EventCursor | null>;
  ledgerSession(sessionId: SessionId): Promise<LedgerSession | null>;
  /** True once the ledger applied this transaction. */
  transactionApplied(transactionId: string): Promise<boolean>;

  balances(accountId: AccountId): Promise<readonly Balance[]>;
  account(accountId: AccountId): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;
  apiKey(apiKey: string): Promise<ApiKeyRecord | null>;
  assets(): Promise<readonly { readonly asset: string; readonly scale: number }[]>;
  /** Deposits less withdrawals, in all accounts together; 0 for an asset that nobody has. */
  issued(asset: string): Promise<Money>;
  market(market: string): Promise<MarketRecord | null>;
  markets(): Promise<readonly MarketRecord[]>;
  hold(orderId: OrderId): Promise<Hold | null>;
  /** What the account's client order id stands for, open or closed within the last 24 h. */
  orderIdOf(accountId: AccountId, clientOrderId: string): Promise<ClaimedClientOrderId | null>;

  /**
   * Forgets client order ids whose order was over before `closedBeforeUs`: some of them, in one step
   * that does not keep admissions waiting for long. To be called again, with a pause, until it is done.
   */
  sweepClientOrderIds(closedBeforeUs: TimestampUs): Promise<Sweep>;

  /** Everything at one moment, for the checker and for rebuilding. */
  inspect(): Promise<AccountStoreContents>;

  /**
   * Drops everything, for a rebuild from the logs. A store that can be lost in use is from now on
   * closed to all other processes (ACCOUNT_STORE_LOST), for good to those that knew it before.
   */
  clear(): Promise<void>;

  /** After `clear`: what was rebuilt may be believed, others may use it. */
  reopen(): Promise<void>;

  /**
   * After ACCOUNT_STORE_LOST, for a user who has admitted nothing: takes the store as it is now for
   * the one to use. False: nobody may use it yet, it has to be rebuilt.
   */
  lookAgain(): Promise<boolean>;

  close(): Promise<void>;
}

export interface AccountStoreContents {
  readonly balances: readonly (Balance & { readonly accountId: AccountId })[];
  readonly holds: readonly Hold[];
  readonly withdrawalHolds: readonly {
    readonly transactionId: string;
    readonly accountId: AccountId;
    readonly asset: string;
    readonly amount: Money;
  }[];
  readonly issued: readonly { readonly asset: string; readonly amount: Money }[];
  readonly cursors: readonly { readonly topic: string; readonly cursor: EventCursor }[];
}
