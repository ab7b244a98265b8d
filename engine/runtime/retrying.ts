import { EventLogError } from '../../ports/event-log/event-log.ts';
import { SnapshotStoreError } from '../../ports/snapshot-store/snapshot-store.ts';
import type { RuntimeContext } from './runtime-context.ts';

const DELAY_MS_MIN = 20;
const DELAY_MS_MAX = 1000;

/** Trouble that may pass without anybody's doing. */
export const isPassing = (error: unknown): error is EventLogError | SnapshotStoreError =>
  error instanceof SnapshotStoreError
    ? error.code === 'SNAPSHOT_STORE_UNAVAILABLE'
    : error instanceof EventLogError &&
      (error.code === 'LOG_UNAVAILABLE' || error.code === 'LOG_FULL');

/**
 * Tries again while the log or the snapshot store is away or full, ever less often; null when that ends by `isOver`. What
 * is tried must do no harm when it is done twice.
 */
export async function retrying<T>(
  context: RuntimeContext,
  options: {
    readonly what: string;
    readonly isOver: () => boolean;
    readonly action: () => Promise<T>;
  },
): Promise<T | null> {
  let delayMs = DELAY_MS_MIN;
  while (!options.isOver()) {
    try {
      return await options.action();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const { code, message } = error;
      context.log.warn({ code, problem: message, retryInMs: delayMs }, `${options.what} failed`);
    }
    await context.ports.clock.sleep(delayMs);
    delayMs = Math.min(2 * delayMs, DELAY_MS_MAX);
  }
  return null;
}
