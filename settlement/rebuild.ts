/**
 * Folds the logs into one step for an account store that holds no cursor: behind the newest snapshot of
 * the accounts, or from their beginning.
 */

import type { SettlementStep } from '../ports/account-store/account-store.ts';
import type { EventLog } from '../ports/event-log/event-log.ts';
import type { SnapshotEntry } from '../ports/snapshot-store/snapshot-store.ts';
import { limits } from '../proto/limits.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../proto/topics.ts';
import type { Epoch, Offset, SessionId } from '../proto/units.ts';
import type { AccountFold } from './account-fold.ts';
import { fenceSessions, type SeenSessions } from './session-fence.ts';
import { foldedFrom, isNoContinuation, type StartingFoldOptions } from './starting-fold.ts';

const FENCE_LOOK_MS = 20;

export interface RebuildOptions extends StartingFoldOptions {
  /** How long commands in the log may lack their events before the rebuild goes on without them. */
  readonly eventsLateMsMax: number;
  /** Asked when all is folded: whether the sessions must be fenced, and what that adds folded too. */
  readonly mustFence?: (seen: SeenSessions) => Promise<boolean>;
  /** Called now and then while the fences of these markets are not answered. */
  readonly onFenceLate?: (late: readonly string[]) => void;
}

export interface Rebuilt {
  /** In one `apply` they lead a store without cursors to the end of the logs. */
  readonly steps: readonly SettlementStep[];
  /** Read behind `from`; null: from the beginning. */
  readonly recordCount: number;
  readonly from: SnapshotEntry | null;
  /** Markets whose engine has not answered all commands yet. */
  readonly late: readonly string[];
  /** The epochs of the sessions that were fenced. */
  readonly fences: ReadonlyMap<SessionId, Epoch>;
}

/** null: stopped. */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt | null> {
  const folded = await foldedFrom(options, async (fold, from) => {
    const late = await toTheEnd(options, fold);
    return late === null ? null : { fold, from, late };
  });
  if (folded === null) return null;
  const { fold, from } = folded;
  let { late } = folded;
  let fences: Rebuilt['fences'] = new Map();
  if ((await options.mustFence?.(fold.sessions)) === true) {
    fences = await fenceSessions(options, fold.sessions);
    const afterFences = await throughFences(options, fold);
    if (afterFences === null) return null;
    late = afterFences;
  }
  try {
    return { steps: fold.steps(), recordCount: fold.recordCount, from, late, fences };
  } catch (error) {
    if (from === null || !isNoContinuation(error)) throw error;
    // It cannot be told which of the rest is any better; the logs are.
    options.snapshots?.onRejected(from.key, String(error));
    const { snapshots: _none, ...withoutSnapshots } = options;
    return rebuild(withoutSnapshots);
  }
}

/** To where the logs end now. Resolves to the markets that are late; null: stopped. */
async function toTheEnd(
  { clock, eventsLateMsMax, isStopped, log }: RebuildOptions,
  fold: AccountFold,
): Promise<readonly string[] | null> {
  // Once: a market that trades on is always a little behind its newest command.
  const ends = await commandEnds(log);
  let progressAtMs = clock.monotonicMs();
  for (;;) {
    const readBefore = fold.recordCount;
    await fold.readAll();
    const late = lateMarkets(fold, ends);
    if (isStopped()) return null;
    const nowMs = clock.monotonicMs();
    if (fold.recordCount > readBefore) progressAtMs = nowMs;
    if (late.length === 0 || nowMs - progressAtMs >= eventsLateMsMax) return late;
    await clock.sleep(limits.topicPollMs);
  }
}

/**
 * To where the command logs end now, however long it takes: an order before the fence may have had
 * money held that looks free until its events are here, and could be spent twice.
 */
async function throughFences(
  { clock, eventsLateMsMax, isStopped, log, onFenceLate }: RebuildOptions,
  fold: AccountFold,
): Promise<readonly string[] | null> {
  const ends = await commandEnds(log);
  let toldAtMs = clock.monotonicMs();
  for (;;) {
    await fold.readAll();
    const late = lateMarkets(fold, ends);
    if (isStopped()) return null;
    if (late.length === 0) return late;
    if (clock.monotonicMs() - toldAtMs >= eventsLateMsMax) {
      toldAtMs = clock.monotonicMs();
      onFenceLate?.(late);
    }
    await clock.sleep(FENCE_LOOK_MS);
  }
}

/** Where the command log of each market ends. */
async function commandEnds(log: EventLog): Promise<ReadonlyMap<string, Offset>> {
  const ends = new Map<string, Offset>();
  for (const topic of await log.topics()) {
    const market = marketOfTopic(topic);
    if (market === null || topic !== commandTopic(market)) continue;
    ends.set(market, (await log.bounds(topic)).end);
  }
  return ends;
}

/**
 * A command that is in the log may have had money reserved in the store that was lost. Until its
 * event is here, that money looks free; so the rebuild waits for the engines to answer the rest.
 */
function lateMarkets(fold: AccountFold, ends: ReadonlyMap<string, Offset>): readonly string[] {
  const cursors = fold.cursors();
  const late: string[] = [];
  for (const [market, end] of ends) {
    const answered = cursors.get(eventTopic(market))?.inputOffset ?? -1;
    if (end > 0 && answered < end - 1) late.push(market);
  }
  return late;
}
