import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Fails when it does not hold in time; an error while asking counts as "not yet". */
export async function eventually(
  what: string,
  timeoutMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  let trouble: unknown = null;
  for (;;) {
    try {
      if (await holds()) return;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() > deadlineMs) {
      assert.fail(`not within ${timeoutMs} ms: ${what}${trouble === null ? '' : ` (${trouble})`}`);
    }
    await sleep(POLL_MS);
  }
}
