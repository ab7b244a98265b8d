/**
 * The role: folds the logs into the read tables.
 *
 *   events.<M> ───────┬──▶ orders, order-history   each (projection, topic) has its own cursor, stored
 *                     ├──▶ fills                   in one step with the rows: a slow or newly folded
 *                     ├──▶ trades, agg-trades      projection holds nobody back. Those that are near
 *                     ├──▶ candles                 each other share what is read (shared-events.ts)
 *   commands.ledger ──┴──▶ postings
 */

import { type EventCursor, isSame } from '../ports/event-log/event-cursor.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { type ReaderPace, restMs, untilTogetherMs } from '../ports/event-log/reader-pace.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import type { Ports } from '../ports/ports.ts';
import type { ProjectionName } from '../ports/view-store/tables.ts';
import { limits } from '../proto/limits.ts';
import { eventTopic, LEDGER_TOPIC, marketOfTopic } from '../proto/topics.ts';
import { aggregateTradesProjection } from './aggregate-trades.ts';
import { candlesProjection } from './candles.ts';
import { fillsProjection } from './fills.ts';
import { orderHistoryProjection } from './order-history.ts';
import { ordersProjection } from './orders.ts';
import { postingsProjection } from './postings.ts';
import type { Projection } from './projection.ts';
import { ProjectionsReport } from './report.ts';
import { SharedEvents } from './shared-events.ts';
import {
  LedgerTopicFold,
  MarketTopicFold,
  type TopicFold,
  type TopicFoldOptions,
} from './topic-fold.ts';
import { tradesProjection } from './trades.ts';

export const PROJECTIONS: readonly Projection[] = [
  ordersProjection,
  fillsProjection,
  tradesProjection,
  postingsProjection,
  candlesProjection,
  aggregateTradesProjection,
  orderHistoryProjection,
];
const READ_WAIT_MS = 100;
/** Between two folds of a topic. Waking for every record took a third of a core at 500 orders/s. */
const PACE: Readonly<Record<Projection['due'], ReaderPace>> = {
  soon: { perRecordMs: 20, atMostMs: 60 },
  later: { perRecordMs: 100, atMostMs: 300 },
};
const RETRY_MS = 100;

export interface ProjectionsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ProjectionsOptions {
  readonly ports: Ports;
  readonly logger: ProjectionsLog;
  readonly identity: {
    readonly name: string;
    readonly pid: number;
    readonly version: string;
  };
}

/** Of one projection's reader of one topic. */
interface Place {
  readonly projection: Projection;
  readonly topic: string;
  /** The cursor behind its last step. */
  stored: EventCursor | null;
}

export class Projections {
  readonly #ports: Ports;
  readonly #logger: ProjectionsLog;
  readonly #report: ProjectionsReport;
  /** By topic. */
  readonly #shared = new Map<string, SharedEvents>();
  #isStopped = false;

  constructor(options: ProjectionsOptions) {
    this.#ports = options.ports;
    this.#logger = options.logger;
    this.#report = new ProjectionsReport(options.ports, options.identity);
  }

  /** Folds until `stop`. Throws what must end the process: a damaged log, history that changed. */
  async run(): Promise<void> {
    const readers: Promise<void>[] = [this.#announce()];
    const known = new Set<string>();
    try {
      while (!this.#isStopped) {
        for (const topic of await this.#topics()) {
          if (known.has(topic)) continue;
          known.add(topic);
          for (const projection of PROJECTIONS.filter((each) => folds(each, topic))) {
            const reader = this.#follow(projection, topic).finally(() => this.stop());
            // Awaited below; until then nobody else may take it for unhandled.
            reader.catch(() => {});
            readers.push(reader);
          }
        }
        await this.#ports.clock.sleep(limits.topicPollMs);
      }
    } finally {
      this.stop();
      await Promise.all(readers);
    }
  }

  /** None while the log is away. */
  async #topics(): Promise<readonly string[]> {
    try {
      return await this.#ports.log.topics();
    } catch (error) {
      if (mendingOf(error) !== 'wait') throw error;
      return [];
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Folds the projection's tables from the beginning of the logs, while all others go on. */
  async foldAnew(projection: ProjectionName): Promise<void> {
    // Its readers see that their cursors are gone, and begin again.
    await this.#ports.views.drop(projection);
  }

  async #announce(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#report.announce();
      } catch (error) {
        // The lag cannot be told now; the readers say why.
        if (mendingOf(error) !== 'wait') throw error;
      }
      for (let waitedMs = 0; waitedMs < limits.statusIntervalMs; waitedMs += READ_WAIT_MS) {
        if (this.#isStopped) return;
        await this.#ports.clock.sleep(READ_WAIT_MS);
      }
    }
  }

  async #follow(projection: Projection, topic: string): Promise<void> {
    while (!this.#isStopped) {
      const place: Place = { projection, topic, stored: null };
      try {
        await this.#followFromStored(place);
      } catch (error) {
        await this.#mend(place, error);
      }
    }
  }

  /** Returns when the stored cursor is not where this left it (dropped): then look again. */
  async #followFromStored(place: Place): Promise<void> {
    const { log, views } = this.#ports;
    const { projection, topic } = place;
    place.stored = await views.cursor(projection.name, topic);
    this.#report.stored(projection.name, topic, place.stored);
    const fold = this.#foldOf({ projection, topic, log, views, cursor: place.stored });
    while (!this.#isStopped) {
      const folded = await fold.next(READ_WAIT_MS);
      if (folded === null) {
        if (await this.#isDropped(place)) return;
        continue;
      }
      const { cursor, writes, added, recordCount } = folded;
      const step = { projection: projection.name, cursors: { [topic]: cursor }, writes, added };
      if ((await views.apply({ ...step, after: { [topic]: place.stored } })) === 'moved') return;
      place.stored = cursor;
      this.#report.stored(projection.name, topic, cursor);
      // What arrives meanwhile is folded in one step: reads may be so late, orders may not.
      // Whoever rests wakes with the others, so that all store in one transaction.
      const { clock } = this.#ports;
      const rest = restMs(PACE[projection.due], recordCount);
      await clock.sleep(untilTogetherMs(rest, clock.monotonicMs()));
    }
  }

  async #isDropped({ projection, topic, stored }: Place): Promise<boolean> {
    return !isSame(await this.#ports.views.cursor(projection.name, topic), stored);
  }

  #foldOf(options: TopicFoldOptions): TopicFold {
    const { log, topic } = options;
    const market = marketOfTopic(topic);
    if (market === null) return new LedgerTopicFold(options);
    const shared = this.#shared.get(topic) ?? new SharedEvents({ log, market });
    this.#shared.set(topic, shared);
    return new MarketTopicFold(market, { ...options, shared });
  }

  async #mend(place: Place, error: unknown): Promise<void> {
    const { projection, topic } = place;
    const mending = mendingOf(error);
    // Its rows went with the drop for another topic, and whatever it found wrong may have gone with them.
    const isDropped = mending !== 'wait' && (await this.#isDropped(place).catch(() => false));
    if (mending === 'none' && !isDropped) throw error;
    const text = isDropped ? 'dropped while it was folded' : mending;
    this.#logger.warn({ projection: projection.name, topic, problem: String(error) }, text);
    if (mending === 'fold anew' && !isDropped) {
      // A gap right from the beginning is the log's own, and no view can be made of it.
      if (place.stored === null) throw error;
      await this.foldAnew(projection.name);
    }
    await this.#ports.clock.sleep(RETRY_MS);
  }
}

function folds(projection: Projection, topic: string): boolean {
  if (topic === LEDGER_TOPIC) return projection.ledger !== null;
  const market = marketOfTopic(topic);
  return market !== null && topic === eventTopic(market);
}

/** The event log was cut and written again, shifted: fold anew. Away or full: wait. */
function mendingOf(error: unknown): 'fold anew' | 'wait' | 'none' {
  if (error instanceof StreamError) return error.code === 'EVENT_GAP' ? 'fold anew' : 'none';
  if (!(error instanceof EventLogError)) return 'none';
  if (error.code === 'LOG_OFFSET_OUT_OF_RANGE') return 'fold anew';
  return error.code === 'LOG_UNAVAILABLE' || error.code === 'LOG_FULL' ? 'wait' : 'none';
}
