import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from './service-error.ts';

const POLL_MS = 50;

/**
 * Resolves once it holds; what `holds` throws counts as not yet. `diagnosis` is asked each time too
 * and ends the wait at once when it says why it will never hold. Throws SERVICE_NOT_STARTED.
 */
export async function until(
  what: string,
  deadlineMs: number,
  holds: () => Promise<boolean>,
  diagnosis: () => string | null,
): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  let last = '';
  while (performance.now() < endMs) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    const reason = diagnosis();
    if (reason !== null) throw new ServiceError('SERVICE_NOT_STARTED', `${what}: ${reason}`);
    await sleep(POLL_MS);
  }
  throw new ServiceError(
    'SERVICE_NOT_STARTED',
    `${what}: not within ${deadlineMs / 1000} s${last === '' ? '' : ` (${last})`}`,
  );
}
