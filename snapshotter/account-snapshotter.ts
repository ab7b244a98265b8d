/**
 * Snapshots of the accounts: a fold of the logs, off the hot path, that remembers nothing between two
 * of them.
 *
 *   newest snapshot ──▶ the records behind it, up to where the account store stands ──▶ equal: write
 *                                                                      different: no snapshot, loudly
 *
 * Making one is a rebuild that is not stored, so each proves the one before, and needs no memory meanwhile.
 */
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { AccountStore, AccountStoreContents } from '../ports/account-store/account-store.ts';
import { AccountStoreError } from '../ports/account-store/account-store.ts';
import { ArchiveStoreError } from '../ports/archive-store/archive-store.ts';
import type { MarketSnapshotReport } from '../ports/coordination/coordination.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import { ACCOUNTS } from '../ports/snapshot-store/snapshot-names.ts';
import { SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import type { AccountSnapshot } from '../proto/account-snapshot-messages.ts';
import { DecodeError } from '../proto/codec.ts';
import { type Offset, offset } from '../proto/units.ts';
import type { AccountFold } from '../settlement/account-fold.ts';
import { settledTopics } from '../settlement/events-in.ts';
import { foldedFrom } from '../settlement/starting-fold.ts';
import { type AccountsKept, accountForm } from './account-snapshot-form.ts';
import type { SnapshotRhythm } from './market-snapshotter.ts';
import { SnapshotOut } from './snapshot-out.ts';
import { SnapshotRecord } from './snapshot-record.ts';

const LOOK_MS_MAX = 2000;

export type AccountContext = Pick<RuntimeContext, 'ports' | 'log'> & {
  readonly accounts: AccountStore;
};

export class AccountSnapshotter {
  readonly #context: AccountContext;
  readonly #rhythm: SnapshotRhythm;
  readonly #out: SnapshotOut<AccountSnapshot, AccountsKept>;
  readonly #record = new SnapshotRecord(ACCOUNTS);
  /** Settled records of the last one that was taken or found; null: not looked yet. */
  #takenAt: number | null = null;
  /** The same, and when, at the last try. */
  #triedAt = 0;
  #triedMs = 0;
  #stopped = false;

  constructor(context: AccountContext, options: { readonly rhythm: SnapshotRhythm }) {
    const { rhythm } = options;
    this.#context = context;
    this.#rhythm = rhythm;
    this.#out = new SnapshotOut(context, { form: accountForm, keptCount: rhythm.keptCount });
  }

  /** Until `stop`. Throws what must end the process: a damaged log. */
  async run(): Promise<void> {
    const { clock } = this.#context.ports;
    this.#triedMs = clock.monotonicMs();
    while (!this.#stopped) {
      await this.step();
      await clock.sleep(Math.min(LOOK_MS_MAX, this.#rhythm.intervalMs));
    }
  }

  /** Looks, and takes one if it is due. Throws what must end the process. */
  async step(): Promise<void> {
    try {
      if (await this.#isDue()) await this.#take();
    } catch (error) {
      await this.#failed(error);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  report(): MarketSnapshotReport {
    return this.#record.report();
  }

  /** The first record of the topic that a rebuild from the oldest kept snapshot needs; null: none is kept. */
  firstNeeded(topic: string): Offset | null {
    const kept = this.#out.oldestKept;
    // The one before it tells whether the log is the same.
    return kept === null ? null : offset(Math.max(0, (kept.get(topic) ?? 0) - 1));
  }

  async #isDue(): Promise<boolean> {
    const { clock } = this.#context.ports;
    const settled = await this.#settledRecords();
    if (this.#takenAt === null) {
      const [newest] = await this.#context.ports.snapshots.list(ACCOUNTS);
      this.#record.startedFrom(newest ?? null);
      this.#takenAt = newest?.offset ?? 0;
      this.#triedAt = this.#takenAt;
    }
    if (settled <= this.#takenAt) return false;
    const isTime = clock.monotonicMs() - this.#triedMs >= this.#rhythm.intervalMs;
    return isTime || settled - this.#triedAt >= this.#rhythm.eventsMax;
  }

  async #settledRecords(): Promise<number> {
    const { accounts, ports } = this.#context;
    let records = 0;
    for (const topic of await settledTopics(ports.log)) {
      records += (await accounts.cursor(topic))?.nextLogOffset ?? 0;
    }
    return records;
  }

  async #take(): Promise<void> {
    const { accounts, log, ports } = this.#context;
    const startedMs = ports.clock.monotonicMs();
    this.#triedMs = startedMs;
    const contents = await accounts.inspect();
    this.#triedAt = placeIn(contents);
    const fold = await this.#foldTo(contents);
    if (fold === null) return;
    const entry = await this.#out.write(await fold.snapshot());
    const durationMs = Math.round(ports.clock.monotonicMs() - startedMs);
    this.#takenAt = entry.offset;
    this.#record.taken(entry, durationMs);
    const { key, bytes } = entry;
    const told = { market: ACCOUNTS, key, bytes, records: fold.recordCount, durationMs };
    log.info(told, 'snapshot of the accounts taken');
  }

  /** null: stopped, or the store is being rebuilt and not there yet. */
  #foldTo(contents: AccountStoreContents): Promise<AccountFold | null> {
    const { log, ports } = this.#context;
    const snapshots = {
      store: ports.snapshots,
      onRejected: (key: string | null, reason: string) =>
        log.warn({ key, reason }, 'snapshot of the accounts rejected, using the one before'),
    };
    const isStopped = () => this.#stopped;
    return foldedFrom({ ...ports, snapshots, isStopped }, async (fold, from) => {
      if (!(await fold.readTo(contents.cursors))) {
        log.info({ from: from?.key ?? null }, 'the account store is not behind its snapshot');
        return null;
      }
      const problems = fold.problems(contents);
      if (problems.length === 0) return fold;
      throw new AccountStoreError('ACCOUNT_STORE_BROKEN', problems.slice(0, 5).join('; '));
    });
  }

  async #failed(error: unknown): Promise<void> {
    if (!isOfThisTry(error)) throw error;
    const { accounts, log } = this.#context;
    const problem = error instanceof Error ? error.message : String(error);
    if (error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_LOST') {
      await accounts.lookAgain().catch(() => false);
      return;
    }
    if (isAway(error)) {
      log.warn({ problem }, 'no snapshot of the accounts for now');
    } else {
      log.error({ problem }, 'no snapshot of the accounts');
    }
    this.#record.failed(error);
  }
}

const placeIn = ({ cursors }: AccountStoreContents): number =>
  cursors.reduce((sum, { cursor }) => sum + cursor.nextLogOffset, 0);

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).endsWith('_UNAVAILABLE');

/** A damaged log ends the process; whatever else went wrong may be better next time. */
const isOfThisTry = (error: unknown): boolean =>
  error instanceof AccountStoreError ||
  error instanceof ArchiveStoreError ||
  error instanceof SnapshotStoreError ||
  (error instanceof DecodeError && error.code !== 'SCHEMA_TOO_NEW') ||
  (error instanceof StreamError && error.code !== 'HISTORY_CHANGED') ||
  (error instanceof EventLogError && error.code !== 'LOG_DAMAGED');
