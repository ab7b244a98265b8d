/** What failures of the account store and of the log mean to the order-service, and waiting. */
import { AccountStoreError } from '../ports/account-store/account-store.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import type { ServiceContext } from './service-context.ts';

/** It is away or full for now: nothing of ours is in doubt. */
export const isPassing = (error: unknown): boolean =>
  isLogPassing(error) ||
  (error instanceof AccountStoreError &&
    (error.code === 'ACCOUNT_STORE_FULL' || error.code === 'ACCOUNT_STORE_UNAVAILABLE'));

/** The log is away or full for now; an append may or may not have landed. */
export const isLogPassing = (error: unknown): error is EventLogError =>
  error instanceof EventLogError && (error.code === 'LOG_FULL' || error.code === 'LOG_UNAVAILABLE');

/** What was admitted may be gone with it: only a new session helps. */
export const isLost = (error: unknown): boolean =>
  error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_LOST';

/** Neither it nor what it was asked for can be relied upon now. */
export const isAway = (error: unknown): boolean => isPassing(error) || isLost(error);

/** Tries again while the store is away or full; null: `isStopped` meanwhile. */
export async function patiently<T>(
  context: Pick<ServiceContext, 'ports' | 'limits' | 'log'>,
  action: () => Promise<T>,
  options: {
    readonly isStopped?: () => boolean;
    readonly retries?: (error: unknown) => boolean;
  } = {},
): Promise<T | null> {
  const { isStopped = () => false, retries = isPassing } = options;
  let delayMs = context.limits.retryDelayMsMin;
  while (!isStopped()) {
    try {
      return await action();
    } catch (error) {
      if (!retries(error)) throw error;
      context.log.warn({ problem: String(error) }, 'waiting for the account store or the log');
      await context.ports.clock.sleep(delayMs);
      delayMs = Math.min(delayMs * 2, context.limits.retryDelayMsMax);
    }
  }
  return null;
}
