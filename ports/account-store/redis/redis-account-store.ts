/**
 * The account store on Redis 7: the rules of money as Lua scripts, one call per batch.
 *
 *   admit, apply, …  ──EVALSHA──▶  guard · read · decide · write       (account-scripts.ts)
 *   inspect, markets ──MULTI────▶  guard · HGETALL
 *
 * What may go wrong with Redis, and what then: docs/redis.md.
 */
import { type Money, money, type OrderId, type SessionId } from '../../../proto/units.ts';
import type { Clock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/system-clock.ts';
import type { CrashPoints } from '../../crash-points/crash-points.ts';
import type { EventCursor } from '../../event-log/event-cursor.ts';
import { connectRedis, type RedisConnection } from '../../redis/redis-connection.ts';
import type { RedisLink } from '../../redis/redis-link.ts';
import type { RedisSafety } from '../../redis/redis-server.ts';
import type {
  Account,
  AccountStore,
  AccountStoreContents,
  Admission,
  AdmissionOutcome,
  ApiKeyRecord,
  Balance,
  Hold,
  LedgerSession,
  MarketRecord,
  SettlementStep,
  Sweep,
} from '../account-store.ts';
import { word } from '../account-tables.ts';
import type { FeeTier } from '../fee-tiers.ts';
import type { OutboxEntry, OutboxPart } from '../outbox.ts';
import {
  CONTENT_TABLES,
  compareOutbox,
  entriesOf,
  inWordOrder,
  readApiKey,
  readBalances,
  readClientOrder,
  readContents,
  readHold,
} from './account-replies.ts';
import { accountScripts } from './account-scripts.ts';
import { StoreIdentity } from './store-identity.ts';
import { admitArguments, outboxField, readOutboxEntry, readOutcome } from './wire-admission.ts';
import { applyArguments, applyArgumentsInParts, readCursor } from './wire-settlement.ts';

/** Of calls that may move everything there is. */
const LONG_DEADLINE_MS = 60_000;
const REBUILT_EFFECTS_PER_CALL = 2000;
const ROWS_PER_CALL = 1000;

export interface RedisAccountStoreOptions {
  readonly connection: RedisConnection;
  readonly safety: RedisSafety;
  readonly clock: Clock;
  readonly crashPoints: CrashPoints;
  /** Shown by CLIENT LIST. */
  readonly processName?: string;
  readonly onWarning?: (problem: string) => void;
}

/** Throws RedisError. */
export async function openRedisAccountStore(
  options: RedisAccountStoreOptions,
): Promise<AccountStore> {
  const { connection, safety, clock, processName = 'accounts', onWarning } = options;
  const link = await connectRedis({
    connection,
    clock,
    safety,
    name: processName,
    ...(onWarning !== undefined && { onWarning }),
  });
  return new RedisAccountStore(link, options);
}

class RedisAccountStore implements AccountStore {
  readonly canBeLostInUse = true;
  readonly #link: RedisLink;
  readonly #store: StoreIdentity;
  readonly #crashPoints: CrashPoints;

  constructor(link: RedisLink, options: RedisAccountStoreOptions) {
    this.#link = link;
    this.#crashPoints = options.crashPoints;
    this.#store = new StoreIdentity({
      link,
      clock: options.clock,
      newIncarnation: () => Buffer.from(systemRandom.bytes(6)).toString('hex'),
    });
  }

  async openSession(sessionId: SessionId, aboveEpoch: Parameters<AccountStore['openSession']>[1]) {
    const args = [`${sessionId}`, `${aboveEpoch}`];
    const [opened] = await this.#store.run(accountScripts.openSession, args);
    return Number(opened) as typeof aboveEpoch;
  }

  async sessionEpoch(sessionId: SessionId) {
    const [text] = await this.#store.read((reads, key) =>
      reads.hget(key('sessions'), `${sessionId}`),
    );
    return Number(text ?? 0) as Awaited<ReturnType<AccountStore['sessionEpoch']>>;
  }

  async admit(
    sessionId: SessionId,
    admissions: readonly Admission[],
    answered: readonly OutboxPart[] = [],
  ): Promise<readonly AdmissionOutcome[]> {
    // On the way together. One that fails leaves entries, which the next one for their topic clears.
    const cleared = Promise.allSettled(answered.map((part) => this.clearOutbox(sessionId, part)));
    if (admissions.length === 0) return [];
    const args = [`${sessionId}`, ...admitArguments(admissions)];
    const [outcomes] = await this.#store.run(accountScripts.admit, args);
    await cleared;
    return (outcomes as readonly (number | string)[]).map(readOutcome);
  }

  async outbox(sessionId: SessionId): Promise<readonly OutboxEntry[]> {
    const [entries] = await this.#store.read(
      (reads, key) => reads.hgetall(key(`outbox:${sessionId}`)),
      LONG_DEADLINE_MS,
    );
    return entriesOf(entries)
      .map(([field, text]) => readOutboxEntry(field, text))
      .sort(compareOutbox);
  }

  async clearOutbox(sessionId: SessionId, { topic, epoch, through }: OutboxPart): Promise<void> {
    const args = [`${sessionId}`, word(topic), `${epoch}`, `${through}`];
    await this.#store.run(accountScripts.clearOutbox, args);
  }

  async withdrawFromOutbox(sessionId: SessionId, entries: readonly OutboxEntry[]): Promise<void> {
    const args = [`${sessionId}`, ...entries.map(outboxField)];
    await this.#store.run(accountScripts.withdrawFromOutbox, args);
  }

  async apply(steps: readonly SettlementStep[]): Promise<number> {
    if (steps.length === 0) return 0;
    const isRebuild = this.#store.isOwn && steps.every(({ fromStart }) => fromStart === true);
    const parts = isRebuild
      ? applyArgumentsInParts(steps, REBUILT_EFFECTS_PER_CALL)
      : [applyArguments(steps)];
    let applied = 0;
    for (const part of parts) {
      const [count] = await this.#store.run(accountScripts.apply, part, {
        deadlineMs: LONG_DEADLINE_MS,
        sent: () => this.#crashPoints.reach('CP14-inside-settle'),
      });
      applied += Number(count);
    }
    return applied;
  }

  async cursor(topic: string): Promise<EventCursor | null> {
    const text = await this.#field('cursors', word(topic));
    return text === null ? null : readCursor(text).cursor;
  }

  ledgerSession(sessionId: SessionId): Promise<LedgerSession | null> {
    return this.#json('ledger-sessions', `${sessionId}`);
  }

  async transactionApplied(transactionId: string): Promise<boolean> {
    return (await this.#field('applied', word(transactionId))) !== null;
  }

  async balances(accountId: Parameters<AccountStore['balances']>[0]): Promise<readonly Balance[]> {
    const [found] = await this.#store.run(accountScripts.balances, [`${accountId}`]);
    return readBalances(found as readonly string[]);
  }

  account(accountId: Parameters<AccountStore['account']>[0]): Promise<Account | null> {
    return this.#json('accounts', `${accountId}`);
  }

  async accounts(): Promise<readonly Account[]> {
    const found = (await this.#table('accounts')).map(([, text]) => JSON.parse(text) as Account);
    return found.sort((left, right) => left.accountId - right.accountId);
  }

  feeTiers(): Promise<readonly FeeTier[]> {
    return this.#rows('fee-tiers');
  }

  async apiKey(apiKey: string): Promise<ApiKeyRecord | null> {
    const text = await this.#field('api-keys', word(apiKey));
    return text === null ? null : readApiKey(text);
  }

  async assets(): Promise<readonly { readonly asset: string; readonly scale: number }[]> {
    return inWordOrder(await this.#table('assets')).map(([asset, scale]) => ({
      asset: decodeURIComponent(asset),
      scale: Number(scale),
    }));
  }

  async issued(asset: string): Promise<Money> {
    return money(BigInt((await this.#field('issued', word(asset))) ?? '0'));
  }

  market(market: string): Promise<MarketRecord | null> {
    return this.#json('markets', word(market));
  }

  markets(): Promise<readonly MarketRecord[]> {
    return this.#rows('markets');
  }

  async hold(orderId: OrderId): Promise<Hold | null> {
    const text = await this.#field('holds', `${orderId}`);
    return text === null ? null : readHold(`${orderId}`, text);
  }

  async orderIdOf(...[accountId, clientOrderId]: Parameters<AccountStore['orderIdOf']>) {
    const text = await this.#field('clients', `${accountId}/${word(clientOrderId)}`);
    return text === null ? null : readClientOrder(text);
  }

  async sweepClientOrderIds(
    closedBeforeUs: Parameters<AccountStore['sweepClientOrderIds']>[0],
  ): Promise<Sweep> {
    const args = [`${closedBeforeUs}`, `${ROWS_PER_CALL}`];
    const [count] = await this.#store.run(accountScripts.sweep, args);
    return { freed: Number(count), isDone: Number(count) < ROWS_PER_CALL };
  }

  async inspect(): Promise<AccountStoreContents> {
    const tables = await this.#store.read((reads, key) => {
      for (const name of CONTENT_TABLES) reads.hgetall(key(name));
    }, LONG_DEADLINE_MS);
    return readContents(tables.map(entriesOf));
  }

  async clear(): Promise<void> {
    await this.#store.beginAnew();
    await this.#removeOthers();
  }

  reopen(): Promise<void> {
    return this.#store.reopen();
  }

  lookAgain(): Promise<boolean> {
    return this.#store.lookAgain();
  }

  async close(): Promise<void> {
    this.#link.close();
  }

  /** What other incarnations left: nobody can reach it, it only takes room. */
  async #removeOthers(): Promise<void> {
    const own = await this.#store.tableKey('');
    let cursor = '0';
    do {
      const [next, keys] = await this.#link.call((redis) =>
        redis.scan(cursor, 'MATCH', `${this.#store.key}:*`, 'COUNT', ROWS_PER_CALL),
      );
      const others = keys.filter((key) => !key.startsWith(own));
      if (others.length > 0) await this.#store.run(accountScripts.drop, others);
      cursor = next;
    } while (cursor !== '0');
  }

  async #field(table: string, field: string): Promise<string | null> {
    const [text] = await this.#store.read((reads, key) => reads.hget(key(table), field));
    return text as string | null;
  }

  async #json<T>(table: string, field: string): Promise<T | null> {
    const text = await this.#field(table, field);
    return text === null ? null : (JSON.parse(text) as T);
  }

  async #rows<T>(name: string): Promise<readonly T[]> {
    return inWordOrder(await this.#table(name)).map(([, text]) => JSON.parse(text) as T);
  }

  async #table(name: string): Promise<readonly (readonly [string, string])[]> {
    const [table] = await this.#store.read(
      (reads, key) => reads.hgetall(key(name)),
      LONG_DEADLINE_MS,
    );
    return entriesOf(table);
  }
}
