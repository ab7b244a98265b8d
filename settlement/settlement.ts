/**
 * The role: applies what the logs say to the account store, once each.
 *
 *   events.<M>, commands.ledger ──TopicInput──▶ effects ──▶ Inbox ──▶ AccountStore.apply
 *                                                                     (effects + cursors, one step)
 *
 * It never holds trading back: money is reserved at the edge, so a slow settlement only means that
 * proceeds and releases become available later. What is broken stops it loudly (exit code 45).
 */

import { AccountStoreError, type SettlementStep } from '../ports/account-store/account-store.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { type ReaderPace, restMs } from '../ports/event-log/reader-pace.ts';
import type { Ports } from '../ports/ports.ts';
import { limits } from '../proto/limits.ts';
import { timestampUs } from '../proto/units.ts';
import { conservationProblems } from './conservation.ts';
import { isGap, isPassing } from './error-kinds.ts';
import { type SettlementRecord, settledTopics, TopicInput } from './events-in.ts';
import { Inbox } from './inbox.ts';
import { SettlementReport } from './report.ts';
import { slices } from './slices.ts';
import { type SettlementLog, StoreRecovery } from './store-recovery.ts';
import { effectsOfTopic, type TopicEffects } from './topic-effects.ts';

const US_PER_MS = 1000;
const INBOX_STEPS_MAX = 2048;
/** Of one transaction: a millisecond, half of which no order is admitted in. Each costs a commit, too. */
const EFFECTS_PER_STEP_MAX = 512;
const LOCK_PAUSE_MS = 1;
const READ_WAIT_MS = 100;
/** Of each market. No answer waits for settlement, and each of its transactions takes the lock of admission. */
const PACE: ReaderPace = { perRecordMs: 10, atMostMs: 40 };
const RETRY_MS = 100;
const SWEEP_INTERVAL_MS = 60_000;
/** The audit takes at most about a hundredth of a core, and is at most this often. */
const AUDIT_INTERVAL_MS_MIN = 500;
const AUDIT_INTERVALS_PER_DURATION = 100;

export interface SettlementOptions {
  readonly ports: Ports;
  readonly logger: SettlementLog;
  readonly identity: {
    readonly name: string;
    readonly pid: number;
    readonly version: string;
  };
  /** How long a rebuild waits for engines that have not answered the commands in the log. */
  readonly eventsLateMsMax?: number;
}

/** A step, and the time of its record. */
interface LoggedStep extends SettlementStep {
  readonly loggedUs: number;
}

/** One life between two looks at what is stored; over when stopped or when the store changed. */
interface Life {
  readonly inbox: Inbox<LoggedStep>;
  /** Topics that are read, with the cursor that was stored at the beginning. */
  readonly startedAt: Map<string, EventCursor | null>;
  isOver: boolean;
}

export class Settlement {
  readonly #ports: Ports;
  readonly #logger: SettlementLog;
  readonly #recovery: StoreRecovery;
  readonly #report: SettlementReport;
  #isStopped = false;
  #life: Life | null = null;

  constructor(options: SettlementOptions) {
    this.#ports = options.ports;
    this.#logger = options.logger;
    this.#recovery = new StoreRecovery({
      ports: options.ports,
      logger: options.logger,
      eventsLateMsMax: options.eventsLateMsMax ?? limits.answerTimeoutMs,
      isStopped: () => this.#isStopped,
    });
    this.#report = new SettlementReport(options.ports, options.identity);
  }

  /**
   * Settles until `stop`. Throws what must end the process: AccountStoreError ACCOUNT_STORE_BROKEN,
   * EventLogError LOG_DAMAGED, history that changed.
   */
  async run(): Promise<void> {
    await this.#report.announce(new Map());
    while (!this.#isStopped) {
      await this.#liveOnce();
      // Whatever it was that changed under us, look again without haste.
      if (!this.#isStopped) await this.#ports.clock.sleep(RETRY_MS);
    }
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#life !== null) endLife(this.#life);
  }

  async #liveOnce(): Promise<void> {
    try {
      // What is not believed is not worth an audit.
      if (this.#recovery.isBelieved) await this.#audit();
      if (await this.#recovery.prepare()) await this.#live();
    } catch (error) {
      if (isPassing(error)) this.#logger.warn({ problem: String(error) }, 'settlement waits');
      else this.#recovery.acceptOrThrow(error);
    }
  }

  // --- the life --------------------------------------------------------------------------------

  async #live(): Promise<void> {
    const life: Life = { inbox: new Inbox(INBOX_STEPS_MAX), startedAt: new Map(), isOver: false };
    this.#life = life;
    if (this.#isStopped) endLife(life);
    const work = [
      this.#discover(life),
      this.#settle(life),
      this.#every(life, limits.statusIntervalMs, () => this.#report.announce(life.startedAt)),
      this.#every(life, SWEEP_INTERVAL_MS, () => this.#sweep(life)),
      this.#auditForLife(life),
    ];
    // Whoever ends first, by an error too, ends all; the first error is the one to tell.
    const ended = await Promise.allSettled(work.map((task) => task.finally(() => endLife(life))));
    this.#life = null;
    for (const outcome of ended) {
      if (outcome.status === 'rejected') this.#recovery.acceptOrThrow(outcome.reason);
    }
  }

  /** Starts a reader for every topic, those to come included. */
  async #discover(life: Life): Promise<void> {
    const { clock, log } = this.#ports;
    const readers: Promise<void>[] = [];
    while (!life.isOver) {
      const topics = (await this.#retrying(life, () => settledTopics(log))) ?? [];
      for (const topic of topics.filter((each) => !life.startedAt.has(each))) {
        life.startedAt.set(topic, null);
        const reader = this.#read(life, topic).finally(() => endLife(life));
        // Awaited below, once the life is over; until then nobody else may take it for unhandled.
        reader.catch(() => {});
        readers.push(reader);
      }
      await clock.sleep(limits.topicPollMs);
    }
    await Promise.all(readers);
  }

  async #read(life: Life, topic: string): Promise<void> {
    const { accounts, log } = this.#ports;
    const fold = effectsOfTopic(topic, accounts);
    const cursor = await this.#retrying(life, () => accounts.cursor(topic));
    if (life.isOver) return;
    life.startedAt.set(topic, cursor);
    const input = new TopicInput({ log, topic, cursor });
    while (!life.isOver) {
      const records = await this.#retrying(life, () => input.read(READ_WAIT_MS));
      const steps = records === null ? [] : await this.#stepsOf(life, fold, records);
      if (steps.length === 0) continue;
      await life.inbox.put(steps);
      // Deposits and withdrawals are waited for, and few.
      if (input.market !== null) await this.#ports.clock.sleep(restMs(PACE, steps.length));
    }
  }

  async #stepsOf(
    life: Life,
    fold: TopicEffects,
    records: readonly SettlementRecord[],
  ): Promise<readonly LoggedStep[]> {
    const steps: LoggedStep[] = [];
    for (const record of records) {
      const { topic, cursor } = record;
      if (record.kind === 'poison') this.#logger.error({ topic, cursor }, record.problem);
      const effects = await this.#retrying(life, () => fold.effectsOf(record));
      if (effects === null) return [];
      const loggedUs = record.kind === 'poison' ? 0 : record.batch.timestampUs;
      steps.push({ topic, cursor, effects, loggedUs });
    }
    return steps;
  }

  async #settle(life: Life): Promise<void> {
    const { clock, crashPoints } = this.#ports;
    for (;;) {
      const taken = await life.inbox.take();
      if (taken === null) return;
      let isBehind = false;
      for (const steps of slices(taken, EFFECTS_PER_STEP_MAX)) {
        // The lock goes to whoever asks first: whoever never pauses gets it again and again.
        if (isBehind) await clock.sleep(LOCK_PAUSE_MS);
        isBehind = true;
        crashPoints.reach('CP13-before-settle');
        if ((await this.#retrying(life, () => this.#store(steps))) !== true) return;
        crashPoints.reach('CP15-settled-before-next');
      }
    }
  }

  /** False when the store is not where this process left it: look again. */
  async #store(steps: readonly LoggedStep[]): Promise<boolean> {
    try {
      await this.#ports.accounts.apply(steps);
      this.#report.settled(steps);
      const nowUs = this.#ports.clock.nowUs();
      for (const { loggedUs } of steps) {
        if (loggedUs > 0) this.#report.stages.record('settle', nowUs - loggedUs);
      }
      return true;
    } catch (error) {
      if (!isGap(error)) throw error;
      this.#logger.warn({ problem: String(error) }, 'the account store changed under settlement');
      return false;
    }
  }

  /** Tries again while the log or the store is away or full; null when the life ended meanwhile. */
  async #retrying<T>(life: Life, action: () => Promise<T>): Promise<T | null> {
    while (!life.isOver) {
      try {
        return await action();
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.#logger.warn({ problem: String(error) }, 'settlement waits');
        await this.#ports.clock.sleep(RETRY_MS);
      }
    }
    return null;
  }

  // --- beside: report, sweep, audit --------------------------------------------------------------

  async #every(life: Life, intervalMs: number, action: () => Promise<void>): Promise<void> {
    while (!life.isOver) {
      await this.#retrying(life, action);
      await this.#sleepInLife(life, intervalMs);
    }
  }

  async #auditForLife(life: Life): Promise<void> {
    const { clock } = this.#ports;
    while (!life.isOver) {
      const startedMs = clock.monotonicMs();
      await this.#retrying(life, () => this.#audit());
      const durationMs = clock.monotonicMs() - startedMs;
      const pauseMs = Math.max(AUDIT_INTERVAL_MS_MIN, durationMs * AUDIT_INTERVALS_PER_DURATION);
      await this.#sleepInLife(life, pauseMs);
    }
  }

  async #audit(): Promise<void> {
    const problems = conservationProblems(await this.#ports.accounts.inspect());
    if (problems.length === 0) return this.#recovery.verified();
    this.#report.problem(problems.join('; '));
    this.#logger.error({ problems: problems.slice(0, 20) }, 'the books do not balance');
    throw new AccountStoreError('ACCOUNT_STORE_BROKEN', problems.slice(0, 3).join('; '));
  }

  /** With pauses: after a day of trade a minute's orders are many, after a stop a whole day's. */
  async #sweep(life: Life): Promise<void> {
    const { accounts, clock } = this.#ports;
    const keptUs = limits.clientOrderIdKeptMs * US_PER_MS;
    const beforeUs = timestampUs(Math.max(0, clock.nowUs() - keptUs));
    while (!life.isOver) {
      const { isDone } = await accounts.sweepClientOrderIds(beforeUs);
      if (isDone) return;
      await clock.sleep(LOCK_PAUSE_MS);
    }
  }

  /** In short naps, so that a stop is not kept waiting. */
  async #sleepInLife(life: Life, delayMs: number): Promise<void> {
    const untilMs = this.#ports.clock.monotonicMs() + delayMs;
    for (;;) {
      const leftMs = untilMs - this.#ports.clock.monotonicMs();
      if (life.isOver || leftMs <= 0) return;
      await this.#ports.clock.sleep(Math.min(leftMs, READ_WAIT_MS));
    }
  }
}

function endLife(life: Life): void {
  life.isOver = true;
  life.inbox.close();
}
