/**
 * From nothing in memory to a machine that stands at the end of its log:
 *
 *   newest snapshot that verifies ──▶ replay of the commands behind it ──▶ comparison with the
 *   (or the beginning)                                                     newest emitted batch
 */
import { StreamError } from '../../ports/event-log/stream-error.ts';
import { assert } from '../../proto/assert.ts';
import type { EventFrame } from '../../proto/codec.ts';
import type { Epoch, Hash64, Offset, Sequence } from '../../proto/units.ts';
import { CommandsIn } from './commands-in.ts';
import { type Divergence, divergenceOf } from './divergence.ts';
import { type EventTail, readEventTail } from './events-in.ts';
import type { RecordOutput } from './machine-factory.ts';
import type { MarketFold } from './market-fold.ts';
import { type RecoveryPlan, startingPoint } from './newest-snapshot.ts';
import type { RetainedOutputs } from './retained-outputs.ts';
import { retrying } from './retrying.ts';
import type { RuntimeContext } from './runtime-context.ts';

/** What a recovery really did: the truth after the plan. */
export interface RecoveryReport {
  readonly plan: RecoveryPlan;
  readonly loadMs: number;
  readonly replayMs: number;
  readonly replayedRecords: number;
  readonly replayedEvents: number;
  /** Stands before this record now. */
  readonly next: Offset;
  readonly sequence: Sequence;
  readonly restingOrders: number;
  readonly epoch: Epoch;
  readonly leader: string;
  readonly eventHash: Hash64;
  /** The emitted batch that the replay was compared with; null: none lies in what was replayed. */
  readonly comparedAt: Offset | null;
  readonly divergence: Divergence | null;
  readonly passedOver: readonly Offset[];
  /** Poison that nobody has quarantined yet. */
  readonly haltedAt: Offset | null;
}

export interface Recovered {
  readonly fold: MarketFold;
  /** Goes on where the replay ended. */
  readonly commands: CommandsIn;
  /** The event log as it was before the replay. */
  readonly tail: EventTail;
  readonly report: RecoveryReport;
}

export interface RecoveryOptions {
  readonly market: string;
  /** Outputs that the event log does not hold yet, as far as its last record tells. */
  readonly onOutput: (output: RecordOutput) => void;
  /** Called before each record. */
  readonly onApply?: () => void;
}

/** A replay may take minutes, and whoever stops has seconds. */
type Breakable = RecoveryOptions & { readonly isOver: () => boolean };

/** From the beginning again while log or snapshots are away; null: `isOver` before it is done. */
export function recoverWhenPossible(
  context: RuntimeContext,
  options: Breakable & {
    /** Where `onOutput` puts the outputs. */
    readonly retained: Pick<RetainedOutputs, 'clear'>;
  },
): Promise<Recovered | null> {
  return retrying(context, {
    what: `recovery of ${options.market}`,
    isOver: options.isOver,
    action: () => {
      // An attempt that broke off has left some.
      options.retained.clear();
      return recoverUnlessOver(context, options);
    },
  });
}

/**
 * Throws EventLogError (LOG_OFFSET_OUT_OF_RANGE, LOG_DAMAGED …), DecodeError (SCHEMA_TOO_NEW,
 * CRC_MISMATCH) and StreamError (HISTORY_CHANGED).
 */
export async function recoverMarket(
  context: RuntimeContext,
  options: RecoveryOptions,
): Promise<Recovered> {
  const recovered = await recoverUnlessOver(context, { ...options, isOver: () => false });
  assert(recovered !== null, 'it was not broken off');
  return recovered;
}

/** The same; null: `isOver` before it is done. */
export async function recoverUnlessOver(
  context: RuntimeContext,
  options: Breakable,
): Promise<Recovered | null> {
  const { clock, crashPoints, log } = context.ports;
  const { market, isOver } = options;
  // The event log first: it cannot be ahead of commands that are looked at later.
  const tail = await readEventTail(log, market);
  const { fold, plan, loadMs } = await startingPoint(context, { market });
  checkNotAhead(tail, plan);
  const startedMs = clock.monotonicMs();
  const startSequence = fold.machine.sequence;
  const comparison = new TailComparison(tail.last, fold);
  const commands = new CommandsIn(context, {
    fold,
    // Before the last one that was emitted, nobody wants them.
    outputsFrom: tail.last?.inputOffset ?? 0,
    isOver,
    onApply: () => options.onApply?.(),
    onOutput: (output) => {
      if (comparison.take(output) === 'new') options.onOutput(output);
    },
  });
  while (fold.next < plan.end && fold.poison === null) {
    await commands.next(0);
    if (isOver()) return null;
    crashPoints.reach('CP24-during-recovery');
  }
  const report: RecoveryReport = {
    plan,
    loadMs,
    replayMs: clock.monotonicMs() - startedMs,
    replayedRecords: fold.next - plan.replayFrom,
    replayedEvents: fold.machine.sequence - startSequence,
    next: fold.next,
    sequence: fold.machine.sequence,
    restingOrders: fold.machine.restingOrderCount,
    epoch: fold.machine.leadership.epoch,
    leader: fold.machine.leadership.node,
    eventHash: fold.machine.eventHash(),
    comparedAt: comparison.comparedAt,
    divergence: comparison.divergence,
    passedOver: [...fold.passedOver.keys()],
    haltedAt: fold.poison?.offset ?? null,
  };
  context.log.info(report, truthOf(report));
  return { fold, commands, tail, report };
}

function truthOf(report: RecoveryReport): string {
  const { plan, loadMs, replayMs, replayedRecords, sequence, restingOrders } = report;
  const seconds = ((loadMs + replayMs) / 1000).toFixed(3);
  return (
    `${plan.market}: recovered in ${seconds} s, ${replayedRecords.toLocaleString('en-US')} records, ` +
    `sequence ${sequence}, ${restingOrders.toLocaleString('en-US')} resting orders`
  );
}

function checkNotAhead({ last }: EventTail, { market, end }: RecoveryPlan): void {
  if (last === null || last.inputOffset < end) return;
  throw new StreamError(
    'HISTORY_CHANGED',
    `${market}: the event log answers command record ${last.inputOffset}, the command log ends at ${end}`,
  );
}

/** Compares what the replay makes of the last emitted batch's command record with that batch. */
class TailComparison {
  readonly #last: EventFrame | null;
  comparedAt: Offset | null = null;
  divergence: Divergence | null = null;

  constructor(last: EventFrame | null, fold: MarketFold) {
    this.#last = last;
    if (last === null || last.inputOffset !== fold.next - 1) return;
    // The snapshot was cut right there.
    this.comparedAt = last.inputOffset;
    const { machine } = fold;
    if (machine.eventHash() === last.eventHash) return;
    this.divergence = {
      inputOffset: last.inputOffset,
      sequence: last.firstSequence,
      problem: `the snapshot at ${last.inputOffset} has event hash ${machine.eventHash()}, the event log ${last.eventHash}`,
    };
  }

  take(output: RecordOutput): 'new' | 'emitted' {
    const last = this.#last;
    if (last === null || output.inputOffset > last.inputOffset) return 'new';
    if (output.inputOffset === last.inputOffset) {
      this.comparedAt = last.inputOffset;
      this.divergence = divergenceOf(output, last);
    }
    return 'emitted';
  }
}
