/**
 * Feeds a market's command log into its fold, record by record.
 *
 *   log ──▶ records ──▶ fold.apply ──▶ onOutput(RecordOutput), before the next record is touched
 *                          └─ poison ─▶ build anew up to it; halt; look for its quarantine; go on
 */
import type { Haste, LogRecord } from '../../ports/event-log/event-log.ts';
import { SessionChains } from '../../ports/event-log/session-chains.ts';
import { assert } from '../../proto/assert.ts';
import { commandTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { RecordOutput } from './machine-factory.ts';
import type { MarketFold } from './market-fold.ts';
import { startingPoint } from './newest-snapshot.ts';
import { QuarantineSearch } from './quarantine-search.ts';
import type { RuntimeContext } from './runtime-context.ts';

/** After so long, whatever else the process has to do (heartbeats, appends) gets its turn. */
const TURN_MS = 5;
const LIMIT = { records: 512, bytes: 4 * 1024 * 1024 } as const;

export class CommandsIn {
  readonly #context: RuntimeContext;
  readonly #fold: MarketFold;
  readonly #until: number;
  readonly #outputsFrom: number;
  readonly #isOver: () => boolean;
  readonly #onApply: () => void;
  readonly #onOutput: (output: RecordOutput) => void;
  readonly #topic: string;
  readonly #chains: SessionChains;
  #search: QuarantineSearch | null = null;

  constructor(
    context: RuntimeContext,
    options: {
      readonly fold: MarketFold;
      /** Applies no record from here on; absent: no bound. */
      readonly until?: Offset;
      /** Outputs of records before it are not made: `onOutput` is not called. Absent: of all. */
      readonly outputsFrom?: number;
      /** True: what is built anew behind poison is not needed any more. Absent: never. */
      readonly isOver?: () => boolean;
      /** Called before each record. */
      readonly onApply?: () => void;
      readonly onOutput: (output: RecordOutput) => void;
    },
  ) {
    this.#context = context;
    this.#fold = options.fold;
    this.#until = options.until ?? Number.POSITIVE_INFINITY;
    this.#outputsFrom = options.outputsFrom ?? 0;
    this.#isOver = options.isOver ?? (() => false);
    this.#onApply = options.onApply ?? (() => {});
    this.#onOutput = options.onOutput;
    this.#topic = commandTopic(options.fold.market);
    this.#chains = new SessionChains(this.#topic);
  }

  get fold(): MarketFold {
    return this.#fold;
  }

  /**
   * Applies what is there; if that is nothing, waits at most `timeoutMs` for something. Throws
   * EventLogError, DecodeError (CRC_MISMATCH, SCHEMA_TOO_NEW), RulesTooNew,
   * StreamError (HISTORY_CHANGED).
   */
  async next(timeoutMs: number, haste: Haste = 'soon'): Promise<void> {
    if (this.#fold.poison !== null) {
      if (this.#search === null) await this.#halt();
      else await this.#lookForQuarantine(timeoutMs, this.#search);
      return;
    }
    const { clock, log } = this.#context.ports;
    const { next } = this.#fold;
    if (!(await log.waitFor(this.#topic, next, timeoutMs, haste))) return;
    const records = await log.read(this.#topic, next, LIMIT);
    let turnStartedMs = clock.monotonicMs();
    for (const record of records) {
      if (record.offset >= this.#until) return;
      if (this.#apply(record, haste) === 'poison') {
        await this.#halt();
        return;
      }
      if (clock.monotonicMs() - turnStartedMs >= TURN_MS) {
        await new Promise<void>((resolve) => this.#context.defer(resolve));
        turnStartedMs = clock.monotonicMs();
      }
    }
  }

  #apply(record: LogRecord, haste: Haste): 'applied' | 'poison' {
    const { clock } = this.#context.ports;
    this.#onApply();
    const startedMs = haste === 'at-once' ? clock.monotonicMs() : null;
    const want = record.offset >= this.#outputsFrom ? 'output' : 'hash';
    const applied = this.#fold.apply(record, this.#chains, want);
    if (startedMs !== null) {
      this.#context.stages?.record('match', (clock.monotonicMs() - startedMs) * 1000);
    }
    if (applied === 'poison') return 'poison';
    if (applied !== 'hashed' && want === 'output') this.#onOutput(applied);
    return 'applied';
  }

  async #halt(): Promise<void> {
    const { poison, market } = this.#fold;
    assert(poison !== null, 'it halts at poison');
    const { offset: at, problem } = poison;
    this.#context.log.error({ market, offset: at, problem }, 'poison record: market halted');
    if (poison.machine === 'broken') {
      const machine = await machineBefore(this.#context, this.#fold, this.#isOver);
      if (machine === null) return;
      this.#fold.replaceMachine(machine);
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
    if (at >= this.#outputsFrom) this.#onOutput(output);
  }
}

/** A machine like the fold's before it came to its poison record; null: `isOver` before that. */
async function machineBefore(context: RuntimeContext, fold: MarketFold, isOver: () => boolean) {
  const { market, next, passedOver } = fold;
  const start = await startingPoint(context, { market, passedOver, atMost: lastBefore(next) });
  const options = { fold: start.fold, until: next, outputsFrom: next, onOutput: () => {}, isOver };
  return (await replay(context, options)) === 'over' ? null : start.fold.machine;
}

/**
 * Applies the log up to, and without, the record `until`. It was done before, so it can be done. `over`: `isOver` was
 * true before that.
 */
export async function replay(
  context: RuntimeContext,
  options: {
    readonly fold: MarketFold;
    readonly until: Offset;
    /** See CommandsIn. */
    readonly outputsFrom: Offset;
    readonly onOutput: (output: RecordOutput) => void;
    /** Called after every stretch of records, so that outputs need not pile up. */
    readonly onStretch?: () => Promise<void>;
    readonly isOver: () => boolean;
  },
): Promise<'done' | 'over'> {
  const { fold, until, isOver } = options;
  const commands = new CommandsIn(context, options);
  while (fold.next < until) {
    await commands.next(0);
    if (isOver()) return 'over';
    assert(fold.poison === null, `${fold.market} could be replayed up to ${until} before`);
    await options.onStretch?.();
  }
  return 'done';
}

/** -1 is before every snapshot, and no offset. */
export const lastBefore = (at: Offset): Offset => (at === 0 ? (-1 as Offset) : offset(at - 1));
