/**
 * Who listens to the feed of orders. A listener begins with a snapshot, or behind a sequence, and is
 * led to the present by the market's log; from there on it hears every batch, without a gap.
 */
import type { Clock } from '../../ports/clock/clock.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import type { EventBatch } from '../../proto/messages.ts';
import type { Sequence } from '../../proto/units.ts';
import type { MarketView } from '../market-data/market-view.ts';
import { PastEvents } from '../market-data/past-events.ts';
import type { Listener } from './market-audience.ts';
import { ordersMessage, ordersSnapshot } from './order-feed-messages.ts';

export interface OrderListener extends Listener {
  readonly isOpen: boolean;
}

const PAUSE_MS = 5;
/** Further back than this, a snapshot is the shorter way. */
const RESUMED_EVENTS_MAX = 200_000;

/** Of one listener to the present of one market. Who leaves and comes back begins another one. */
interface Way {
  readonly listener: OrderListener;
  readonly view: MarketView;
  readonly units: MarketUnits;
}

interface Following {
  /** Heard by now. */
  last: Sequence;
}

export class OrderFeed {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #live = new Map<string, Map<OrderListener, Following>>();
  /** Being led to the present; whoever is not in here any more has left. */
  readonly #coming = new Map<OrderListener, Map<string, Way>>();

  constructor(options: { readonly log: EventLog; readonly clock: Clock }) {
    this.#log = options.log;
    this.#clock = options.clock;
  }

  /** Resolves when the listener hears the present; false: the log does not go back so far. */
  async add(listener: OrderListener, view: MarketView, from: Sequence | null): Promise<boolean> {
    const { units, market, sequence } = view;
    if (units === null) return false;
    const isFar = from !== null && sequence - from > RESUMED_EVENTS_MAX;
    const after = from === null || isFar || from > sequence ? null : from;
    const way: Way = { listener, view, units };
    const coming = this.#coming.get(listener) ?? new Map<string, Way>();
    this.#coming.set(listener, coming.set(market, way));
    try {
      const past = after === null ? null : await PastEvents.open(this.#log, market, after);
      if (past === null) await this.#begin(way);
      else await this.#follow(way, past);
      return past !== null;
    } catch (error) {
      if (this.#isComing(way)) coming.delete(market);
      throw error;
    }
  }

  /** Also while it is led to the present. */
  isFollowed(listener: OrderListener, market: string): boolean {
    if (this.#coming.get(listener)?.has(market) === true) return true;
    return this.#live.get(market)?.has(listener) === true;
  }

  remove(listener: OrderListener, market: string): void {
    this.#coming.get(listener)?.delete(market);
    const listeners = this.#live.get(market);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#live.delete(market);
  }

  removeAll(listener: OrderListener): void {
    this.#coming.delete(listener);
    for (const market of this.#live.keys()) this.remove(listener, market);
  }

  changed(view: MarketView, batch: EventBatch): void {
    const listeners = this.#live.get(view.market);
    if (listeners === undefined || view.units === null) return;
    let bytes: Buffer | null | undefined;
    const first = batch.firstSequence - 1;
    for (const [listener, following] of listeners) {
      // Only the first batch after the way through the log can have been heard in part.
      if (following.last > first) {
        const rest = ordersMessage(view.units, batch, following.last);
        if (rest !== null) listener.send(rest);
      } else {
        // null is known, too: nothing in it is told.
        if (bytes === undefined)
          bytes = bytesOf(ordersMessage(view.units, batch, first as Sequence));
        if (bytes !== null) listener.send(bytes);
      }
      following.last = Math.max(following.last, view.sequence) as Sequence;
    }
  }

  async #begin(way: Way): Promise<void> {
    const { listener, view, units } = way;
    const { sequence } = view;
    for (const part of ordersSnapshot(units, view)) {
      await this.#pause(way);
      if (!this.#isComing(way)) return;
      listener.send(part);
    }
    if (view.sequence === sequence) return this.#attach(way, sequence);
    const past = await PastEvents.open(this.#log, view.market, sequence);
    if (past === null) throw new Error(`the log of ${view.market} does not go back to ${sequence}`);
    return this.#follow(way, past);
  }

  async #follow(way: Way, past: PastEvents): Promise<void> {
    const { listener, view, units } = way;
    let told = past.last;
    for (;;) {
      // No wait between the look and the attaching: no batch can come in between.
      if (told >= view.sequence) return this.#attach(way, told);
      await this.#pause(way);
      const batches = await past.next();
      if (!this.#isComing(way)) return;
      for (const batch of batches) {
        const text = ordersMessage(units, batch, told);
        if (text !== null) listener.send(text);
        told = (batch.firstSequence + batch.events.length - 1) as Sequence;
      }
      if (batches.length === 0) await this.#clock.sleep(PAUSE_MS);
    }
  }

  #isComing(way: Way): boolean {
    const { listener, view } = way;
    return listener.isOpen && this.#coming.get(listener)?.get(view.market) === way;
  }

  #attach(way: Way, last: Sequence): void {
    if (!this.#isComing(way)) return;
    const { listener, view } = way;
    const { market } = view;
    this.#coming.get(listener)?.delete(market);
    const listeners = this.#live.get(market) ?? new Map<OrderListener, Following>();
    this.#live.set(market, listeners.set(listener, { last }));
  }

  async #pause(way: Way): Promise<void> {
    while (way.listener.isBehind && this.#isComing(way)) await this.#clock.sleep(PAUSE_MS);
  }
}

const bytesOf = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
