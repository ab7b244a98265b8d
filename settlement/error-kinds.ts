/** What an error means to settlement. */
import { AccountStoreError } from '../ports/account-store/account-store.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';

/** The store is not where this process left it. */
export const isGap = (error: unknown): boolean =>
  error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_GAP';

/** The store may not be believed (any more). */
export const isLost = (error: unknown): boolean =>
  error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_LOST';

/** Log or store are away or full for now: the same again may succeed. */
export const isPassing = (error: unknown): boolean =>
  (error instanceof AccountStoreError &&
    (error.code === 'ACCOUNT_STORE_UNAVAILABLE' || error.code === 'ACCOUNT_STORE_FULL')) ||
  (error instanceof EventLogError &&
    (error.code === 'LOG_UNAVAILABLE' || error.code === 'LOG_FULL'));
