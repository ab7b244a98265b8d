/** Request weight per address and orders per account, counted in fixed windows; limits of 0 are off. */
import type { Clock } from '../../ports/clock/clock.ts';
import type { AccountId } from '../../proto/units.ts';
import { type DialectError, errors } from './dialect-error.ts';

export interface DialectRateLimits {
  readonly weightPerMinute: number;
  readonly ordersPerTenSeconds: number;
  readonly ordersPerDay: number;
}

/** Off: a sandbox. Most clients do not throttle themselves. */
export const NO_RATE_LIMITS: DialectRateLimits = {
  weightPerMinute: 0,
  ordersPerTenSeconds: 0,
  ordersPerDay: 0,
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const TEN_SECONDS_MS = 10 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const US_PER_MS = 1_000;
const OWNERS_MAX = 20_000;
/** Requests over the limit within one window before the address is banned. */
const OVER_MAX = 100;
const BAN_MS = 2 * MINUTE_MS;

class WindowCounter<Owner> {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #counts = new Map<Owner, number>();
  #windowAt = 0;

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  add(owner: Owner, amount: number): number {
    const count = this.count(owner) + amount;
    // Beyond so many owners in one window, the oldest begins anew.
    if (!this.#counts.has(owner) && this.#counts.size >= OWNERS_MAX) {
      const oldest = this.#counts.keys().next();
      if (oldest.done !== true) this.#counts.delete(oldest.value);
    }
    this.#counts.set(owner, count);
    return count;
  }

  count(owner: Owner): number {
    const windowAt = Math.floor(this.#nowMs() / this.#windowMs);
    if (windowAt !== this.#windowAt) {
      this.#windowAt = windowAt;
      this.#counts.clear();
    }
    return this.#counts.get(owner) ?? 0;
  }

  get secondsLeft(): number {
    const leftMs = this.#windowMs - (this.#nowMs() % this.#windowMs);
    return Math.max(1, Math.ceil(leftMs / SECOND_MS));
  }

  #nowMs(): number {
    return this.#clock.nowUs() / US_PER_MS;
  }
}

export class RateMeters {
  readonly limits: DialectRateLimits;
  readonly #clock: Clock;
  readonly #weights: WindowCounter<string>;
  readonly #over: WindowCounter<string>;
  readonly #tenSeconds: WindowCounter<AccountId>;
  readonly #day: WindowCounter<AccountId>;
  readonly #bannedUntilMs = new Map<string, number>();

  constructor(clock: Clock, limits: DialectRateLimits) {
    this.limits = limits;
    this.#clock = clock;
    this.#weights = new WindowCounter(clock, MINUTE_MS);
    this.#over = new WindowCounter(clock, MINUTE_MS);
    this.#tenSeconds = new WindowCounter(clock, TEN_SECONDS_MS);
    this.#day = new WindowCounter(clock, DAY_MS);
  }

  usedWeight(address: string): number {
    return this.#weights.count(address);
  }

  /** null: within the limit, and counted. */
  weigh(address: string, weight: number): DialectError | null {
    const { weightPerMinute } = this.limits;
    const bannedUntilMs = this.#bannedUntilMs.get(address);
    if (bannedUntilMs !== undefined) {
      const leftMs = bannedUntilMs - this.#clock.nowUs() / US_PER_MS;
      if (leftMs > 0) return banned(bannedUntilMs, leftMs);
      this.#bannedUntilMs.delete(address);
    }
    const used = this.#weights.add(address, weight);
    if (weightPerMinute === 0 || used <= weightPerMinute) return null;
    if (this.#over.add(address, 1) > OVER_MAX) {
      const untilMs = Math.ceil(this.#clock.nowUs() / US_PER_MS) + BAN_MS;
      if (this.#bannedUntilMs.size >= OWNERS_MAX) this.#bannedUntilMs.clear();
      this.#bannedUntilMs.set(address, untilMs);
      return banned(untilMs, BAN_MS);
    }
    const retryAfterSeconds = this.#weights.secondsLeft;
    return { ...errors.tooMuchWeight(weightPerMinute), retryAfterSeconds };
  }

  ordersOf(account: AccountId): { readonly tenSeconds: number; readonly day: number } {
    return { tenSeconds: this.#tenSeconds.count(account), day: this.#day.count(account) };
  }

  /** null: one more order is within the limits, and counted. */
  order(account: AccountId): DialectError | null {
    const { ordersPerTenSeconds, ordersPerDay } = this.limits;
    const { tenSeconds, day } = this.ordersOf(account);
    if (ordersPerTenSeconds > 0 && tenSeconds >= ordersPerTenSeconds) {
      const retryAfterSeconds = this.#tenSeconds.secondsLeft;
      return { ...errors.tooManyOrders(ordersPerTenSeconds, '10 SECOND'), retryAfterSeconds };
    }
    if (ordersPerDay > 0 && day >= ordersPerDay) {
      const retryAfterSeconds = this.#day.secondsLeft;
      return { ...errors.tooManyOrders(ordersPerDay, '1 DAY'), retryAfterSeconds };
    }
    this.#tenSeconds.add(account, 1);
    this.#day.add(account, 1);
    return null;
  }

  /** As exchangeInfo tells them: what is enforced. */
  published(): readonly RateLimitShape[] {
    const { weightPerMinute, ordersPerTenSeconds, ordersPerDay } = this.limits;
    const shapes: readonly RateLimitShape[] = [
      {
        rateLimitType: 'REQUEST_WEIGHT',
        interval: 'MINUTE',
        intervalNum: 1,
        limit: weightPerMinute,
      },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: ordersPerTenSeconds },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: ordersPerDay },
    ];
    return shapes.filter(({ limit }) => limit > 0);
  }
}

export interface RateLimitShape {
  readonly rateLimitType: 'REQUEST_WEIGHT' | 'ORDERS';
  readonly interval: 'SECOND' | 'MINUTE' | 'DAY';
  readonly intervalNum: number;
  readonly limit: number;
}

const banned = (untilMs: number, leftMs: number): DialectError => ({
  ...errors.banned(untilMs),
  retryAfterSeconds: Math.ceil(leftMs / SECOND_MS),
});
