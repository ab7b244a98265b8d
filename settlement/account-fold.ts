/**
 * The accounts folded from the logs in memory, from their beginning or from a snapshot on:
 *
 *   nothing, or a snapshot ──▶ records of all topics, each in its order ──▶ steps for an empty store
 *                                                                      └──▶ a snapshot
 */

import type { AccountStoreContents, SettlementStep } from '../ports/account-store/account-store.ts';
import type { Clock } from '../ports/clock/clock.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import type { AccountSnapshot, SettledTopic } from '../proto/account-snapshot-messages.ts';
import { assert } from '../proto/assert.ts';
import { crc32c } from '../proto/codec.ts';
import { limits } from '../proto/limits.ts';
import { type Offset, offset, timestampUs } from '../proto/units.ts';
import {
  accountStateOf,
  accountsOfState,
  purseName,
  totalsOf,
  tradeImbalances,
} from './account-state.ts';
import { type SettlementRecord, settledTopics, TopicInput } from './events-in.ts';
import { RebuiltAccounts } from './rebuilt-accounts.ts';
import { SeenSessions } from './session-fence.ts';
import { effectsOfTopic, type TopicEffects } from './topic-effects.ts';

const US_PER_MS = 1000;
/** Client order ids of orders that were over before are forgotten every so many records. */
const RECORDS_PER_SWEEP = 10_000;

interface FoldedTopic {
  readonly input: TopicInput;
  readonly fold: TopicEffects;
  cursor: EventCursor | null;
}

export interface AccountFoldOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly isStopped: () => boolean;
}

export class AccountFold {
  readonly sessions: SeenSessions;
  /** Records that this fold has read. */
  recordCount = 0;
  readonly #options: AccountFoldOptions;
  readonly #accounts: RebuiltAccounts;
  readonly #topics = new Map<string, FoldedTopic>();
  #sweptAt = 0;

  /** `from`: null: from the beginning of the logs. Throws ACCOUNT_STORE_BROKEN for a bad snapshot. */
  constructor(options: AccountFoldOptions, from: AccountSnapshot | null) {
    this.#options = options;
    this.#accounts = from === null ? new RebuiltAccounts() : accountsOfState(from);
    this.sessions = new SeenSessions(from?.topics);
    for (const settled of from?.topics ?? []) {
      const { topic, nextLogOffset, inputOffset, sequence, eventHash } = settled;
      this.#add(topic, { nextLogOffset, inputOffset, sequence, eventHash });
    }
  }

  /** Where the fold stands in each topic that it has read of. */
  cursors(): ReadonlyMap<string, EventCursor> {
    const cursors = new Map<string, EventCursor>();
    for (const [topic, { cursor }] of this.#topics) if (cursor !== null) cursors.set(topic, cursor);
    return cursors;
  }

  /** All that the logs hold by now. Throws EventLogError, DecodeError and StreamError. */
  async readAll(): Promise<void> {
    for (const topic of await settledTopics(this.#options.log)) {
      if (!this.#topics.has(topic)) this.#add(topic, null);
    }
    for (const topic of this.#topics.values()) await this.#read(topic, () => true);
  }

  /** False: these places are behind where this fold stands, or further than the logs reach. */
  async readTo(places: AccountStoreContents['cursors']): Promise<boolean> {
    for (const { topic, cursor } of places) {
      const folded = this.#topics.get(topic) ?? this.#add(topic, null);
      await this.#read(folded, (record) => record.cursor.inputOffset <= cursor.inputOffset);
      if (folded.cursor?.inputOffset !== cursor.inputOffset) return false;
    }
    return places.length === this.cursors().size;
  }

  /** In one `apply` they lead a store without cursors to where this fold stands. */
  steps(): readonly SettlementStep[] {
    this.#forgetOld();
    const steps: SettlementStep[] = [];
    for (const [topic, cursor] of this.cursors()) {
      // All effects in the first step; the others only tell where their topic stands.
      const effects = steps.length === 0 ? this.#accounts.effects() : [];
      steps.push({ topic, cursor, fromStart: true, effects });
    }
    return steps;
  }

  async snapshot(): Promise<AccountSnapshot> {
    this.#forgetOld();
    const { clock, log } = this.#options;
    const topics: SettledTopic[] = [];
    for (const [topic, cursor] of this.cursors()) {
      const lastRecordCrc32c = await recordCrc(log, topic, cursor.nextLogOffset);
      assert(lastRecordCrc32c !== null, `${topic} holds what was read of it`);
      topics.push({ topic, ...cursor, lastRecordCrc32c, sessions: this.sessions.of(topic) });
    }
    return { timestampUs: clock.nowUs(), topics, ...accountStateOf(this.#accounts) };
  }

  /** Why what the logs say may not be believed, or is not what the store holds at the same place. */
  problems(store: AccountStoreContents): readonly string[] {
    const problems = [...tradeImbalances(this.#accounts)];
    const totals = new Map(totalsOf(this.#accounts));
    for (const { accountId, asset, available, held } of store.balances) {
      const purse = purseName(accountId, asset);
      const total = totals.get(purse) ?? 0n;
      totals.delete(purse);
      if (total !== available + held) {
        problems.push(
          `account and asset ${purse}: ${available + held} stored, ${total} by the logs`,
        );
      }
    }
    for (const [purse, total] of totals) {
      if (total !== 0n)
        problems.push(`account and asset ${purse}: nothing stored, ${total} by the logs`);
    }
    return problems;
  }

  #add(topic: string, cursor: EventCursor | null): FoldedTopic {
    const input = new TopicInput({ log: this.#options.log, topic, cursor });
    const folded = { input, fold: effectsOfTopic(topic, this.#accounts), cursor };
    this.#topics.set(topic, folded);
    return folded;
  }

  /** What is read and not wanted is gone: no fold goes on behind it. */
  async #read(topic: FoldedTopic, isWanted: (record: SettlementRecord) => boolean): Promise<void> {
    while (!this.#options.isStopped()) {
      const records = await topic.input.read(0);
      if (records.length === 0) return;
      for (const record of records) {
        if (!isWanted(record)) return;
        this.#accounts.apply(await topic.fold.effectsOf(record));
        this.sessions.note(record);
        topic.cursor = record.cursor;
        this.recordCount += 1;
      }
      if (this.recordCount - this.#sweptAt >= RECORDS_PER_SWEEP) this.#forgetOld();
    }
  }

  #forgetOld(): void {
    this.#sweptAt = this.recordCount;
    const keptUs = limits.clientOrderIdKeptMs * US_PER_MS;
    const beforeUs = Math.max(0, this.#options.clock.nowUs() - keptUs);
    this.#accounts.forgetClosedBefore(timestampUs(beforeUs));
  }
}

/** Of the record before `next`; null: the log does not reach that far. Throws EventLogError. */
export async function recordCrc(
  log: EventLog,
  topic: string,
  next: Offset,
): Promise<number | null> {
  if ((await log.bounds(topic)).end < next) return null;
  const [record] = await log.read(topic, offset(next - 1), { records: 1, bytes: 1 });
  return record === undefined ? null : (record.crc ?? crc32c(record.bytes));
}
