/**
 * How the account store lies in a key-value store: keys sort by bytes; values are text, or bytes of
 * account-rows.ts (*).
 *
 *   session/SSS                         epoch            account/A          Account
 *   sequence/SSS/topic/epoch            last admitted    balance/A/asset    * available held
 *   outbox/SSS/topic/epoch/sequence     see outbox.ts    hold/order         * see `StoredHold`
 *   client/A/clientOrderId              * order          withdrawal/id      account asset amount
 *   ended/order                         * time           applied/id         1
 *   closed/time/order                   * orders that    issued/asset       amount
 *   api-key/key  asset/code  market/M     were over then fee-tier/tier/market    FeeTier
 *   cursor/topic                        * where it is    ledger-session/SSS
 *
 * Numbers in keys are padded with zeros, so that they sort; words are percent-encoded, so that no
 * word contains a separator.
 */
import type {
  AccountId,
  CommandSequence,
  Epoch,
  OrderId,
  SessionId,
  TimestampUs,
} from '../../proto/units.ts';
import { accountId, type Money, money, orderId, timestampUs } from '../../proto/units.ts';
import { AccountStoreError, type ApiKeyRecord } from './account-store.ts';

const PLAIN = /^[A-Za-z0-9_.:-]*$/;
export const word = (text: string): string => (PLAIN.test(text) ? text : encodeURIComponent(text));
/** Most words are plain, and `decodeURIComponent` looks at every character in C++. */
const plain = (stored: string): string =>
  stored.includes('%') ? decodeURIComponent(stored) : stored;
const id32 = (value: number): string => String(value).padStart(10, '0');
const id53 = (value: number): string => String(value).padStart(16, '0');
const id8 = (value: number): string => String(value).padStart(3, '0');

export const keys = {
  session: (session: SessionId) => `session/${id8(session)}`,
  sequencesOf: (session: SessionId) => `sequence/${id8(session)}/`,
  sequence: (session: SessionId, topic: string, epoch: Epoch) =>
    `sequence/${id8(session)}/${word(topic)}/${id32(epoch)}`,
  outboxOf: (session: SessionId) => `outbox/${id8(session)}/`,
  outboxEpoch: (session: SessionId, topic: string, epoch: Epoch) =>
    `outbox/${id8(session)}/${word(topic)}/${id32(epoch)}/`,
  outbox: (session: SessionId, topic: string, epoch: Epoch, sequence: CommandSequence) =>
    `${keys.outboxEpoch(session, topic, epoch)}${id53(sequence)}`,
  account: (account: AccountId) => `account/${id32(account)}`,
  balancesOf: (account: AccountId) => `balance/${id32(account)}/`,
  /** Builds of before kept an index of each account's holds here, which nobody asked. */
  oldHoldIndex: 'hold-of/',
  client: (account: AccountId, clientOrderId: string) =>
    `client/${id32(account)}/${word(clientOrderId)}`,
  closedBefore: (time: TimestampUs) => `closed/${id53(time)}`,
  /** Builds of before kept one of these for each order. */
  oldClosed: (time: TimestampUs, clientKey: string) => `closed/${id53(time)}/${clientKey}`,
  withdrawal: (transactionId: string) => `withdrawal/${word(transactionId)}`,
  applied: (transactionId: string) => `applied/${word(transactionId)}`,
  issued: (asset: string) => `issued/${word(asset)}`,
  apiKey: (apiKey: string) => `api-key/${word(apiKey)}`,
  asset: (asset: string) => `asset/${word(asset)}`,
  feeTier: (tier: string, market: string) => `fee-tier/${word(tier)}/${word(market)}`,
  market: (market: string) => `market/${word(market)}`,
  ledgerSession: (session: SessionId) => `ledger-session/${id8(session)}`,
};

/** The last word of a key. */
export const lastWord = (key: string): string =>
  decodeURIComponent(key.slice(key.lastIndexOf('/') + 1));

// --- as words with blanks between: on Redis, and rows that builds of before left in LMDB ----

export interface StoredBalance {
  readonly available: Money;
  readonly held: Money;
}

export function decodeBalance(text: string | undefined): StoredBalance {
  if (text === undefined) return { available: 0n as Money, held: 0n as Money };
  const [available, held] = wordsOf(text, 2);
  return { available: amountOf(available!), held: amountOf(held!) };
}

function wordsOf(text: string, count: number): readonly string[] {
  const words = text.split(' ');
  if (words.length !== count) throw broken(`${words.length} words instead of ${count}: ${text}`);
  return words;
}

/**
 * A hold is what the engine knows of (`settled`) plus what the amends that are still on their way
 * added at the edge, oldest first. Settlement sets the first part only, so an amend that follows
 * closely upon another one keeps what it reserved.
 */
export interface StoredHold {
  readonly accountId: AccountId;
  readonly market: string;
  readonly asset: string;
  settled: Money;
  pendingAmends: readonly Money[];
  readonly clientOrderId: string;
}

export function holdTotal(hold: StoredHold): Money {
  let total: bigint = hold.settled;
  for (const amount of hold.pendingAmends) total += amount;
  return moneyOf(total);
}

/** account market asset settled pending,… clientOrderId */
export function decodeHold(text: string): StoredHold {
  const [account, market, asset, settled, pending, clientOrderId] = wordsOf(text, 6);
  return {
    accountId: accountId(Number(account)),
    market: plain(market!),
    asset: plain(asset!),
    settled: amountOf(settled!),
    pendingAmends: pending === '' ? [] : pending!.split(',').map(amountOf),
    clientOrderId: plain(clientOrderId!),
  };
}

/** What a client order id stands for. */
export interface StoredClientOrder {
  readonly orderId: OrderId;
  readonly market: string;
  readonly requestDigest: string;
  /** null: the order is open (or on its way). */
  readonly closedAtUs: TimestampUs | null;
}

/** order market digest time; '-': open. */
export function decodeClientOrder(text: string): StoredClientOrder {
  const [order, market, digest, closedAt] = wordsOf(text, 4);
  return {
    orderId: orderId(Number(order)),
    market: plain(market!),
    requestDigest: plain(digest!),
    closedAtUs: closedAt === '-' ? null : timestampUs(Number(closedAt)),
  };
}

export interface StoredWithdrawal {
  readonly accountId: AccountId;
  readonly asset: string;
  readonly amount: Money;
}

export const encodeWithdrawal = (withdrawal: StoredWithdrawal): string =>
  `${withdrawal.accountId} ${word(withdrawal.asset)} ${withdrawal.amount}`;

export function decodeWithdrawal(text: string): StoredWithdrawal {
  const [account, asset, amount] = wordsOf(text, 3);
  return {
    accountId: accountId(Number(account)),
    asset: plain(asset!),
    amount: amountOf(amount!),
  };
}

// --- the rest, as JSON ----------------------------------------------------------------------

export const encodeApiKey = (key: ApiKeyRecord): string =>
  JSON.stringify({ ...key, sealedSecret: Buffer.from(key.sealedSecret).toString('base64') });

export function decodeApiKey(text: string): ApiKeyRecord {
  const key = JSON.parse(text);
  return { ...key, sealedSecret: new Uint8Array(Buffer.from(key.sealedSecret, 'base64')) };
}

/** `BigInt` takes no text at all for 0, and blanks and hexadecimal digits, too. */
const AMOUNT = /^-?\d{1,19}$/;

/** An amount as stored. */
export function amountOf(text: string): Money {
  if (!AMOUNT.test(text)) throw broken(`no amount: ${text}`);
  return moneyOf(BigInt(text));
}

/** A sum that must fit an int64; more money than that means that the books are broken. */
export function moneyOf(value: bigint): Money {
  try {
    return money(value);
  } catch (error) {
    throw broken(`an amount does not fit: ${value}`, error);
  }
}

/** Damaged, or written by a build after this one. */
export const unreadable = (key: string, cause?: unknown): AccountStoreError =>
  broken(`the row ${key} cannot be read`, cause);

export function broken(message: string, cause?: unknown): AccountStoreError {
  return new AccountStoreError('ACCOUNT_STORE_BROKEN', message, { cause });
}
