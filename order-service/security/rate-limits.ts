import type { Clock } from '../../ports/clock/clock.ts';
import type { DoorLimits } from '../limits.ts';
import { type Standing, TokenBuckets } from './token-buckets.ts';

export type BucketOfKey = 'read' | 'order' | 'cancel';

/** Buckets of every key and address. Cancels have their own, so that nothing else starves them. */
export interface RateLimits {
  /** Milliseconds to wait; 0: go ahead. */
  address(address: string, weight: number): number;
  key(apiKey: string, cost: BucketOfKey, weight: number): number;
  addressStanding(address: string): Standing;
  keyStanding(apiKey: string, cost: BucketOfKey): Standing;
}

export function rateLimits(clock: Clock, doors: DoorLimits): RateLimits {
  const buckets = (perSecond: number) =>
    new TokenBuckets({ clock, perSecond, burst: perSecond * 2 });
  const addresses = buckets(doors.addressWeightPerSecond);
  const byCost = {
    read: buckets(doors.keyWeightPerSecond),
    order: buckets(doors.keyWeightPerSecond),
    cancel: buckets(doors.keyWeightPerSecond * 2),
  };
  return {
    address: (address, weight) => addresses.take(address, weight),
    key: (apiKey, cost, weight) => byCost[cost].take(apiKey, weight),
    addressStanding: (address) => addresses.standing(address),
    keyStanding: (apiKey, cost) => byCost[cost].standing(apiKey),
  };
}
