/** The markets of this service: found by their topics, opened for this session, asked by name. */
import type { MarketUnits } from '../proto/market-units.ts';
import type { EventBatch, SessionOpened, SessionRefused } from '../proto/messages.ts';
import { commandTopic, eventTopic, marketOfTopic } from '../proto/topics.ts';
import { type CommandSequence, type Epoch, type Offset, offset } from '../proto/units.ts';
import type { CommandsOut } from './commands-out.ts';
import { appendControl } from './control-records.ts';
import { EventsIn } from './events-in.ts';
import type { InheritedOutbox } from './inherited-outbox.ts';
import type { MarketChange } from './market-data/market-change.ts';
import { MarketView } from './market-data/market-view.ts';
import { startView } from './market-start.ts';
import { isLogPassing, patiently } from './patience.ts';
import { beingOpened, type Refusal, refuse } from './refusal.ts';
import { ServiceBroken, type ServiceContext } from './service-context.ts';

/**
 * - `starting`: its view is being loaded, or SessionStarted is on its way.
 * - `open`: SessionOpened was read back and the inherited outbox is resolved; commands may come.
 */
export type MarketState = 'starting' | 'open';

export interface MarketDesk {
  readonly market: string;
  readonly topic: string;
  readonly view: MarketView;
  readonly events: EventsIn;
  readonly state: MarketState;
  /** null: not defined yet. */
  readonly units: MarketUnits | null;
}

export interface MarketsOptions {
  readonly epoch: Epoch;
  readonly commands: CommandsOut;
  readonly inherited: InheritedOutbox;
  readonly onAnswered: (topic: string, through: CommandSequence) => void;
  readonly onChange: (view: MarketView, change: MarketChange, batch: EventBatch) => void;
}

class Desk implements MarketDesk {
  readonly market: string;
  readonly topic: string;
  readonly view: MarketView;
  readonly events: EventsIn;
  state: MarketState = 'starting';
  /** Offset of our SessionStarted; null: not appended yet. */
  startedAt: Offset | null = null;

  constructor(view: MarketView, events: EventsIn) {
    this.market = view.market;
    this.topic = commandTopic(view.market);
    this.view = view;
    this.events = events;
  }

  get units(): MarketUnits | null {
    return this.view.units;
  }
}

export class Markets {
  readonly #context: ServiceContext;
  readonly #options: MarketsOptions;
  readonly #desks = new Map<string, Desk>();
  readonly #views: MarketView[] = [];
  /** Whose topics were seen: it is no unknown market, even when it could not be started yet. */
  readonly #seen = new Set<string>();
  /** Those that were there when this service began. */
  #found: readonly string[] = [];
  /** Being started: by discovery, or on behalf of the operator who defines it. */
  readonly #starting = new Map<string, Promise<void>>();
  readonly #halted = new Map<string, string>();
  readonly #unsubscribe: () => void;
  #polling: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(context: ServiceContext, options: MarketsOptions) {
    this.#context = context;
    this.#options = options;
    this.#unsubscribe = context.ports.coordination.onPeerChange(() => this.#noteHalted());
    this.#noteHalted();
  }

  /** Finds the markets that there are, and goes on looking for new ones. */
  async start(): Promise<void> {
    await this.#discover();
    this.#found = [...this.#seen];
    this.#polling = this.#poll().catch((error: unknown) => this.#context.onBroken(error));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    await this.#polling;
    await Promise.allSettled(this.#starting.values());
    await Promise.all([...this.#desks.values()].map((desk) => desk.events.stop()));
  }

  /** A market that takes commands now. */
  find(market: string): MarketDesk | Refusal {
    const desk = this.#desks.get(market);
    if (desk === undefined) return this.absence(market);
    const halted = this.#halted.get(market);
    if (halted !== undefined) return refuse('MARKET_HALTED', `market ${market}: ${halted}`);
    return desk.state === 'open' ? desk : beingOpened(market);
  }

  /** What to say of a market without a view, or without a definition in it. */
  absence(market: string): Refusal {
    return this.#mayCome(market)
      ? beingOpened(market)
      : refuse('UNKNOWN_MARKET', `no market ${market}`);
  }

  #mayCome(market: string): boolean {
    const desk = this.#desks.get(market);
    if (desk !== undefined) return desk.state === 'starting';
    return this.#starting.has(market) || this.#seen.has(market);
  }

  isOpen(market: string): boolean {
    return this.#desks.get(market)?.state === 'open';
  }

  /** null: not known here, for the moment or at all. */
  units(market: string): MarketUnits | null {
    return this.#desks.get(market)?.units ?? null;
  }

  /** Why what is asked of all markets cannot be told: one of before this service is not read yet. */
  get notAll(): Refusal | null {
    const market = this.#found.find((each) => this.units(each) === null && this.#mayCome(each));
    return market === undefined ? null : beingOpened(market);
  }

  /** Whatever its state. */
  desk(market: string): MarketDesk | null {
    return this.#desks.get(market) ?? null;
  }

  desks(): readonly MarketDesk[] {
    return [...this.#desks.values()];
  }

  view(market: string): MarketView | null {
    return this.#desks.get(market)?.view ?? null;
  }

  /** Of all that there are, a view of them here or not. */
  names(): readonly string[] {
    return [...new Set([...this.#seen, ...this.#starting.keys(), ...this.#desks.keys()])];
  }

  /** Of all markets, in order of their start. */
  views(): readonly MarketView[] {
    return this.#views;
  }

  /** Why a poison command or a differing replica stopped the market; null: it did not. */
  haltedBecause(market: string): string | null {
    return this.#halted.get(market) ?? null;
  }

  /** Opens the market for this session unless it is; `first` runs when its topics exist. */
  open(market: string, first: () => Promise<void> = async () => {}): Promise<void> {
    const running = this.#starting.get(market);
    if (running !== undefined) return running;
    if (this.#desks.has(market)) return Promise.resolve();
    const starting = this.#start(market, first).finally(() => this.#starting.delete(market));
    this.#starting.set(market, starting);
    return starting;
  }

  async #poll(): Promise<void> {
    const { ports, limits } = this.#context;
    while (!this.#stopped) {
      await ports.clock.sleep(limits.topicPollMs);
      if (this.#stopped) return;
      await patiently(this.#context, () => this.#discover(), { isStopped: () => this.#stopped });
    }
  }

  async #discover(): Promise<void> {
    const topics = await this.#context.ports.log.topics();
    for (const topic of topics) {
      const market = marketOfTopic(topic);
      if (market === null || topic !== commandTopic(market)) continue;
      this.#seen.add(market);
      if (this.#desks.has(market) || this.#starting.has(market)) continue;
      this.open(market).catch((error: unknown) => {
        // Nothing is open yet, and the next look finds the market again.
        if (!isLogPassing(error)) this.#context.onBroken(error);
      });
    }
  }

  async #start(market: string, first: () => Promise<void>): Promise<void> {
    const { ports, limits, name, sessionId } = this.#context;
    const { epoch, commands, onAnswered, onChange } = this.#options;
    await ports.log.createTopic(commandTopic(market));
    await ports.log.createTopic(eventTopic(market));
    await first();
    const { closedOrdersKept, tradesKept, fillsKept } = limits;
    const view = new MarketView({ market, closedOrdersKept, tradesKept, fillsKept });
    const from = await startView(this.#context, view);
    const onSession = (event: SessionOpened | SessionRefused, before: Offset) =>
      this.#onSession(market, event, before);
    const options = { view, epoch, commands, from, onSession, onAnswered, onChange };
    const desk = new Desk(view, new EventsIn(this.#context, options));
    if (this.#stopped) return;
    this.#desks.set(market, desk);
    this.#views.push(view);
    // Read on only once our record is in: its answer cannot be missed then.
    const started = { kind: 'SessionStarted', sessionId, epoch, node: name } as const;
    desk.startedAt = await this.#appendUntilItLands(() =>
      appendControl(ports, desk.topic, started),
    );
    desk.events.start();
  }

  /** A second SessionStarted of the same epoch is refused by the engine and harmless. */
  async #appendUntilItLands(append: () => Promise<Offset>): Promise<Offset | null> {
    const { ports, limits, log } = this.#context;
    while (!this.#stopped) {
      try {
        return await append();
      } catch (error) {
        if (!isLogPassing(error)) throw error;
        log.warn({ code: error.code }, 'cannot append; trying again');
        await ports.clock.sleep(limits.retryDelayMsMax);
      }
    }
    return null;
  }

  #onSession(market: string, event: SessionOpened | SessionRefused, before: Offset): void {
    const desk = this.#desks.get(market);
    if (desk === undefined || desk.state === 'open') return;
    if (event.kind === 'SessionOpened') {
      this.#opened(desk, event, before).catch((error: unknown) => this.#context.onBroken(error));
      return;
    }
    // Ours came twice: an append whose acknowledgement was lost was done again.
    if (event.currentEpoch === this.#options.epoch) return;
    this.#refused(market, event).catch((error: unknown) => this.#context.onBroken(error));
  }

  async #opened(desk: Desk, event: SessionOpened, before: Offset): Promise<void> {
    const { inherited } = this.#options;
    await patiently(this.#context, () => inherited.resolveMarket(desk.market, event, before), {
      isStopped: () => this.#stopped,
    });
    if (this.#stopped || desk.startedAt === null) return;
    this.#options.commands.openTopic(desk.topic, offset(desk.startedAt + 1));
    desk.state = 'open';
    this.#context.log.info({ market: desk.market, epoch: event.epoch }, 'market open');
  }

  /** The account store forgot epochs that the log knows: the next start begins above them. */
  async #refused(market: string, event: SessionRefused): Promise<void> {
    const { ports, sessionId } = this.#context;
    await ports.accounts.openSession(sessionId, event.currentEpoch);
    throw new ServiceBroken(
      'SESSION_BROKEN',
      `${market} refused epoch ${event.epoch}: it knows ${event.currentEpoch}`,
    );
  }

  #noteHalted(): void {
    const problems = new Map<string, string>();
    const alive = new Set<string>();
    for (const { report, state } of this.#context.ports.coordination.peers()) {
      if (report.service !== 'engine' || state === 'down') continue;
      for (const { market, role, problem } of report.markets) {
        if (role === 'halted') problems.set(market, problem ?? 'the engine halted it');
        if (role === 'primary') alive.add(market);
      }
    }
    for (const market of alive) problems.delete(market);
    this.#halted.clear();
    for (const [market, problem] of problems) this.#halted.set(market, problem);
  }
}
