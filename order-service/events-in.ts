/**
 * Reads one market's events: folds them into the market's view, and hands each command of this
 * session its answer right after its own events, before those of the next command.
 */
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import { EventLogError } from '../ports/event-log/event-log.ts';
import { EventStream, type StreamedBatch } from '../ports/event-log/event-stream.ts';
import type { EventBatch, SessionOpened, SessionRefused } from '../proto/messages.ts';
import { commandTopic } from '../proto/topics.ts';
import {
  type CommandSequence,
  type Epoch,
  type Offset,
  type Sequence,
  sequence,
} from '../proto/units.ts';
import type { CommandsOut } from './commands-out.ts';
import type { MarketChange } from './market-data/market-change.ts';
import type { MarketView } from './market-data/market-view.ts';
import { CommandAnswer, type PendingCommand } from './pending-command.ts';
import { ServiceBroken, type ServiceContext } from './service-context.ts';

/** Waits for the log end at least this often, so that `stop` is prompt. */
const WAIT_MS = 250;

export interface EventsInOptions {
  readonly view: MarketView;
  readonly epoch: Epoch;
  readonly commands: CommandsOut;
  /** After which record of the event log to begin; null: at its beginning. */
  readonly from: EventCursor | null;
  /** `before`: everything of the market that precedes the event stands before this log offset. */
  readonly onSession: (event: SessionOpened | SessionRefused, before: Offset) => void;
  readonly onAnswered: (topic: string, through: CommandSequence) => void;
  readonly onChange: (view: MarketView, change: MarketChange, batch: EventBatch) => void;
}

export class EventsIn {
  readonly #context: ServiceContext;
  readonly #options: EventsInOptions;
  readonly #topic: string;
  readonly #stream: EventStream;
  #running: Promise<void> | null = null;
  /** Everything before it is folded, and told. */
  #nextLogOffset: number;
  #stopped = false;

  constructor(context: ServiceContext, options: EventsInOptions) {
    this.#context = context;
    this.#options = options;
    const { market } = options.view;
    this.#topic = commandTopic(market);
    this.#nextLogOffset = options.from?.nextLogOffset ?? 0;
    this.#stream = new EventStream({ log: context.ports.log, market, from: options.from });
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => this.#context.onBroken(error));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Whether all that stands before the offset was told, and not only read. */
  hasTold(end: Offset): boolean {
    return this.#nextLogOffset >= end;
  }

  /** Where the reader stands; null: before the first record. */
  get cursor(): EventCursor | null {
    return this.#stream.cursor;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      for (const streamed of await this.#next()) this.#apply(streamed);
    }
  }

  /** A log that cannot be read for the moment is asked again. */
  async #next(): Promise<readonly StreamedBatch[]> {
    try {
      return await this.#stream.next(WAIT_MS);
    } catch (error) {
      if (!(error instanceof EventLogError) || error.code !== 'LOG_UNAVAILABLE') throw error;
      this.#context.log.warn({ market: this.#options.view.market, code: error.code }, 'no events');
      await this.#context.ports.clock.sleep(this.#context.limits.retryDelayMsMax);
      return [];
    }
  }

  #apply({ batch, cursor }: StreamedBatch): void {
    const { view, commands, epoch, onChange, onAnswered } = this.#options;
    const isOurs = batch.sessionId === this.#context.sessionId && batch.sessionEpoch === epoch;
    const answered = isOurs ? commands.take(this.#topic, batch.firstCommandSequence) : null;
    if (answered === null) this.#fold(batch, 0, batch.events.length);
    else this.#answer(batch, answered);
    if (batch.sessionId === 0) this.#sessionEvents(batch, cursor);
    onChange(view, view.takeChange(), batch);
    this.#nextLogOffset = cursor.nextLogOffset;
    if (answered !== null) {
      const last = batch.firstCommandSequence + answered.length - 1;
      onAnswered(this.#topic, last as CommandSequence);
    }
  }

  #fold(batch: EventBatch, from: number, to: number): void {
    const { view } = this.#options;
    for (let index = from; index < to; index += 1) {
      const at = sequence(batch.firstSequence + index) as Sequence;
      view.apply(batch.events[index]!, at, batch.timestampUs);
    }
  }

  #answer(batch: EventBatch, answered: readonly PendingCommand[]): void {
    const { view, commands } = this.#options;
    const { clock, crashPoints } = this.#context.ports;
    const readMs = clock.monotonicMs();
    let from = 0;
    for (let index = 0; index < answered.length; index += 1) {
      const pending = answered[index]!;
      let to = from;
      while (to < batch.events.length && batch.events[to]!.commandIndex === index) to += 1;
      this.#fold(batch, from, to);
      const answer = new CommandAnswer(view, batch, [from, to]);
      const first = from === to ? undefined : batch.events[from];
      from = to;
      if (first?.kind === 'CommandIgnored') {
        throw new ServiceBroken(
          'SESSION_BROKEN',
          `${this.#topic}: command ${pending.sequence} was ignored (reason ${first.reason})`,
        );
      }
      crashPoints.reach('CP4-acked-before-answer');
      commands.settleAnswered(pending, readMs);
      pending.listener.answered(answer);
    }
    this.#fold(batch, from, batch.events.length);
  }

  #sessionEvents(batch: EventBatch, cursor: EventCursor): void {
    for (const event of batch.events) {
      const isSession = event.kind === 'SessionOpened' || event.kind === 'SessionRefused';
      if (!isSession || event.sessionId !== this.#context.sessionId) continue;
      if (event.epoch !== this.#options.epoch) continue;
      this.#options.onSession(event, cursor.nextLogOffset);
    }
  }
}
