/**
 * One order-service without its doors: accepts commands, publishes them, answers from the events.
 *
 *   request ─▶ order desk, ledger desk, market control ─▶ commands-out ─▶ logs
 *      ▲                                                                   │
 *      └────────── markets (a view each) ◀───────────── events-in ◀────────┘
 *
 * Knows nothing of HTTP, processes or files, so that a simulation can run it.
 */
import type { Ports } from '../ports/ports.ts';
import { StageTimes } from '../ports/stage-times/stage-times.ts';
import { assert } from '../proto/assert.ts';
import type { EventBatch } from '../proto/messages.ts';
import { type Epoch, epoch, type SessionId } from '../proto/units.ts';
import { AccountOpenings } from './account-openings.ts';
import { Accounts, type Sealing } from './accounts.ts';
import { CommandsOut } from './commands-out.ts';
import { DeadMan } from './dead-man.ts';
import { Delisting } from './delisting.ts';
import { InheritedOutbox } from './inherited-outbox.ts';
import { LedgerDesk } from './ledger-desk.ts';
import { DEFAULT_LIMITS, type OrderServiceLimits } from './limits.ts';
import { MarketControl } from './market-control.ts';
import { History } from './market-data/history.ts';
import type { MarketChange } from './market-data/market-change.ts';
import type { MarketView } from './market-data/market-view.ts';
import { OrderEventHistory } from './market-data/order-event-history.ts';
import { PastMarkets } from './market-data/past-markets.ts';
import { Markets } from './markets.ts';
import { MassCancel } from './mass-cancel.ts';
import { OrderChanges } from './order-changes.ts';
import { OrderDesk } from './order-desk.ts';
import { OrderIds } from './order-ids.ts';
import { OrderLookup } from './order-lookup.ts';
import { OutboxTidy } from './outbox-tidy.ts';
import { isAway, isLost, patiently } from './patience.ts';
import { Replacements } from './replacements.ts';
import { type ServiceContext, type ServiceLog, silentLog } from './service-context.ts';
import { StoreWatch } from './store-watch.ts';
import { memoryWatchStore, type WatchStore } from './watch-store.ts';

export interface OrderServiceOptions {
  readonly name: string;
  readonly sessionId: SessionId;
  readonly ports: Ports;
  readonly sealing: Sealing;
  readonly limits?: Partial<OrderServiceLimits>;
  readonly log?: ServiceLog;
  /** Where dead-man timers outlive the service; in memory unless told. */
  readonly watches?: WatchStore;
  /** Runs an action once what has arrived is taken in; a microtask unless told. */
  readonly defer?: (action: () => void) => void;
  /** Called once: the service can do no more, and a new one must take its place. */
  readonly onBroken: (error: unknown) => void;
}

const TOKEN_BYTES = 16;

/** `batch`: the events themselves, of which the view holds what came of them. */
export type MarketListener = (view: MarketView, change: MarketChange, batch: EventBatch) => void;

export class OrderService {
  readonly epoch: Epoch;
  readonly accounts: Accounts;
  readonly openings = new AccountOpenings();
  readonly commands: CommandsOut;
  readonly markets: Markets;
  readonly ledger: LedgerDesk;
  readonly orders: OrderDesk;
  readonly replacements: Replacements;
  readonly changes: OrderChanges;
  readonly massCancel: MassCancel;
  readonly deadMan: DeadMan;
  readonly control: MarketControl;
  readonly delisting: Delisting;
  readonly history: History;
  readonly orderEvents: OrderEventHistory;
  readonly past: PastMarkets;
  readonly lookup: OrderLookup;
  readonly sealing: Sealing;
  readonly #context: ServiceContext;
  readonly #tidy: OutboxTidy;
  readonly #watch: StoreWatch;
  readonly #listeners = new Set<MarketListener>();
  #opening: Promise<void> = Promise.resolve();
  #broken: unknown = null;
  #stopped = false;

  private constructor(
    context: ServiceContext,
    options: OrderServiceOptions,
    opened: {
      readonly epoch: Epoch;
      readonly inherited: InheritedOutbox;
      readonly watch: StoreWatch;
    },
  ) {
    const { inherited } = opened;
    this.#watch = opened.watch;
    this.#context = { ...context, onBroken: (error) => this.#break(error, options.onBroken) };
    this.epoch = opened.epoch;
    this.sealing = options.sealing;
    this.accounts = new Accounts({
      store: context.ports.accounts,
      clock: context.ports.clock,
      believedMs: context.limits.keyBelievedMs,
      sealing: options.sealing,
      isWhole: () => this.ledger.isOpen,
    });
    this.#tidy = new OutboxTidy(this.#context, opened.epoch);
    this.commands = new CommandsOut(this.#context, { epoch: opened.epoch, tidy: this.#tidy });
    const session = { epoch: opened.epoch, commands: this.commands, inherited };
    const onAnswered: OutboxTidy['answered'] = (topic, through) =>
      this.#tidy.answered(topic, through);
    this.markets = new Markets(this.#context, {
      ...session,
      onAnswered,
      onChange: (view, change, batch) => {
        for (const listener of this.#listeners) listener(view, change, batch);
      },
    });
    this.orderEvents = new OrderEventHistory(context.ports.views);
    this.history = new History({
      views: context.ports.views,
      unitsOf: (market) => this.markets.view(market)?.units ?? null,
    });
    this.past = new PastMarkets(context.ports);
    this.ledger = new LedgerDesk(this.#context, { ...session, onAnswered });
    const { commands, markets, accounts, ledger } = this;
    const { history } = this;
    const orderIds = new OrderIds(context.sessionId, opened.epoch);
    this.orders = new OrderDesk(this.#context, { commands, markets, accounts, history, orderIds });
    const { orders } = this;
    this.replacements = new Replacements(orders);
    this.lookup = new OrderLookup({
      views: () => markets.views(),
      history,
      accounts: context.ports.accounts,
    });
    const { lookup } = this;
    this.changes = new OrderChanges({ commands, markets, accounts, lookup, orders });
    this.massCancel = new MassCancel(this.#context, { markets, orders, changes: this.changes });
    const store = options.watches ?? memoryWatchStore();
    this.deadMan = new DeadMan(this.#context, { store, massCancel: this.massCancel });
    this.control = new MarketControl(this.#context, { commands, markets, ledger });
    this.delisting = new Delisting({ markets, control: this.control, changes: this.changes });
  }

  /**
   * Opens the next epoch of the session, which fences the one before, and begins to read. Resolves
   * at once; each market and the ledger open when their fences are read back, see `readiness`.
   */
  static async start(options: OrderServiceOptions): Promise<OrderService> {
    const { ports } = options;
    const watch = new StoreWatch({ store: ports.accounts, clock: ports.clock });
    const context: ServiceContext = {
      name: options.name,
      sessionId: options.sessionId,
      ports: { ...ports, accounts: watch.store },
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      log: options.log ?? silentLog,
      stages: new StageTimes(),
      defer: options.defer ?? queueMicrotask,
      onBroken: options.onBroken,
    };
    const { current, inherited } = await OrderService.#openSession(context);
    const service = new OrderService(context, options, { epoch: current, inherited, watch });
    watch.start({ sessionId: options.sessionId, onLost: service.#context.onBroken });
    context.log.info({ session: options.sessionId, epoch: current }, 'session opened');
    service.#opening = service.ledger
      .open()
      .catch((error: unknown) => service.#context.onBroken(error));
    await service.markets.start();
    service.deadMan.start();
    return service;
  }

  /** Waits for a store that is away, or that settlement is rebuilding. */
  static async #openSession(
    context: ServiceContext,
  ): Promise<{ readonly current: Epoch; readonly inherited: InheritedOutbox }> {
    const { ports, sessionId } = context;
    const opened = await patiently(
      context,
      async () => {
        const current = await ports.accounts.openSession(sessionId, epoch(0));
        return { current, inherited: await InheritedOutbox.read(context, current) };
      },
      { retries: isAway },
    );
    assert(opened !== null, 'nobody stops a service that has not started');
    return opened;
  }

  /** Called with every batch of events of every market, after it was folded. */
  onChange(listener: MarketListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** 128 random bits, as text: API keys, transaction ids. */
  newToken(): string {
    return Buffer.from(this.#context.ports.random.bytes(TOKEN_BYTES)).toString('hex');
  }

  get limits(): OrderServiceLimits {
    return this.#context.limits;
  }
  get ports(): Ports {
    return this.#context.ports;
  }
  get stages(): StageTimes {
    return this.#context.stages;
  }
  get log(): ServiceLog {
    return this.#context.log;
  }
  get name(): string {
    return this.#context.name;
  }
  get sessionId(): SessionId {
    return this.#context.sessionId;
  }
  /** Why the account store cannot be used now; null: it can. */
  get accountsProblem(): string | null {
    return this.#watch.problem;
  }
  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** What is admitted and not published stays in the outbox, for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#watch.stop();
    this.deadMan.stop();
    this.ledger.stop();
    await this.commands.stop();
    await this.#opening;
    await this.markets.stop();
    await this.#tidy.stop();
  }

  #break(error: unknown, onBroken: (error: unknown) => void): void {
    if (this.#broken !== null) return;
    this.#broken = error ?? new Error('unknown');
    if (!isLost(error)) return onBroken(error);
    this.#context.log.error({ err: error }, 'the account store is lost; waiting for settlement');
    this.commands.loseStore(error);
    // Until then a new session could not be opened, and this one can at least say 503.
    this.#untilRebuilt().then(
      () => onBroken(error),
      (cause: unknown) => onBroken(cause),
    );
  }

  async #untilRebuilt(): Promise<void> {
    const { ports, limits } = this.#context;
    const look = () => ports.accounts.lookAgain();
    while (!this.#stopped) {
      const isThere = await patiently(this.#context, look, { isStopped: () => this.#stopped });
      if (isThere === true) return;
      await ports.clock.sleep(limits.topicPollMs);
    }
  }
}
