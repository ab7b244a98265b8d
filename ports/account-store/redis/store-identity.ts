/**
 * Runs scripts on the store that this process knows, and on no other.
 *
 *   unknown ──first call: open, declared true for this server process──▶ known
 *                                                                         │ it is empty, was begun anew,
 *   known ──beginAnew──▶ known (only to this process, until `reopen`)     │ set back, its server was
 *                                                                         ▼ restarted
 *                                                      ACCOUNT_STORE_LOST, for good
 *
 * A server that was restarted may have lost or brought back anything (an old file, another replica's
 * state), and no count that single processes keep can tell all of it. So it is not believed until
 * settlement has rebuilt the store from the logs, and a process that knew the store before must begin
 * anew: what it has admitted may not be there any more.
 */
import type { Redis } from 'ioredis';
import type { Clock } from '../../clock/clock.ts';
import { RedisError, redisErrorOf } from '../../redis/redis-error.ts';
import type { RedisLink } from '../../redis/redis-link.ts';
import { AccountStoreError, type AccountStoreErrorCode } from '../account-store.ts';
import { type AccountScript, accountScripts } from './account-scripts.ts';

const CALL_DEADLINE_MS = 1000;
const GUARD_FIELDS = ['incarnation', 'run', 'state'] as const;

/** What a script replied behind the guard's part. */
type Reply = readonly [writes: number, nowMs: number, ...rest: unknown[]];

export class StoreIdentity {
  readonly key: string;
  readonly #link: RedisLink;
  readonly #clock: Clock;
  readonly #newIncarnation: () => string;
  #incarnation: string | null = null;
  /** Then a store that is empty was emptied: only who never knew it may take it for new. */
  #hasKnown = false;
  /** Writes that the store had at least, when it was last heard of. */
  #writes = 0;
  /** The state in which only this process may use it. */
  #ownState = 'open';
  /** Redis' wall clock less our monotonic one; at most one round trip too small. */
  #clockAheadMs: number | null = null;

  constructor(options: {
    readonly link: RedisLink;
    readonly clock: Clock;
    readonly newIncarnation: () => string;
  }) {
    this.#link = options.link;
    this.#clock = options.clock;
    this.#newIncarnation = options.newIncarnation;
    this.key = `${options.link.prefix}store`;
  }

  /** Closed to all others by `beginAnew`. */
  get isOwn(): boolean {
    return this.#ownState !== 'open';
  }

  /** The key of a table of the incarnation that this process knows. */
  async tableKey(name: string): Promise<string> {
    return `${this.key}:${await this.#known()}:${name}`;
  }

  /** Throws AccountStoreError. `sent` is called when the call is on its way. */
  async run(
    script: AccountScript,
    args: readonly string[],
    options: { readonly deadlineMs?: number; readonly sent?: () => void } = {},
  ): Promise<readonly unknown[]> {
    const { deadlineMs = CALL_DEADLINE_MS, sent } = options;
    const untilMs = this.#clock.monotonicMs() + deadlineMs;
    try {
      const incarnation = await this.#known();
      const runId = await this.#link.runId();
      for (;;) {
        const sentMs = this.#clock.monotonicMs();
        // A call that was overtaken by its deadline must not take effect when a server wakes up.
        const notAfterMs =
          this.#clockAheadMs === null ? 0 : Math.floor(this.#clockAheadMs + untilMs) + 1;
        const guard = [incarnation, runId, this.#ownState, `${this.#writes}`, `${notAfterMs}`];
        try {
          const reply = (await this.#evaluate(script, [...guard, ...args], {
            deadlineMs: Math.max(1, untilMs - sentMs),
            sent,
          })) as Reply;
          this.#heard(reply[0], reply[1]);
          return reply.slice(2);
        } catch (error) {
          const lateMs = lateReply(error);
          if (lateMs === null) throw error;
          // Either it is late, or its clock was set: the next try tells.
          this.#clockAheadMs = lateMs - this.#clock.monotonicMs();
          if (this.#clock.monotonicMs() >= untilMs) throw error;
        }
      }
    } catch (error) {
      throw storeError(error, this.#link.place);
    }
  }

  /**
   * Reads of one moment, in one transaction. `queue` adds them; their replies come back in order.
   * Throws AccountStoreError.
   */
  async read(
    queue: (transaction: ReturnType<Redis['multi']>, key: (name: string) => string) => void,
    deadlineMs: number = CALL_DEADLINE_MS,
  ): Promise<readonly unknown[]> {
    try {
      const incarnation = await this.#known();
      const runId = await this.#link.runId();
      const replies = await this.#link.call((redis) => {
        const transaction = redis.multi().hmget(this.key, ...GUARD_FIELDS);
        queue(transaction, (name) => `${this.key}:${incarnation}:${name}`);
        return transaction.exec();
      }, deadlineMs);
      if (replies === null) throw new Error('the transaction was discarded');
      const values = replies.map(([error, value]) => {
        if (error !== null) throw error;
        return value;
      });
      this.#check(values[0] as readonly (string | null)[], incarnation, runId);
      return values.slice(1);
    } catch (error) {
      throw storeError(error, this.#link.place);
    }
  }

  /** Drops everything; only this process may use the store until `reopen`. */
  async beginAnew(): Promise<void> {
    try {
      const incarnation = this.#newIncarnation();
      const state = `rebuilding ${incarnation}`;
      const args = [incarnation, await this.#link.runId(), state];
      await this.#evaluate(accountScripts.beginAnew, args, { deadlineMs: CALL_DEADLINE_MS });
      this.#incarnation = incarnation;
      this.#hasKnown = true;
      this.#ownState = state;
      this.#writes = 0;
    } catch (error) {
      throw storeError(error, this.#link.place);
    }
  }

  /** What was rebuilt may be believed. */
  async reopen(): Promise<void> {
    if (this.#ownState === 'open') return;
    await this.run(accountScripts.reopen, []);
    this.#ownState = 'open';
  }

  /** Takes whatever is there now, when it may be believed at all. */
  async lookAgain(): Promise<boolean> {
    const before = this.#incarnation;
    this.#incarnation = null;
    this.#ownState = 'open';
    this.#writes = 0;
    try {
      await this.#known();
      return true;
    } catch (error) {
      // What it knew is still not what is there, whatever comes there next.
      this.#incarnation = before;
      const translated = storeError(error, this.#link.place);
      if (!isLost(translated)) throw translated;
      return false;
    }
  }

  /** The incarnation that this process uses; opens the store when it is not there at all. */
  async #known(): Promise<string> {
    if (this.#incarnation !== null) return this.#incarnation;
    const runId = await this.#link.runId();
    const fresh = this.#hasKnown ? '' : this.#newIncarnation();
    const found = (await this.#evaluate(accountScripts.found, [fresh, runId], {
      deadlineMs: CALL_DEADLINE_MS,
    })) as readonly (string | null)[];
    this.#check(found, found[0] ?? '', runId);
    this.#incarnation ??= found[0]!;
    this.#hasKnown = true;
    return this.#incarnation;
  }

  #check(store: readonly (string | null)[], incarnation: string, runId: string): void {
    const [foundIncarnation, foundRun, state] = store;
    if (foundIncarnation == null) throw lost(this.#link.place, 'it is empty');
    if (foundIncarnation !== incarnation) throw lost(this.#link.place, 'it was begun anew');
    if (foundRun !== runId) throw lost(this.#link.place, 'its server was restarted');
    if (state !== 'open' && state !== this.#ownState) {
      throw lost(this.#link.place, 'it is being rebuilt');
    }
  }

  #heard(writes: number, nowMs: number): void {
    this.#writes = Math.max(this.#writes, writes);
    this.#clockAheadMs = nowMs - this.#clock.monotonicMs();
  }

  async #evaluate(
    { digest, text }: AccountScript,
    args: readonly string[],
    options: { readonly deadlineMs: number; readonly sent?: (() => void) | undefined },
  ): Promise<unknown> {
    const call = () =>
      this.#link.call((redis) => {
        // As one array: a rebuild has more arguments than a call may have.
        const reply = redis.call('EVALSHA', [digest, '1', this.key, ...args]);
        options.sent?.();
        return reply;
      }, options.deadlineMs);
    try {
      return await call();
    } catch (error) {
      // Not run at all: a server that was restarted has forgotten its scripts.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    }
    await this.#link.call((redis) => redis.script('LOAD', text), options.deadlineMs);
    return call();
  }
}

const lost = (place: string, why: string): AccountStoreError =>
  new AccountStoreError('ACCOUNT_STORE_LOST', `the account store at ${place} is lost: ${why}`);

const isLost = (error: unknown): boolean =>
  error instanceof AccountStoreError && error.code === 'ACCOUNT_STORE_LOST';

/** The server's clock when it refused a call as late; null: it did not. */
function lateReply(error: unknown): number | null {
  const found = error instanceof Error ? /^LOCKSTEP_LATE (\d+)/.exec(error.message) : null;
  return found === null ? null : Number(found[1]);
}

const CODES: Readonly<Record<string, AccountStoreErrorCode>> = {
  GAP: 'ACCOUNT_STORE_GAP',
  BROKEN: 'ACCOUNT_STORE_BROKEN',
  LATE: 'ACCOUNT_STORE_UNAVAILABLE',
};

/** Errors of the scripts and of Redis as those of the port; all others pass as they are. */
function storeError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof AccountStoreError) return error;
  // Redis adds where in the script it happened.
  const reply = /^LOCKSTEP_([A-Z]+) (.*?)(?: script: .*)?$/s.exec(error.message);
  if (reply !== null) {
    const [, kind, message] = reply as unknown as [string, string, string];
    if (kind === 'LOST') return lost(place, message);
    const code = CODES[kind] ?? 'ACCOUNT_STORE_BROKEN';
    return new AccountStoreError(code, message, { cause: error });
  }
  if (error.message.startsWith('WRONGTYPE')) return lost(place, error.message);
  const redisError = redisErrorOf(error, place);
  if (!(redisError instanceof RedisError)) return error;
  const code =
    redisError.code === 'REDIS_FULL' ? 'ACCOUNT_STORE_FULL' : 'ACCOUNT_STORE_UNAVAILABLE';
  return new AccountStoreError(code, redisError.message, { cause: redisError });
}
