/**
 * The account store as the parts of one order-service use it: whichever of them is told that it is
 * lost, the service learns it; and when nobody asks, the watch does.
 */
import type { AccountStore } from '../ports/account-store/account-store.ts';
import type { Clock, Timer } from '../ports/clock/clock.ts';
import type { SessionId } from '../proto/units.ts';
import { isLost, isPassing } from './patience.ts';

const LOOK_MS = 500;
/** A full store can be read: that it takes nothing is known from who asked, for so long. */
const REFUSAL_COUNTS_MS = 2_000;

export class StoreWatch {
  readonly store: AccountStore;
  readonly #clock: Clock;
  #onLost: (error: unknown) => void = () => {};
  #problem: string | null = null;
  #refusal: { readonly problem: string; readonly untilMs: number } | null = null;
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: { readonly store: AccountStore; readonly clock: Clock }) {
    this.#clock = options.clock;
    this.store = new Proxy(options.store, {
      get: (store, property) => {
        const member: unknown = Reflect.get(store, property);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]) => this.#watched(member.apply(store, args));
      },
    });
  }

  /** Why the store cannot be used, as of the last look and of the calls just now; null: it can. */
  get problem(): string | null {
    if (this.#problem !== null || this.#refusal === null) return this.#problem;
    const { problem, untilMs } = this.#refusal;
    return this.#clock.monotonicMs() < untilMs ? problem : null;
  }

  start(options: {
    readonly sessionId: SessionId;
    readonly onLost: (error: unknown) => void;
  }): void {
    this.#onLost = options.onLost;
    this.#schedule(options.sessionId);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #watched(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      if (isLost(error)) this.#onLost(error);
      if (isPassing(error)) {
        const untilMs = this.#clock.monotonicMs() + REFUSAL_COUNTS_MS;
        this.#refusal = { problem: String(error), untilMs };
      }
      throw error;
    });
  }

  #schedule(sessionId: SessionId): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.setTimer(LOOK_MS, () => void this.#look(sessionId));
  }

  async #look(sessionId: SessionId): Promise<void> {
    try {
      await this.store.sessionEpoch(sessionId);
      this.#problem = null;
    } catch (error) {
      // What else it may be, the next order finds out.
      if (isLost(error) || isPassing(error)) this.#problem = String(error);
    }
    this.#schedule(sessionId);
  }
}
