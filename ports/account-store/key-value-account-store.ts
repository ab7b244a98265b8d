import {
  type AccountId,
  type Epoch,
  epoch,
  type Money,
  type OrderId,
  type SessionId,
  type TimestampUs,
} from '../../proto/units.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import type { EventCursor } from '../event-log/event-cursor.ts';
import {
  balancesOf,
  entriesOf,
  readAllJson,
  readContents,
  readCursor,
  readHold,
  readJson,
  readOutbox,
  readRow,
} from './account-queries.ts';
import { CLIENT_ORDERS } from './account-rows.ts';
import * as admission from './account-rules-admission.ts';
import { clearOutbox, withdrawEntries } from './account-rules-outbox.ts';
import { applyStep } from './account-rules-settlement.ts';
import type { AccountStorage } from './account-storage.ts';
import type {
  Account,
  AccountStore,
  AccountStoreContents,
  Admission,
  AdmissionOutcome,
  ApiKeyRecord,
  Balance,
  ClaimedClientOrderId,
  Hold,
  LedgerSession,
  MarketRecord,
  SettlementStep,
  Sweep,
} from './account-store.ts';
import { amountOf, decodeApiKey, keys, lastWord } from './account-tables.ts';
import { sweepClientOrderIds } from './client-order-sweep.ts';
import type { FeeTier } from './fee-tiers.ts';
import type { OutboxEntry, OutboxPart } from './outbox.ts';

/** The account rules over any key-value store with atomic writes. */
export class KeyValueAccountStore implements AccountStore {
  /** Files and memory go with their processes, not under their feet. */
  readonly canBeLostInUse = false;
  readonly #storage: AccountStorage;
  readonly #crashPoints: CrashPoints;

  constructor(options: { readonly storage: AccountStorage; readonly crashPoints: CrashPoints }) {
    this.#storage = options.storage;
    this.#crashPoints = options.crashPoints;
  }

  async openSession(sessionId: SessionId, aboveEpoch: Epoch): Promise<Epoch> {
    return this.#storage.write((changes) => admission.openSession(changes, sessionId, aboveEpoch));
  }

  async sessionEpoch(sessionId: SessionId): Promise<Epoch> {
    return epoch(
      this.#storage.read((reader) => Number(reader.get(keys.session(sessionId)) ?? '0')),
    );
  }

  async admit(
    sessionId: SessionId,
    admissions: readonly Admission[],
    answered: readonly OutboxPart[] = [],
  ): Promise<readonly AdmissionOutcome[]> {
    return this.#storage.write((changes) => {
      for (const part of answered) clearOutbox(changes, sessionId, part);
      return admission.admit(changes, sessionId, admissions);
    });
  }

  async outbox(sessionId: SessionId): Promise<readonly OutboxEntry[]> {
    return this.#storage.read((reader) => readOutbox(reader, sessionId));
  }

  async clearOutbox(sessionId: SessionId, part: OutboxPart): Promise<void> {
    this.#storage.write((changes) => clearOutbox(changes, sessionId, part));
  }

  async withdrawFromOutbox(sessionId: SessionId, entries: readonly OutboxEntry[]): Promise<void> {
    this.#storage.write((changes) => withdrawEntries(changes, sessionId, entries));
  }

  async apply(steps: readonly SettlementStep[]): Promise<number> {
    return this.#storage.writePrepared(
      (changes) => steps.filter((step) => applyStep(changes, step)).length,
      () => this.#crashPoints.reach('CP14-inside-settle'),
    );
  }

  async cursor(topic: string): Promise<EventCursor | null> {
    return this.#storage.read((reader) => readCursor(reader, topic)?.cursor ?? null);
  }

  ledgerSession(sessionId: SessionId): Promise<LedgerSession | null> {
    return this.#json(keys.ledgerSession(sessionId));
  }

  async transactionApplied(transactionId: string): Promise<boolean> {
    return this.#storage.read((reader) => reader.get(keys.applied(transactionId)) !== undefined);
  }

  async balances(accountId: AccountId): Promise<readonly Balance[]> {
    return this.#storage.read((reader) => balancesOf(reader, accountId));
  }

  account(accountId: AccountId): Promise<Account | null> {
    return this.#json(keys.account(accountId));
  }

  async accounts(): Promise<readonly Account[]> {
    return this.#storage.read((reader) => readAllJson<Account>(reader, 'account/'));
  }

  async feeTiers(): Promise<readonly FeeTier[]> {
    return this.#storage.read((reader) => readAllJson<FeeTier>(reader, 'fee-tier/'));
  }

  async apiKey(apiKey: string): Promise<ApiKeyRecord | null> {
    const text = this.#storage.read((reader) => reader.get(keys.apiKey(apiKey)));
    return text === undefined ? null : decodeApiKey(text);
  }

  async assets(): Promise<readonly { readonly asset: string; readonly scale: number }[]> {
    return this.#storage.read((reader) =>
      entriesOf(reader, 'asset/').map(([key, scale]) => ({
        asset: lastWord(key),
        scale: Number(scale),
      })),
    );
  }

  async issued(asset: string): Promise<Money> {
    return this.#storage.read((reader) => amountOf(reader.get(keys.issued(asset)) ?? '0'));
  }

  market(market: string): Promise<MarketRecord | null> {
    return this.#json(keys.market(market));
  }

  async markets(): Promise<readonly MarketRecord[]> {
    return this.#storage.read((reader) => readAllJson<MarketRecord>(reader, 'market/'));
  }

  async hold(orderId: OrderId): Promise<Hold | null> {
    return this.#storage.read((reader) => readHold(reader, orderId));
  }

  async orderIdOf(
    accountId: AccountId,
    clientOrderId: string,
  ): Promise<ClaimedClientOrderId | null> {
    const stored = this.#storage.read((reader) =>
      readRow(reader, CLIENT_ORDERS, accountId, clientOrderId),
    );
    if (stored === null) return null;
    const { orderId, market, requestDigest } = stored;
    return { orderId, market, requestDigest };
  }

  async sweepClientOrderIds(closedBeforeUs: TimestampUs): Promise<Sweep> {
    return this.#storage.write((changes) => sweepClientOrderIds(changes, closedBeforeUs));
  }

  async inspect(): Promise<AccountStoreContents> {
    return this.#storage.read(readContents);
  }

  async clear(): Promise<void> {
    this.#storage.clear();
  }

  async reopen(): Promise<void> {}

  async lookAgain(): Promise<boolean> {
    return true;
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  async #json<T>(key: string): Promise<T | null> {
    return this.#storage.read((reader) => readJson<T>(reader, key));
  }
}
