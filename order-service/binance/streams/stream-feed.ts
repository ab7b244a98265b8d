/** One stream and who listens to it. What it tells is written once for all. */
import { jsonText, type TimeUnit } from '../dialect-time.ts';

interface Written {
  text?: string;
  plain?: Buffer;
  combined?: Buffer;
}

/** A message, as it is and within `{"stream":…,"data":…}`: bytes, made when first needed. */
export class StreamMessage {
  readonly #payload: object;
  readonly #written: Record<TimeUnit, Written> = { milliseconds: {}, microseconds: {} };
  readonly #stream: string;

  constructor(stream: string, payload: object) {
    this.#stream = stream;
    this.#payload = payload;
  }

  bytes(form: 'plain' | 'combined', unit: TimeUnit): Buffer {
    const written = this.#written[unit];
    const known = written[form];
    if (known !== undefined) return known;
    written.text ??= jsonText(this.#payload, unit);
    const { text } = written;
    const bytes = Buffer.from(
      form === 'plain' ? text : `{"stream":${JSON.stringify(this.#stream)},"data":${text}}`,
    );
    written[form] = bytes;
    return bytes;
  }
}

export interface StreamListener {
  /** Too far behind for what may be left out. */
  readonly isBehind: boolean;
  deliver(message: StreamMessage): void;
}

/**
 * - `every`: no message may be missed; who is too far behind is disconnected by its connection.
 * - `latest`: who is behind misses some, and gets the latest once it has caught up.
 */
export type Delivery = 'every' | 'latest';

export class StreamFeed {
  readonly name: string;
  readonly listeners = new Set<StreamListener>();
  readonly #delivery: Delivery;
  readonly #missed = new Set<StreamListener>();
  #latest: StreamMessage | null = null;

  constructor(name: string, delivery: Delivery) {
    this.name = name;
    this.#delivery = delivery;
  }

  remove(listener: StreamListener): void {
    this.listeners.delete(listener);
    this.#missed.delete(listener);
  }

  publish(payload: object): void {
    const message = new StreamMessage(this.name, payload);
    if (this.#delivery === 'every') {
      for (const listener of this.listeners) listener.deliver(message);
      return;
    }
    this.#latest = message;
    for (const listener of this.listeners) {
      if (listener.isBehind) this.#missed.add(listener);
      else listener.deliver(message);
    }
  }

  /** Whoever was behind and is not any more. */
  catchUp(): void {
    if (this.#missed.size === 0 || this.#latest === null) return;
    for (const listener of this.#missed) {
      if (listener.isBehind) continue;
      this.#missed.delete(listener);
      listener.deliver(this.#latest);
    }
  }
}
