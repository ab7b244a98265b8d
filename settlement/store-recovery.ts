/**
 * Before settling: is what the account store holds a point of these logs?
 *
 *   it says that it is lost       emptied, restarted …   close it to others, fence their sessions in
 *                                                        the logs, fold all, store the end, reopen
 *   no cursor at all              new or lost            fold the logs (behind the newest snapshot of
 *                                                        the accounts), store the end in one step
 *   a cursor behind the log's end normal                 go on from there
 *   a cursor ahead of it          the log lost its tail  wait for its engine to write that again;
 *                                                        else fold anew
 *   batches do not follow it      written again, shifted fold anew
 */

import type { AccountStoreError } from '../ports/account-store/account-store.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { StreamError } from '../ports/event-log/stream-error.ts';
import type { Ports } from '../ports/ports.ts';
import { epoch } from '../proto/units.ts';
import { isGap, isLost } from './error-kinds.ts';
import { settledTopics } from './events-in.ts';
import { type Rebuilt, rebuild } from './rebuild.ts';
import type { SeenSessions } from './session-fence.ts';

const LOOK_AGAIN_MS = 100;

export interface SettlementLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface StoreRecoveryOptions {
  readonly ports: Ports;
  readonly logger: SettlementLog;
  /** How long to wait for engines that have not (again) written the events of the commands. */
  readonly eventsLateMsMax: number;
  readonly isStopped: () => boolean;
}

/**
 * - `believed`: its cursors tell where to go on.
 * - `misleading`: its cursors are of no use with these logs.
 * - `lost`: a call said so; it may be that somebody else has rebuilt it since.
 * - `damaged`: lost again right after it was looked at: only a rebuild helps.
 */
type Trust = 'believed' | 'misleading' | 'lost' | 'damaged';

export class StoreRecovery {
  readonly #ports: Ports;
  readonly #options: StoreRecoveryOptions;
  #trust: Trust = 'believed';
  #lookedAgain = false;
  /**
   * Cleared and closed to others by this process, until all of a rebuild is in it. Found so at the
   * beginning of another one: the one before broke off, and nobody knows what of it has landed.
   */
  #isClosed = false;

  constructor(options: StoreRecoveryOptions) {
    this.#ports = options.ports;
    this.#options = options;
  }

  get isBelieved(): boolean {
    return this.#trust === 'believed' && !this.#isClosed;
  }

  /** The store's books were found in order. */
  verified(): void {
    this.#lookedAgain = false;
  }

  /** Swallows what folding anew can mend; throws everything else. */
  acceptOrThrow(error: unknown): void {
    const { logger } = this.#options;
    const problem = String(error);
    if (isLost(error)) {
      this.#trust = this.#lookedAgain ? 'damaged' : 'lost';
      logger.error({ problem }, 'the account store is lost');
      return;
    }
    const isMendable =
      (error instanceof StreamError && error.code === 'EVENT_GAP') ||
      (error instanceof EventLogError && error.code === 'LOG_OFFSET_OUT_OF_RANGE');
    if (!isMendable) throw error;
    logger.warn({ problem }, 'folding the logs anew');
    this.#trust = 'misleading';
  }

  /** True when settling can go on from the stored cursors. Throws when the logs themselves are bad. */
  async prepare(): Promise<boolean> {
    if (this.#trust === 'lost') {
      this.#lookedAgain = true;
      const isOpen = await this.#ports.accounts.lookAgain();
      this.#trust = isOpen ? 'believed' : 'damaged';
      // Then somebody else's rebuild stands there, not what was left of ours.
      if (isOpen) this.#isClosed = false;
    }
    if (!this.isBelieved) return this.#foldAnew();
    const topics = await settledTopics(this.#ports.log);
    const cursors = await Promise.all(topics.map((topic) => this.#ports.accounts.cursor(topic)));
    if (cursors.every((cursor) => cursor === null)) return this.#foldAnew();
    for (const [index, topic] of topics.entries()) {
      const next = cursors[index]?.nextLogOffset ?? 0;
      if (await this.#reaches(topic, next)) continue;
      this.#options.logger.warn({ topic, next }, 'the account store is ahead of the log');
      return this.#foldAnew();
    }
    return true;
  }

  async #reaches(topic: string, next: number): Promise<boolean> {
    const { clock, log } = this.#ports;
    const untilMs = clock.monotonicMs() + this.#options.eventsLateMsMax;
    for (;;) {
      if ((await log.bounds(topic)).end >= next || this.#options.isStopped()) return true;
      if (clock.monotonicMs() >= untilMs) return false;
      await clock.sleep(LOOK_AGAIN_MS);
    }
  }

  async #foldAnew(): Promise<boolean> {
    const { accounts, clock, crashPoints, log, snapshots } = this.#ports;
    const { eventsLateMsMax, isStopped, logger } = this.#options;
    const startedMs = clock.monotonicMs();
    const isOfNoUse = this.#isClosed || this.#trust === 'damaged';
    // One that is closed does not tell whether it has cursors.
    const misleads = isOfNoUse || (await this.#hasCursors());
    if (accounts.canBeLostInUse && misleads) await this.#close();
    const rebuilt = await rebuild({
      log,
      clock,
      snapshots: {
        store: snapshots,
        onRejected: (key, reason) =>
          logger.error({ key, reason }, 'snapshot of the accounts rejected, using the one before'),
      },
      eventsLateMsMax,
      isStopped,
      mustFence: (seen) => this.#mustFence(seen),
      onFenceLate: (late) => logger.error({ late }, 'closed: engines have not answered the fences'),
    });
    if (rebuilt === null) return false;
    if (rebuilt.late.length > 0) {
      logger.warn({ late: rebuilt.late }, 'folded without events that are overdue');
    }
    // A store without cursors has no money either, but perhaps sessions and outbox entries of an
    // exchange that is just starting: these stay. One with cursors that mislead holds nothing true.
    // Cursors that have come since are another settlement's: `#store` finds them and gives way.
    if (!this.#isClosed && misleads) await accounts.clear();
    crashPoints.reach('CP23-during-rebuild');
    if (!(await this.#store(rebuilt))) return false;
    this.#trust = 'believed';
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    const { recordCount, fences, from } = rebuilt;
    if (recordCount > 0 || from !== null) {
      const told = { snapshot: from?.key ?? null, recordCount, durationMs, fenced: fences.size };
      logger.info(told, from === null ? 'folded all logs' : 'folded the logs behind the snapshot');
    }
    return true;
  }

  /** From here on nobody else can use the store, until `#store` has opened it again. */
  async #close(): Promise<void> {
    // Before it is: when no answer comes it may be closed all the same.
    this.#isClosed = true;
    await this.#ports.accounts.clear();
  }

  /**
   * A store that is empty is new, or else it was lost together with every process that knew it: then
   * the logs speak of sessions that it knows nothing of.
   */
  async #mustFence(seen: SeenSessions): Promise<boolean> {
    const { accounts } = this.#ports;
    if (!accounts.canBeLostInUse) return false;
    if (this.#isClosed) return true;
    if (await seen.agreeWith((id) => accounts.sessionEpoch(id))) return false;
    this.#options.logger.error({}, 'the account store does not know the sessions of the logs');
    await this.#close();
    return true;
  }

  /** False: the store changed meanwhile; look again. */
  async #store({ fences, steps }: Rebuilt): Promise<boolean> {
    const { accounts, crashPoints } = this.#ports;
    crashPoints.reach('CP13-before-settle');
    try {
      if (steps.length > 0) await accounts.apply(steps);
    } catch (error) {
      if (!isGap(error)) throw error;
      const problem = (error as AccountStoreError).message;
      this.#options.logger.warn({ problem }, 'somebody settles as well');
      return false;
    }
    if (!this.#isClosed) return true;
    // The next epoch of each session must be above its fence.
    for (const [id, fence] of fences) await accounts.openSession(id, epoch(fence - 1));
    await accounts.reopen();
    this.#isClosed = false;
    return true;
  }

  async #hasCursors(): Promise<boolean> {
    return (await this.#ports.accounts.inspect()).cursors.length > 0;
  }
}
