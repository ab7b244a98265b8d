/**
 * Markets as they stood in the past, for reads that name a moment: the newest snapshot before it, and
 * the events of the log from there on. One at a time and in small pieces, since orders are on their way
 * through the same process; what would take long is refused.
 */
import type { Clock } from '../../ports/clock/clock.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import {
  type SnapshotStore,
  SnapshotStoreError,
} from '../../ports/snapshot-store/snapshot-store.ts';
import type { EventBatch } from '../../proto/messages.ts';
import type { Sequence } from '../../proto/units.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { MarketView } from './market-view.ts';
import { isBehind, type Moment } from './moment.ts';
import { inputOffsetAt, PastEvents } from './past-events.ts';
import { verifiedSnapshot } from './verified-snapshot.ts';

/** A snapshot is decoded in one go: of so many bytes, some 40,000 orders. */
const SNAPSHOT_BYTES_MAX = 2 * 1024 * 1024;
const SNAPSHOTS_TRIED_MAX = 4;
const EVENTS_MAX = 100_000;
const PIECE = { records: 16, bytes: 32 * 1024 };
const WAITING_MAX = 8;
const PAUSE_MS = 1;

export class PastMarkets {
  readonly #log: EventLog;
  readonly #snapshots: SnapshotStore;
  readonly #clock: Clock;
  readonly #eventsMax: number;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: {
    readonly log: EventLog;
    readonly snapshots: SnapshotStore;
    readonly clock: Clock;
    /** How far behind a snapshot a moment may be. */
    readonly eventsMax?: number;
  }) {
    this.#log = options.log;
    this.#snapshots = options.snapshots;
    this.#clock = options.clock;
    this.#eventsMax = options.eventsMax ?? EVENTS_MAX;
  }

  /** The moment is not ahead of the market. The view knows no trades and no orders that are over. */
  viewAt(market: string, moment: Moment): Promise<MarketView | Refusal> {
    return this.inTurn(() => this.#viewAt(market, moment));
  }

  /** What else reads much of the past, behind those that came before; refused when too many wait. */
  async inTurn<Found>(read: () => Promise<Found | Refusal>): Promise<Found | Refusal> {
    if (this.#waiting >= WAITING_MAX) return refuse('OVERLOADED', 'too many reads of the past');
    this.#waiting += 1;
    const mine = this.#turn.then(read);
    this.#turn = mine.catch(() => {});
    return mine.finally(() => {
      this.#waiting -= 1;
    });
  }

  async #viewAt(market: string, moment: Moment): Promise<MarketView | Refusal> {
    const view = await this.#start(market, moment);
    if (view === null) return refuse('NOT_READY', 'the snapshots cannot be read now');
    const past = await PastEvents.open(this.#log, market, view.sequence);
    if (past === null) return refuse('MOMENT_OUT_OF_REACH', 'the log does not go back to it');
    const from = view.sequence;
    for (;;) {
      const batches = await past.next(PIECE);
      for (const batch of batches) {
        if (!applyUpTo(view, batch, moment)) return view;
      }
      if (batches.length === 0) return view;
      if (view.sequence - from > this.#eventsMax) {
        const far = `over ${this.#eventsMax} events behind event ${from}`;
        return refuse('MOMENT_OUT_OF_REACH', far);
      }
      await this.#clock.sleep(PAUSE_MS);
    }
  }

  /** At the newest snapshot before the moment that can be used, else before the first event; null: not now. */
  async #start(market: string, moment: Moment): Promise<MarketView | null> {
    try {
      return await this.#nearest(market, moment);
    } catch (error) {
      const isAway =
        error instanceof SnapshotStoreError && error.code === 'SNAPSHOT_STORE_UNAVAILABLE';
      if (!isAway) throw error;
      return null;
    }
  }

  async #nearest(market: string, moment: Moment): Promise<MarketView> {
    const before = await inputOffsetAt(this.#log, market, (batch) =>
      isBehind(moment, { sequence: batch.firstSequence, timestampUs: batch.timestampUs }),
    );
    const entries = (await this.#snapshots.list(market))
      .filter(({ offset, bytes }) => offset <= before && bytes <= SNAPSHOT_BYTES_MAX)
      .slice(0, SNAPSHOTS_TRIED_MAX);
    for (const { key } of entries) {
      const snapshot = await verifiedSnapshot(this.#snapshots, key);
      if (snapshot === null) continue;
      const view = newView(market);
      view.load(snapshot);
      if (!isBehind(moment, view)) return view;
    }
    return newView(market);
  }
}

const newView = (market: string): MarketView =>
  new MarketView({ market, closedOrdersKept: 0, tradesKept: 1, fillsKept: 0 });

/** False: the moment is reached. */
function applyUpTo(view: MarketView, batch: EventBatch, moment: Moment): boolean {
  const { firstSequence, timestampUs } = batch;
  for (const [index, event] of batch.events.entries()) {
    const sequence = (firstSequence + index) as Sequence;
    if (sequence <= view.sequence) continue;
    if (isBehind(moment, { sequence, timestampUs })) return false;
    view.apply(event, sequence, timestampUs);
  }
  view.takeChange();
  return true;
}
