/**
 * Accounts and API keys as the account store has them, believed for a moment, so that an order costs
 * no read. A revocation takes effect within `keyBelievedMs`.
 */
import { type KeyObject, randomBytes } from 'node:crypto';
import type { Account, AccountStore, ApiKeyRecord } from '../ports/account-store/account-store.ts';
import type { FeeTier } from '../ports/account-store/fee-tiers.ts';
import type { Clock } from '../ports/clock/clock.ts';
import type { AccountId } from '../proto/units.ts';
import { type Refusal, refuse } from './refusal.ts';
import { publicKeyIn } from './security/public-keys.ts';

/** An account with the rows of its fee tier. */
export interface TradingAccount extends Account {
  readonly feeRows: readonly FeeTier[];
}

interface Believed<T> {
  readonly value: T;
  readonly untilMs: number;
}

const ENTRIES_MAX = 20_000;

/** Seals secrets with the key of the installation. */
export interface Sealing {
  seal(secret: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array;
  /** The same for the same API key, for ever, and known to nobody without the key of the installation. */
  secretFor(apiKey: string): Uint8Array;
}

/** A key that may be checked against: its record and its secret. */
export interface OpenedKey {
  readonly record: ApiKeyRecord;
  readonly secret: Uint8Array;
  /** Signatures are by its private half, and `secret` is one that nobody has; null: HMAC. */
  readonly publicKey: KeyObject | null;
}

/**
 * `none`: the ledger has no such account or key. `not-yet`: the store has none, but it may not have
 * been rebuilt from the logs yet; to say that there is none would be a lie to its owner.
 */
export type Absent = 'none' | 'not-yet';

export const isAbsent = (found: object | Absent): found is Absent => typeof found === 'string';

export const accountsNotReady = (): Refusal =>
  refuse('NOT_READY', 'accounts and keys are still being read from the log');

const UNKNOWN_SECRET_BYTES = 32;

/** Whoever knows a public key must not be able to sign with it as if it were a secret. */
function openedKey(record: ApiKeyRecord, bytes: Uint8Array): OpenedKey {
  const publicKey = publicKeyIn(bytes);
  const secret = publicKey === null ? bytes : randomBytes(UNKNOWN_SECRET_BYTES);
  return { record, secret, publicKey };
}

export class Accounts {
  readonly #store: AccountStore;
  readonly #clock: Clock;
  readonly #believedMs: number;
  readonly #isWhole: () => boolean;
  readonly #sealing: Sealing;
  readonly #accounts = new Map<AccountId, Believed<TradingAccount>>();
  /** Orders that arrive together, when nothing is known any more, share one read. */
  readonly #reading = new Map<AccountId, Promise<TradingAccount | Absent>>();
  #feeTiers: Believed<readonly FeeTier[]> | null = null;
  readonly #keys = new Map<string, Believed<OpenedKey>>();

  constructor(options: {
    readonly store: AccountStore;
    readonly clock: Clock;
    readonly believedMs: number;
    readonly sealing: Sealing;
    /** Whether the store holds all that the ledger's log held when this service started. */
    readonly isWhole: () => boolean;
  }) {
    this.#isWhole = options.isWhole;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#believedMs = options.believedMs;
    this.#sealing = options.sealing;
  }

  /** undefined: not known without a read. */
  known(accountId: AccountId): TradingAccount | undefined {
    return this.#fresh(this.#accounts, accountId);
  }

  async account(accountId: AccountId): Promise<TradingAccount | Absent> {
    const known = this.known(accountId);
    if (known !== undefined) return known;
    const reading = this.#reading.get(accountId) ?? this.#read(accountId);
    this.#reading.set(accountId, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(accountId) === reading) this.#reading.delete(accountId);
    }
  }

  async #read(accountId: AccountId): Promise<TradingAccount | Absent> {
    const isWhole = this.#isWhole();
    const account = await this.#store.account(accountId);
    if (account === null) return isWhole ? 'none' : 'not-yet';
    const { feeTier } = account;
    const rows = feeTier === undefined ? [] : await this.#readFeeTiers();
    const trading = { ...account, feeRows: rows.filter(({ tier }) => tier === feeTier) };
    this.#believe(this.#accounts, accountId, trading);
    return trading;
  }

  async #readFeeTiers(): Promise<readonly FeeTier[]> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#feeTiers === null || this.#feeTiers.untilMs < nowMs) {
      const value = await this.#store.feeTiers();
      this.#feeTiers = { value, untilMs: nowMs + this.#believedMs };
    }
    return this.#feeTiers.value;
  }

  /** A revoked or expired one is there, and says so. */
  async key(apiKey: string): Promise<OpenedKey | Absent> {
    const known = this.knownKey(apiKey);
    if (known !== undefined) return known;
    const isWhole = this.#isWhole();
    const record = await this.#store.apiKey(apiKey);
    if (record === null) return isWhole ? 'none' : 'not-yet';
    const opened = openedKey(record, this.#sealing.open(record.sealedSecret));
    this.#believe(this.#keys, apiKey, opened);
    return opened;
  }

  knownKey(apiKey: string): OpenedKey | undefined {
    return this.#fresh(this.#keys, apiKey);
  }

  /** After this service changed it. */
  forgetKey(apiKey: string): void {
    this.#keys.delete(apiKey);
  }

  /** After this service changed the fee table. */
  forgetFees(): void {
    this.#feeTiers = null;
    this.#accounts.clear();
    this.#reading.clear();
  }

  forgetAccount(accountId: AccountId): void {
    this.#accounts.delete(accountId);
    this.#reading.delete(accountId);
  }

  #fresh<Key, T>(believed: Map<Key, Believed<T>>, key: Key): T | undefined {
    const entry = believed.get(key);
    if (entry === undefined || entry.untilMs < this.#clock.monotonicMs()) return undefined;
    return entry.value;
  }

  #believe<Key, T>(believed: Map<Key, Believed<T>>, key: Key, value: T): void {
    believed.delete(key);
    believed.set(key, { value, untilMs: this.#clock.monotonicMs() + this.#believedMs });
    if (believed.size <= ENTRIES_MAX) return;
    const oldest = believed.keys().next();
    if (oldest.done !== true) believed.delete(oldest.value);
  }
}
