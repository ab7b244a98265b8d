/** Folds all logs from their beginning into one step for an account store that holds no cursor. */

import type { SettlementStep } from '../ports/account-store/account-store.ts';
import type { Clock } from '../ports/clock/clock.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import { limits } from '../proto/limits.ts';
import { commandTopic, marketOfTopic } from '../proto/topics.ts';
import { type Epoch, type Offset, type SessionId, timestampUs } from '../proto/units.ts';
import { settledTopics, TopicInput } from './events-in.ts';
import { RebuiltAccounts } from './rebuilt-accounts.ts';
import { fenceSessions, SeenSessions } from './session-fence.ts';
import { effectsOfNewTopic, type TopicEffects } from './topic-effects.ts';

const US_PER_MS = 1000;
/** Client order ids of orders that were over before are forgotten every so many records. */
const RECORDS_PER_SWEEP = 10_000;
const FENCE_LOOK_MS = 20;

interface Rebuilding {
  readonly input: TopicInput;
  readonly fold: TopicEffects;
  cursor: EventCursor | null;
}

export interface RebuildOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  /** How long commands in the log may lack their events before the rebuild goes on without them. */
  readonly eventsLateMsMax: number;
  readonly isStopped: () => boolean;
  /** Asked when all is folded: whether the sessions must be fenced, and what that adds folded too. */
  readonly mustFence?: (seen: SeenSessions) => Promise<boolean>;
  /** Called now and then while the fences of these markets are not answered. */
  readonly onFenceLate?: (late: readonly string[]) => void;
}

export interface Rebuilt {
  /** In one `apply` they lead a store without cursors to the end of the logs. */
  readonly steps: readonly SettlementStep[];
  readonly recordCount: number;
  /** Markets whose engine has not answered all commands yet. */
  readonly late: readonly string[];
  /** The epochs of the sessions that were fenced. */
  readonly fences: ReadonlyMap<SessionId, Epoch>;
}

/** null: stopped. */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt | null> {
  const folding = new Folding(options);
  let late = await folding.toTheEnd();
  let fences: Rebuilt['fences'] = new Map();
  if (late !== null && (await options.mustFence?.(folding.sessions)) === true) {
    fences = await fenceSessions(options, folding.sessions);
    late = await folding.throughFences();
  }
  if (late === null) return null;
  return { steps: folding.steps(), recordCount: folding.recordCount, late, fences };
}

class Folding {
  readonly sessions = new SeenSessions();
  recordCount = 0;
  readonly #options: RebuildOptions;
  readonly #accounts = new RebuiltAccounts();
  readonly #topics = new Map<string, Rebuilding>();

  constructor(options: RebuildOptions) {
    this.#options = options;
  }

  /** To where the logs end now. Resolves to the markets that are late; null: stopped. */
  async toTheEnd(): Promise<readonly string[] | null> {
    const { clock, eventsLateMsMax, isStopped, log } = this.#options;
    // Once: a market that trades on is always a little behind its newest command.
    const ends = await commandEnds(log);
    let progressAtMs = clock.monotonicMs();
    for (;;) {
      const readBefore = this.recordCount;
      await this.#readAll();
      const late = lateMarkets(this.#topics, ends);
      if (isStopped()) return null;
      const nowMs = clock.monotonicMs();
      if (this.recordCount > readBefore) progressAtMs = nowMs;
      if (late.length === 0 || nowMs - progressAtMs >= eventsLateMsMax) return late;
      await clock.sleep(limits.topicPollMs);
    }
  }

  /**
   * To where the command logs end now, however long it takes: an order before the fence may have had
   * money held that looks free until its events are here, and could be spent twice.
   */
  async throughFences(): Promise<readonly string[] | null> {
    const { clock, eventsLateMsMax, isStopped, log, onFenceLate } = this.#options;
    const ends = await commandEnds(log);
    let toldAtMs = clock.monotonicMs();
    for (;;) {
      await this.#readAll();
      const late = lateMarkets(this.#topics, ends);
      if (isStopped()) return null;
      if (late.length === 0) return late;
      if (clock.monotonicMs() - toldAtMs >= eventsLateMsMax) {
        toldAtMs = clock.monotonicMs();
        onFenceLate?.(late);
      }
      await clock.sleep(FENCE_LOOK_MS);
    }
  }

  async #readAll(): Promise<void> {
    const { isStopped, log } = this.#options;
    for (const topic of await settledTopics(log)) {
      if (!this.#topics.has(topic)) this.#topics.set(topic, newTopic(topic, log));
    }
    for (const topic of this.#topics.values()) {
      if (isStopped()) return;
      this.recordCount += await this.#readToEnd(topic);
    }
  }

  steps(): readonly SettlementStep[] {
    this.#forgetOld();
    const steps: SettlementStep[] = [];
    for (const [topic, { cursor }] of this.#topics) {
      if (cursor === null) continue;
      // All effects in the first step; the others only tell where their topic stands.
      const effects = steps.length === 0 ? this.#accounts.effects() : [];
      steps.push({ topic, cursor, fromStart: true, effects });
    }
    return steps;
  }

  /** Returns the number of records. */
  async #readToEnd(topic: Rebuilding): Promise<number> {
    let count = 0;
    let sweptAt = 0;
    while (!this.#options.isStopped()) {
      const records = await topic.input.read(0);
      if (records.length === 0) break;
      for (const record of records) {
        this.#accounts.apply(await topic.fold.effectsOf(record));
        this.sessions.note(record);
        topic.cursor = record.cursor;
      }
      count += records.length;
      if (count - sweptAt >= RECORDS_PER_SWEEP) {
        sweptAt = count;
        this.#forgetOld();
      }
    }
    return count;
  }

  #forgetOld(): void {
    const keptUs = limits.clientOrderIdKeptMs * US_PER_MS;
    const beforeUs = Math.max(0, this.#options.clock.nowUs() - keptUs);
    this.#accounts.forgetClosedBefore(timestampUs(beforeUs));
  }
}

const newTopic = (topic: string, log: EventLog): Rebuilding => ({
  input: new TopicInput({ log, topic, cursor: null }),
  fold: effectsOfNewTopic(topic),
  cursor: null,
});

/** Where the command log of each market ends. */
async function commandEnds(log: EventLog): Promise<ReadonlyMap<string, Offset>> {
  const ends = new Map<string, Offset>();
  for (const topic of await log.topics()) {
    const market = marketOfTopic(topic);
    if (market === null || topic !== commandTopic(market)) continue;
    ends.set(market, (await log.bounds(topic)).end);
  }
  return ends;
}

/**
 * A command that is in the log may have had money reserved in the store that was lost. Until its
 * event is here, that money looks free; so the rebuild waits for the engines to answer the rest.
 */
function lateMarkets(
  topics: ReadonlyMap<string, Rebuilding>,
  ends: ReadonlyMap<string, Offset>,
): readonly string[] {
  const late: string[] = [];
  for (const [market, end] of ends) {
    const answered = [...topics.values()].find((other) => other.input.market === market)?.cursor;
    if (end > 0 && (answered?.inputOffset ?? -1) < end - 1) late.push(market);
  }
  return late;
}
