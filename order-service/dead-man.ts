/**
 * Dead-man timers, and connections that cancel when they end. A watch is kept before it is promised, so
 * that a service that dies finds it at its next start: a time that has passed meanwhile, and a
 * connection, which cannot have outlived it, cancel at once.
 *
 *   armed ── in time ──▶ armed anew        armed ── time is over ──▶ canceling ──▶ done ──▶ gone
 *     └───── disarmed ──▶ gone               ▲ armed anew: canceling is given up
 *
 * Done and not gone is one that the store does not let go: it cancels no more, and is tried again.
 */
import type { Timer } from '../ports/clock/clock.ts';
import { limits as shared } from '../proto/limits.ts';
import type { AccountId, TimestampUs } from '../proto/units.ts';
import { KeptWatches } from './kept-watches.ts';
import type { MarketCanceled, MassCancel } from './mass-cancel.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import type { Watch, WatchStore } from './watch-store.ts';

const US_PER_MS = 1_000;

interface Armed {
  readonly watch: Watch;
  timer: Timer | null;
  /** What it stood for is canceled; it is only to be forgotten. */
  isDone: boolean;
}

/** Whoever stands for the orders of an account, by identity: twice is once. */
type Standing = object;

/** Whose orders, and where; `market` null: everywhere. */
export interface Watched {
  readonly accountId: AccountId;
  readonly market: string | null;
}

export interface DeadManOptions {
  readonly store: WatchStore;
  readonly massCancel: MassCancel;
}

const keyOf = ({ kind, accountId, market }: Omit<Watch, 'cancelAtUs'>): string =>
  `${kind} ${accountId} ${market ?? ''}`;

const connectionOf = (accountId: AccountId) =>
  ({ kind: 'connection', accountId, market: null }) as const;

export class DeadMan {
  readonly #context: ServiceContext;
  readonly #options: DeadManOptions;
  readonly #armed: KeptWatches<Armed>;
  /** Of each account: open connections that cancel when they end. */
  readonly #connections = new Map<AccountId, Set<Standing>>();
  #stopped = false;

  constructor(context: ServiceContext, options: DeadManOptions) {
    this.#context = context;
    this.#options = options;
    this.#armed = new KeptWatches(options.store);
  }

  /** What the service before this one had promised. */
  start(): void {
    for (const watch of this.#options.store.load()) {
      // A connection of today must not stop what one of yesterday wanted.
      const key = watch.kind === 'connection' ? `past ${keyOf(watch)}` : keyOf(watch);
      const armed = { watch, timer: null, isDone: false };
      this.#armed.adopt(key, armed);
      this.#wind(key, armed);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#armed.values()) timer?.cancel();
  }

  /** Cancels at that time unless it is called again before. Kept when it resolves. */
  async arm(watched: Watched, delayMs: number): Promise<TimestampUs | Refusal> {
    const cancelAtUs = this.#inUs(delayMs);
    return (await this.#keep({ kind: 'timer', ...watched, cancelAtUs })) ?? cancelAtUs;
  }

  disarm(watched: Watched): Promise<Refusal | null> {
    return this.#drop(keyOf({ kind: 'timer', ...watched }));
  }

  /** Its timers, whose time has not come. */
  of(accountId: AccountId): readonly Watch[] {
    return this.#armed
      .values()
      .filter(({ isDone }) => !isDone)
      .map(({ watch }) => watch)
      .filter((watch) => watch.accountId === accountId && watch.kind === 'timer');
  }

  /** One more connection that stands for the orders of the account. */
  async connected(accountId: AccountId, connection: Standing): Promise<Refusal | null> {
    this.#stand(accountId, connection);
    const refusal = await this.#keep({ ...connectionOf(accountId), cancelAtUs: this.#inUs(0) });
    if (refusal !== null) this.#leave(accountId, connection);
    return refusal;
  }

  /** It stands for them no more; they stay. Refused: it still does. */
  async released(accountId: AccountId, connection: Standing): Promise<Refusal | null> {
    if (this.#leave(accountId, connection) > 0) return null;
    const refusal = await this.#drop(keyOf(connectionOf(accountId)));
    if (refusal !== null) this.#stand(accountId, connection);
    return refusal;
  }

  /**
   * A key of the account was revoked. What is open is canceled; the answer comes when it is, or with null
   * for the markets that do not answer in time. Once more when the key is out at every door.
   */
  async revoked(accountId: AccountId): Promise<readonly MarketCanceled[]> {
    const cancelAtUs = this.#inUs(shared.keyRevocationMsMax);
    const refusal = await this.#keep({ kind: 'revoked', accountId, market: null, cancelAtUs });
    // Not beyond the end of this service, then; but it is done.
    if (refusal !== null) this.#cancelIn(accountId, shared.keyRevocationMsMax);
    return this.#options.massCancel.inTime(accountId);
  }

  /** It ended. `answered`: once what it had asked for has its answer. */
  async disconnected(
    accountId: AccountId,
    connection: Standing,
    answered: Promise<unknown>,
  ): Promise<void> {
    const cancel = () => this.#options.massCancel.run(accountId, null, () => this.#stopped);
    await cancel();
    // What was on its way to the market when it ended is there now.
    await answered;
    await cancel();
    if (this.#stopped || this.#leave(accountId, connection) > 0) return;
    const key = keyOf(connectionOf(accountId));
    const armed = this.#armed.get(key);
    if (armed !== undefined) armed.isDone = true;
    await this.#drop(key);
  }

  #cancelIn(accountId: AccountId, delayMs: number): void {
    this.#context.ports.clock.setTimer(delayMs, () => {
      this.#options.massCancel
        .run(accountId, null, () => this.#stopped)
        .catch((error: unknown) => this.#context.onBroken(error));
    });
  }

  #inUs(delayMs: number): TimestampUs {
    return (this.#context.ports.clock.nowUs() + delayMs * US_PER_MS) as TimestampUs;
  }

  #stand(accountId: AccountId, connection: Standing): void {
    const standing = this.#connections.get(accountId) ?? new Set();
    this.#connections.set(accountId, standing.add(connection));
  }

  /** How many are left. */
  #leave(accountId: AccountId, connection: Standing): number {
    const standing = this.#connections.get(accountId);
    standing?.delete(connection);
    const left = standing?.size ?? 0;
    if (left === 0) this.#connections.delete(accountId);
    return left;
  }

  /** The store first: what is not kept is not promised, and what was promised stays. */
  #keep(watch: Watch): Promise<Refusal | null> {
    return this.#put(keyOf(watch), { watch, timer: null, isDone: false });
  }

  #drop(key: string): Promise<Refusal | null> {
    return this.#put(key, null);
  }

  async #put(key: string, armed: Armed | null): Promise<Refusal | null> {
    const before = this.#armed.get(key);
    try {
      await this.#armed.put(key, armed);
    } catch (error) {
      // Its time may have come meanwhile, and found that it was none any more.
      const kept = this.#armed.get(key);
      if (kept !== undefined) this.#wind(key, kept);
      this.#context.log.warn({ err: error }, 'a dead-man timer cannot be kept');
      return refuse('NOT_READY', 'it cannot be kept now');
    }
    before?.timer?.cancel();
    if (armed !== null && this.#armed.get(key) === armed) this.#wind(key, armed);
    return null;
  }

  /** A connection's own has no time; one of the past is over. */
  #wind(key: string, armed: Armed): void {
    const { cancelAtUs, kind } = armed.watch;
    const isTimeless = kind === 'connection' && key === keyOf(armed.watch) && !armed.isDone;
    if (this.#stopped || isTimeless) return;
    const { ports, limits } = this.#context;
    const leftMs = Math.ceil((cancelAtUs - ports.clock.nowUs()) / US_PER_MS);
    armed.timer?.cancel();
    const dueInMs = Math.min(Math.max(0, leftMs), shared.deadManMsMax);
    const delayMs = armed.isDone ? limits.retryDelayMsMax : dueInMs;
    armed.timer = ports.clock.setTimer(delayMs, () => {
      this.#fire(key, armed).catch((error: unknown) => this.#context.onBroken(error));
    });
  }

  async #fire(key: string, armed: Armed): Promise<void> {
    const { accountId, market } = armed.watch;
    const isOver = () => this.#stopped || this.#armed.get(key) !== armed;
    if (isOver()) return;
    if (!armed.isDone) {
      const markets = await this.#options.massCancel.run(accountId, market, isOver);
      if (isOver()) return;
      this.#context.log.info({ accountId, markets }, 'canceled: nobody spoke for the account');
      armed.isDone = true;
    }
    // Refused, it is wound again.
    await this.#drop(key);
  }
}
