/**
 * The former way to user data: a listen key, asked for over REST and good for an hour at a time, names
 * a stream at `/ws/<listenKey>`. Some clients know no other.
 */
import type { Clock } from '../../../ports/clock/clock.ts';
import type { Caller } from '../../security/request-auth.ts';

const GOOD_FOR_MS = 3_600_000;
const KEYS_MAX = 20_000;

interface ListenKey {
  readonly caller: Caller;
  untilMs: number;
}

export class ListenKeys {
  readonly #clock: Clock;
  readonly #newToken: () => string;
  readonly #keys = new Map<string, ListenKey>();

  constructor(clock: Clock, newToken: () => string) {
    this.#clock = clock;
    this.#newToken = newToken;
  }

  /** The one that the account has, good for another hour; else a new one. */
  issue(caller: Caller): string {
    for (const [name, key] of this.#keys) {
      if (key.caller.apiKey !== caller.apiKey || this.find(name) === null) continue;
      key.untilMs = this.#clock.monotonicMs() + GOOD_FOR_MS;
      return name;
    }
    if (this.#keys.size >= KEYS_MAX) {
      const oldest = this.#keys.keys().next();
      if (oldest.done !== true) this.#keys.delete(oldest.value);
    }
    const name = `${this.#newToken()}${this.#newToken()}`;
    this.#keys.set(name, { caller, untilMs: this.#clock.monotonicMs() + GOOD_FOR_MS });
    return name;
  }

  /** null: there is none, or it was not renewed. */
  find(name: string): Caller | null {
    const key = this.#keys.get(name);
    if (key === undefined) return null;
    if (key.untilMs > this.#clock.monotonicMs()) return key.caller;
    this.#keys.delete(name);
    return null;
  }

  /** False: there is no such key of this caller. */
  renew(name: string, caller: Caller): boolean {
    if (this.find(name)?.accountId !== caller.accountId) return false;
    this.#keys.get(name)!.untilMs = this.#clock.monotonicMs() + GOOD_FOR_MS;
    return true;
  }

  revoke(name: string, caller: Caller): boolean {
    return this.find(name)?.accountId === caller.accountId && this.#keys.delete(name);
  }
}
