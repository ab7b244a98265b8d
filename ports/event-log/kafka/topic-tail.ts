/** Notices that a topic has grown, and tells its reader: one fetch waits at its end for as long as somebody is waiting. */
import type { Clock } from '../../clock/clock.ts';
import type { Haste } from '../event-log.ts';
import { fetchBatches } from './fetch.ts';
import type { KafkaCluster } from './kafka-cluster.ts';
import { TopicLink } from './topic-link.ts';
import { isOutOfRange, type TopicReader } from './topic-reader.ts';

/** The broker answers at once when there is a record; without one, by then. */
const FETCH_WAIT_MS = 500;
const FETCH_BYTES = 4 * 1024 * 1024;
/** So many failures in a row are told to the waiters. */
const FAILURES_MAX = 3;
const RETRY_MS_MIN = 20;
const RETRY_MS_MAX = 500;
/** After so long without a waiter it rests. */
const IDLE_MS = 2000;
/**
 * Who is not in haste takes what has come in so long together: a fetch costs the broker, too. At 500
 * orders/s on two cores the median answer came after 5-7 ms with 80, 6-10 ms with 25 (2026-11).
 */
const SOON_MS = 80;

export class TopicTail {
  readonly #topic: string;
  readonly #clock: Clock;
  readonly #reader: TopicReader;
  readonly #link: TopicLink;
  readonly #onTrouble: () => void;
  #wantedMs = Number.NEGATIVE_INFINITY;
  /** Until then somebody wants to be woken at once. */
  #urgentMs = Number.NEGATIVE_INFINITY;
  /** Ends the pause between two fetches. */
  #wake: (() => void) | null = null;
  #running = false;
  #failures = 0;
  #closed = false;

  constructor(options: {
    readonly topic: string;
    readonly clock: Clock;
    readonly cluster: KafkaCluster;
    readonly reader: TopicReader;
    /** The topic cannot be followed: whoever waits shall read, and be told why. */
    readonly onTrouble: () => void;
  }) {
    this.#topic = options.topic;
    this.#clock = options.clock;
    this.#reader = options.reader;
    this.#link = new TopicLink(options.cluster, options.topic);
    this.#onTrouble = options.onTrouble;
  }

  /** Somebody waits at the end, until so long from now. */
  follow(timeoutMs: number, haste: Haste): void {
    const untilMs = this.#clock.monotonicMs() + timeoutMs + IDLE_MS;
    this.#wantedMs = Math.max(this.#wantedMs, untilMs);
    if (haste === 'at-once') {
      this.#urgentMs = Math.max(this.#urgentMs, untilMs);
      this.#wake?.();
    }
    if (this.#running || this.#closed) return;
    this.#running = true;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
    this.#link.close();
  }

  async #newestEnd(): Promise<number> {
    await this.#reader.bounds();
    return this.#reader.end;
  }

  async #pause(): Promise<void> {
    if (this.#closed || this.#clock.monotonicMs() < this.#urgentMs) return;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.setTimer(SOON_MS, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
    this.#wake = null;
  }

  async #run(): Promise<void> {
    let at: number | null = null;
    while (!this.#closed && this.#clock.monotonicMs() < this.#wantedMs) {
      try {
        const from: number = at ?? (await this.#newestEnd());
        const fetched = await this.#link.use((link) =>
          fetchBatches(link, {
            topic: this.#topic,
            from,
            waitMs: FETCH_WAIT_MS,
            bytesMax: FETCH_BYTES,
          }),
        );
        at = this.#reader.take(from, fetched).end;
        this.#failures = 0;
        if (at > from) await this.#pause();
      } catch (error) {
        if (this.#closed) return;
        this.#failures += 1;
        if (this.#failures >= FAILURES_MAX || isOutOfRange(error)) this.#onTrouble();
        const delayMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(this.#failures, 6));
        await this.#clock.sleep(delayMs);
      }
    }
    // In the same breath as the look at the clock: who comes after it starts it again.
    this.#running = false;
  }
}
