/**
 * Dead-man timers, and connections that cancel when they end. A watch is kept before it is promised, so
 * that a service that dies finds it at its next start: a time that has passed meanwhile, and a
 * connection, which cannot have outlived it, cancel at once.
 *
 *   armed ── in time ──▶ armed anew        armed ── time is over ──▶ canceling ──▶ gone
 *     └───── disarmed ──▶ gone               ▲ armed anew: canceling is given up
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
}

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
  readonly #connections = new Map<AccountId, number>();
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
      const armed = { watch, timer: null };
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
      .map(({ watch }) => watch)
      .filter((watch) => watch.accountId === accountId && watch.kind === 'timer');
  }

  /** One more connection that stands for the orders of the account. */
  async connected(accountId: AccountId): Promise<Refusal | null> {
    this.#connections.set(accountId, this.#connectionCount(accountId) + 1);
    const refusal = await this.#keep({ ...connectionOf(accountId), cancelAtUs: this.#inUs(0) });
    if (refusal !== null) this.#forgetConnection(accountId);
    return refusal;
  }

  /** It stands for them no more; they stay. */
  async released(accountId: AccountId): Promise<void> {
    this.#forgetConnection(accountId);
    if (this.#connectionCount(accountId) === 0) await this.#drop(keyOf(connectionOf(accountId)));
  }

  /**
   * A key of the account was revoked. What is open is canceled; the answer comes when it is, or with null
   * for the markets that do not answer in time. Once more when the key is out at every door.
   */
  async revoked(accountId: AccountId): Promise<readonly MarketCanceled[]> {
    const cancelAtUs = this.#inUs(shared.keyRevocationMsMax);
    await this.#keep({ kind: 'revoked', accountId, market: null, cancelAtUs });
    return this.#options.massCancel.inTime(accountId);
  }

  /** It ended. `answered`: once what it had asked for has its answer. */
  async disconnected(accountId: AccountId, answered: Promise<unknown>): Promise<void> {
    const cancel = () => this.#options.massCancel.run(accountId, null, () => this.#stopped);
    await cancel();
    // What was on its way to the market when it ended is there now.
    await answered;
    await cancel();
    if (!this.#stopped) await this.released(accountId);
  }

  #inUs(delayMs: number): TimestampUs {
    return (this.#context.ports.clock.nowUs() + delayMs * US_PER_MS) as TimestampUs;
  }

  #connectionCount(accountId: AccountId): number {
    return this.#connections.get(accountId) ?? 0;
  }

  #forgetConnection(accountId: AccountId): void {
    const left = this.#connectionCount(accountId) - 1;
    if (left > 0) this.#connections.set(accountId, left);
    else this.#connections.delete(accountId);
  }

  /** The store first: what is not kept is not promised, and what was promised stays. */
  #keep(watch: Watch): Promise<Refusal | null> {
    return this.#put(keyOf(watch), { watch, timer: null });
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
      if (before !== undefined && this.#armed.get(key) === before) this.#wind(key, before);
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
    if (this.#stopped || (kind === 'connection' && key === keyOf(armed.watch))) return;
    const leftMs = Math.ceil((cancelAtUs - this.#context.ports.clock.nowUs()) / US_PER_MS);
    armed.timer?.cancel();
    const delayMs = Math.min(Math.max(0, leftMs), shared.deadManMsMax);
    armed.timer = this.#context.ports.clock.setTimer(delayMs, () => {
      this.#fire(key, armed).catch((error: unknown) => this.#context.onBroken(error));
    });
  }

  async #fire(key: string, armed: Armed): Promise<void> {
    const { accountId, market } = armed.watch;
    const isOver = () => this.#stopped || this.#armed.get(key) !== armed;
    const markets = await this.#options.massCancel.run(accountId, market, isOver);
    if (isOver()) return;
    this.#context.log.info({ accountId, markets }, 'canceled: nobody spoke for the account');
    await this.#drop(key);
  }
}
