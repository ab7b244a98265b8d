import type { Peer } from '../ports/coordination/coordination.ts';
import type { Ports } from '../ports/ports.ts';

const LOOK_MS = 20;
/** Longer than a live process of either set-up is silent. */
export const HEARD_WITHIN_MS = 1_000;

/**
 * The processes that say that they are there, once `isEnough`, or after the time. Hints: with
 * nobody heard, nothing is known.
 */
export async function heardProcesses(
  { coordination, clock }: Pick<Ports, 'coordination' | 'clock'>,
  isEnough: (peers: readonly Peer[]) => boolean,
  withinMs: number = HEARD_WITHIN_MS,
): Promise<readonly Peer[]> {
  const deadlineMs = clock.monotonicMs() + withinMs;
  for (;;) {
    const peers = coordination.peers().filter(({ state }) => state === 'up');
    if (isEnough(peers) || clock.monotonicMs() >= deadlineMs) return peers;
    await clock.sleep(LOOK_MS);
  }
}
