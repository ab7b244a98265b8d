/**
 * Feeds a market's command log into its fold, record by record.
 *
 *   CommandStream ──▶ fold.apply ──▶ onOutput(EventBatch), before the next record is touched
 *                        └─ poison ─▶ build anew up to it; halt; look for its quarantine; go on
 */
import { CommandStream } from '../../ports/event-log/command-stream.ts';
import type { Haste } from '../../ports/event-log/event-log.ts';
import { assert } from '../../proto/assert.ts';
import type { EventBatch } from '../../proto/messages.ts';
import { commandTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { MarketFold } from './market-fold.ts';
import { startingPoint } from './newest-snapshot.ts';
import { QuarantineSearch } from './quarantine-search.ts';
import type { RuntimeContext } from './runtime-context.ts';

/** After so long, whatever else the process has to do (heartbeats, appends) gets its turn. */
const TURN_MS = 5;

export class CommandsIn {
  readonly #context: RuntimeContext;
  readonly #fold: MarketFold;
  readonly #until: number;
  readonly #onApply: () => void;
  readonly #onOutput: (output: EventBatch) => void;
  #stream: CommandStream;
  #search: QuarantineSearch | null = null;

  constructor(
    context: RuntimeContext,
    options: {
      readonly fold: MarketFold;
      /** Applies no record from here on; absent: no bound. */
      readonly until?: Offset;
      /** Called before each record. */
      readonly onApply?: () => void;
      readonly onOutput: (output: EventBatch) => void;
    },
  ) {
    this.#context = context;
    this.#fold = options.fold;
    this.#until = options.until ?? Number.POSITIVE_INFINITY;
    this.#onApply = options.onApply ?? (() => {});
    this.#onOutput = options.onOutput;
    this.#stream = this.#streamFromNext();
  }

  get fold(): MarketFold {
    return this.#fold;
  }

  /**
   * Applies what is there; if that is nothing, waits at most `timeoutMs` for something. Throws
   * EventLogError, DecodeError (CRC_MISMATCH, SCHEMA_TOO_NEW), StreamError (HISTORY_CHANGED).
   */
  async next(timeoutMs: number, haste: Haste = 'soon'): Promise<void> {
    if (this.#fold.poison !== null) {
      if (this.#search === null) await this.#halt();
      else await this.#lookForQuarantine(timeoutMs, this.#search);
      return;
    }
    const { clock } = this.#context.ports;
    let turnStartedMs = clock.monotonicMs();
    const records = await this.#stream.next(timeoutMs, haste);
    for (const record of records) {
      if (record.offset >= this.#until) return;
      this.#onApply();
      const startedMs = haste === 'at-once' ? clock.monotonicMs() : null;
      const output = this.#fold.apply(record);
      if (startedMs !== null) {
        this.#context.stages?.record('match', (clock.monotonicMs() - startedMs) * 1000);
      }
      if (output === null) {
        await this.#halt();
        return;
      }
      this.#onOutput(output);
      if (clock.monotonicMs() - turnStartedMs >= TURN_MS) {
        await new Promise<void>((resolve) => this.#context.defer(resolve));
        turnStartedMs = clock.monotonicMs();
      }
    }
  }

  async #halt(): Promise<void> {
    const { poison, market } = this.#fold;
    assert(poison !== null, 'it halts at poison');
    const { offset: at, problem } = poison;
    this.#context.log.error({ market, offset: at, problem }, 'poison record: market halted');
    if (poison.machine === 'broken') {
      this.#fold.replaceMachine(await machineBefore(this.#context, this.#fold));
    }
    const { log } = this.#context.ports;
    this.#search = new QuarantineSearch({ log, market, poison: at });
    // In a replay its quarantine is there already.
    await this.#lookForQuarantine(0, this.#search);
  }

  async #lookForQuarantine(timeoutMs: number, search: QuarantineSearch): Promise<void> {
    const found = await search.next(timeoutMs);
    if (found === null) return;
    const { market } = this.#fold;
    const { offset: at, reason } = found;
    this.#context.log.warn({ market, offset: at, reason }, 'poison record passed over');
    const output = this.#fold.passOver(found);
    this.#search = null;
    this.#stream = this.#streamFromNext();
    this.#onOutput(output);
  }

  #streamFromNext(): CommandStream {
    const topic = commandTopic(this.#fold.market);
    return new CommandStream({ log: this.#context.ports.log, topic, from: this.#fold.next });
  }
}

/** A machine like the fold's before it came to its poison record. */
async function machineBefore(context: RuntimeContext, fold: MarketFold) {
  const { market, next, passedOver } = fold;
  const start = await startingPoint(context, { market, passedOver, atMost: lastBefore(next) });
  await replay(context, { fold: start.fold, until: next, onOutput: () => {} });
  return start.fold.machine;
}

/** Applies the log up to, and without, the record `until`. It was done before, so it can be done. */
export async function replay(
  context: RuntimeContext,
  options: {
    readonly fold: MarketFold;
    readonly until: Offset;
    readonly onOutput: (output: EventBatch) => void;
    /** Called after every stretch of records, so that outputs need not pile up. */
    readonly onStretch?: () => Promise<void>;
  },
): Promise<void> {
  const { fold, until } = options;
  const commands = new CommandsIn(context, options);
  while (fold.next < until) {
    await commands.next(0);
    assert(fold.poison === null, `${fold.market} could be replayed up to ${until} before`);
    await options.onStretch?.();
  }
}

/** -1 is before every snapshot, and no offset. */
export const lastBefore = (at: Offset): Offset => (at === 0 ? (-1 as Offset) : offset(at - 1));
