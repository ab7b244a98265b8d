/**
 * Snapshots of one market:
 *
 *   mark (ours when it is time, or anybody's) ──▶ cut behind it ──▶ the primary's hash at the mark
 *                                                      equal: write    different: never again, loudly
 */
import { appendControl } from '../engine/runtime/control-batch.ts';
import { divergenceOf } from '../engine/runtime/divergence.ts';
import { marketReport } from '../engine/runtime/market-report.ts';
import { isPassing, retrying } from '../engine/runtime/retrying.ts';
import type { RuntimeContext } from '../engine/runtime/runtime-context.ts';
import type { MarketReport, MarketSnapshotReport } from '../ports/coordination/coordination.ts';
import { type ReaderPace, restMs } from '../ports/event-log/reader-pace.ts';
import { SnapshotStoreError } from '../ports/snapshot-store/snapshot-store.ts';
import type { MarketSnapshot } from '../proto/messages.ts';
import { commandTopic } from '../proto/topics.ts';
import type { Hash64, Offset } from '../proto/units.ts';
import { type Cut, MarkedCommands } from './commands-in.ts';
import { marketSnapshots } from './market-snapshots.ts';
import { primaryOutput } from './primary-output.ts';
import { SnapshotOut } from './snapshot-out.ts';
import { SnapshotRecord } from './snapshot-record.ts';

export interface SnapshotRhythm {
  /** A mark is due after so long … */
  readonly intervalMs: number;
  /** … or after so many events, whichever comes first; never when nothing has happened. */
  readonly eventsMax: number;
  readonly keptCount: number;
}

const PACE: ReaderPace = { perRecordMs: 50, atMostMs: 250 };
const LOOK_MS = 100;
/** Without a primary there is nobody to compare with. */
const PRIMARY_TIMEOUT_MS = 10_000;

export class MarketSnapshotter {
  readonly market: string;
  readonly #context: RuntimeContext;
  readonly #rhythm: SnapshotRhythm;
  readonly #out: SnapshotOut<MarketSnapshot, Offset>;
  readonly #onChange: () => void;
  #marked: MarkedCommands | null = null;
  readonly #record: SnapshotRecord;
  /** Last snapshot taken or started from; null: none. */
  #snapshotOffset: Offset | null = null;
  #snapshotSequence = 0;
  /** When the last mark was made, by us or others. */
  #markedMs = 0;
  #awaitsOwnMark = false;
  #stateHash: Hash64 | null = null;
  #problem: string | null = null;
  #diverged = false;
  #logEnd = 0;
  #stopped = false;

  constructor(
    context: RuntimeContext,
    options: {
      readonly market: string;
      readonly rhythm: SnapshotRhythm;
      /** Called when the report has changed in more than its position. */
      readonly onChange: () => void;
    },
  ) {
    this.#context = context;
    this.market = options.market;
    this.#rhythm = options.rhythm;
    this.#onChange = options.onChange;
    this.#record = new SnapshotRecord(options.market);
    this.#out = new SnapshotOut(context, {
      form: marketSnapshots(context.machines),
      keptCount: options.rhythm.keptCount,
    });
  }

  /** Runs until `stop`, or until it differs from the primary. Throws what must end the process. */
  async run(): Promise<void> {
    const isOver = () => this.#isOver();
    const marked = await retrying(this.#context, {
      what: `recovery of ${this.market}`,
      isOver,
      action: () => MarkedCommands.open(this.#context, { market: this.market, isOver }),
    });
    if (marked === null) return;
    const { fold, report } = marked.recovered;
    this.#marked = marked;
    this.#markedMs = this.#context.ports.clock.monotonicMs();
    this.#snapshotOffset = report.plan.snapshot?.offset ?? null;
    this.#record.startedFrom(report.plan.snapshot);
    this.#snapshotSequence = fold.machine.sequence - report.replayedEvents;
    if (report.divergence !== null) this.#diverge(report.divergence.problem);
    else await this.#correctPointer();
    while (!this.#isOver()) {
      const from = fold.next;
      await retrying(this.#context, {
        what: `read of ${commandTopic(this.market)}`,
        isOver: () => this.#isOver(),
        action: () => marked.commands.next(LOOK_MS),
      });
      this.#reportPoison(marked);
      const cut = marked.takeCut();
      if (cut !== null) await this.#takeSnapshot(cut);
      else if (this.#isMarkDue(marked)) await this.#mark();
      // Nobody waits for it: what arrives meanwhile is applied in one go.
      const found = Math.max(1, fold.next - from);
      await this.#context.ports.clock.sleep(restMs(PACE, found));
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  report(): MarketReport {
    return marketReport({
      market: this.market,
      role: this.#role(),
      problem: this.#problem,
      fold: this.#marked?.recovered.fold,
      stateHash: this.#stateHash,
      logEnd: this.#logEnd,
    });
  }

  snapshotReport(): MarketSnapshotReport {
    return this.#record.report();
  }

  /** See SnapshotOut. */
  get oldestKept(): Offset | null {
    return this.#out.oldestKept;
  }

  async measureLag(): Promise<void> {
    const { end } = await this.#context.ports.log.bounds(commandTopic(this.market));
    this.#logEnd = end;
  }

  #role(): MarketReport['role'] {
    if (this.#diverged) return 'diverged';
    if (this.#marked === null) return 'recovering';
    return this.#marked.recovered.fold.poison === null ? 'reader' : 'halted';
  }

  // --- marks -----------------------------------------------------------------------------------

  #isMarkDue({ recovered: { fold } }: MarkedCommands): boolean {
    if (this.#awaitsOwnMark || fold.poison !== null) return false;
    const lastOffset = this.#snapshotOffset ?? -1;
    if (fold.next - 1 <= lastOffset) return false;
    const events = fold.machine.sequence - this.#snapshotSequence;
    const sinceMs = this.#context.ports.clock.monotonicMs() - this.#markedMs;
    return sinceMs >= this.#rhythm.intervalMs || events >= this.#rhythm.eventsMax;
  }

  async #mark(): Promise<void> {
    const { clock } = this.#context.ports;
    this.#markedMs = clock.monotonicMs();
    try {
      await appendControl(this.#context.ports, this.market, {
        kind: 'SnapshotMarked',
        markId: clock.nowUs(),
      });
      this.#awaitsOwnMark = true;
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#context.log.warn({ market: this.market, problem: error.message }, 'mark failed');
    }
  }

  // --- snapshots -------------------------------------------------------------------------------

  async #takeSnapshot(cut: Cut): Promise<void> {
    const { clock } = this.#context.ports;
    const { market, offset: at, orderCount, nextSequence } = cut.snapshot;
    this.#awaitsOwnMark = false;
    this.#markedMs = clock.monotonicMs();
    this.#stateHash = cut.stateHash;
    // Whatever becomes of it: by number of events the next one is not due before as many again.
    this.#snapshotSequence = nextSequence - 1;
    if (!(await this.#agreesWithPrimary(cut))) return;
    const startedMs = clock.monotonicMs();
    try {
      const entry = await this.#out.write(cut.snapshot);
      this.#record.taken(entry, clock.monotonicMs() - startedMs);
      this.#snapshotOffset = at;
      const durationMs = Math.round(clock.monotonicMs() - startedMs);
      const { key, bytes } = entry;
      this.#context.log.info({ market, key, bytes, orderCount, durationMs }, 'snapshot taken');
      this.#setProblem(null);
    } catch (error) {
      this.#record.failed(error);
      const problem = `no snapshot at ${at}: ${error instanceof Error ? error.message : error}`;
      this.#context.log.error({ market, problem }, 'snapshot failed');
      this.#setProblem(problem);
      if (!(error instanceof SnapshotStoreError)) throw error;
    }
  }

  async #agreesWithPrimary(cut: Cut): Promise<boolean> {
    const { market, output } = { ...cut, market: this.market };
    const { inputOffset } = output;
    const emitted = await primaryOutput(this.#context, {
      market,
      inputOffset,
      timeoutMs: PRIMARY_TIMEOUT_MS,
      isOver: () => this.#stopped,
    });
    if (emitted === null) {
      if (this.#stopped) return false;
      const problem = `no snapshot at ${inputOffset}: no primary has answered the mark`;
      this.#context.log.warn({ market, problem }, 'snapshot skipped');
      this.#setProblem(problem);
      return false;
    }
    const divergence = divergenceOf(output, emitted);
    if (divergence !== null) this.#diverge(divergence.problem);
    return divergence === null;
  }

  /** After a crash between a snapshot and its pointer. */
  async #correctPointer(): Promise<void> {
    const { coordination } = this.#context.ports;
    const newest = this.#snapshotOffset;
    if (newest === null) return;
    const { market } = this;
    try {
      if ((await coordination.snapshotOffset(market)) === newest) return;
      await coordination.setSnapshotOffset(market, newest);
      this.#context.log.info({ market, offset: newest }, 'snapshot pointer corrected');
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#context.log.warn({ market, problem }, 'snapshot pointer not corrected');
    }
  }

  // --- problems --------------------------------------------------------------------------------

  #diverge(problem: string): void {
    this.#diverged = true;
    this.#context.log.error({ market: this.market, problem }, 'diverged: no snapshot any more');
    this.#setProblem(`diverged: ${problem}`);
  }

  #reportPoison({ recovered: { fold } }: MarkedCommands): void {
    const isHalted = this.#problem?.startsWith('halted') ?? false;
    if (fold.poison !== null && !isHalted) {
      this.#setProblem(`halted at command record ${fold.poison.offset}: ${fold.poison.problem}`);
    } else if (fold.poison === null && isHalted) {
      this.#setProblem(null);
    }
  }

  #setProblem(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#onChange();
  }

  #isOver(): boolean {
    return this.#stopped || this.#diverged;
  }
}
