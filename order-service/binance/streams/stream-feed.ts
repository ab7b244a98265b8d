/** One stream and who listens to it. What it tells is written once for all. */

/** A message, as it is and within `{"stream":…,"data":…}`: bytes, made when first needed. */
export class StreamMessage {
  readonly #text: string;
  #plain: Buffer | null = null;
  #combined: Buffer | null = null;
  readonly #stream: string;

  constructor(stream: string, payload: object) {
    this.#stream = stream;
    this.#text = JSON.stringify(payload);
  }

  bytes(form: 'plain' | 'combined'): Buffer {
    if (form === 'plain') {
      this.#plain ??= Buffer.from(this.#text);
      return this.#plain;
    }
    this.#combined ??= Buffer.from(
      `{"stream":${JSON.stringify(this.#stream)},"data":${this.#text}}`,
    );
    return this.#combined;
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
