/** Waits for what follows the log behind us: settlement, or the views. */
import type { Clock } from '../../../ports/clock/clock.ts';

/** After so long it is away or far behind, and is asked less often. */
const LATE_AFTER_MS = 1_000;

/** However late it is: what was told before would stay wrong. Returns early when nobody wants it any more. */
export async function untilReached(
  clock: Clock,
  wait: {
    readonly isWanted: () => boolean;
    readonly isReached: () => Promise<boolean>;
    readonly pollMs: number;
    readonly latePollMs: number;
  },
): Promise<void> {
  const lateAtMs = clock.monotonicMs() + LATE_AFTER_MS;
  while (wait.isWanted()) {
    if (await wait.isReached()) return;
    await clock.sleep(clock.monotonicMs() < lateAtMs ? wait.pollMs : wait.latePollMs);
  }
}
