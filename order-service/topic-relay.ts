/**
 * Publishes the admitted commands of one topic in order: one append in flight, and whatever was
 * admitted meanwhile travels in the next record, after a rest (record-pace.ts). A record that may not
 * have landed is tried again, the same bytes, until it has; its commands hold their reservations all
 * the while.
 */
import { EventLogError } from '../ports/event-log/event-log.ts';
import { batchCrc, decodeCommandBatch, encodeCommandBatch } from '../proto/codec.ts';
import { LEDGER_TOPIC } from '../proto/topics.ts';
import { type CommandSequence, type Epoch, type Offset, offset } from '../proto/units.ts';
import type { PendingCommand } from './pending-command.ts';
import { restAfterRecordMs } from './record-pace.ts';
import type { ServiceContext } from './service-context.ts';

export type RelayProblem = 'LOG_FULL' | 'LOG_UNAVAILABLE';

export class TopicRelay {
  readonly topic: string;
  readonly #context: ServiceContext;
  readonly #epoch: Epoch;
  readonly #queue: PendingCommand[] = [];
  /** Published or being published, by first sequence: the event batch echoes it. */
  readonly #inFlight = new Map<CommandSequence, readonly PendingCommand[]>();
  #prevHash = 0;
  /** Everything of ours before it is known to have landed. */
  #tailFrom: Offset;
  readonly #onFree: () => void;
  #problem: RelayProblem | null = null;
  #running: Promise<void> | null = null;
  /** Ends the rest between two records; null: there is none. */
  #wake: (() => void) | null = null;
  #stopped = false;

  constructor(
    context: ServiceContext,
    options: {
      readonly topic: string;
      readonly epoch: Epoch;
      readonly tailFrom: Offset;
      /** `isAppending` may be false by now. */
      readonly onFree: () => void;
    },
  ) {
    this.#context = context;
    this.topic = options.topic;
    this.#epoch = options.epoch;
    this.#tailFrom = options.tailFrom;
    this.#onFree = options.onFree;
  }

  /** Why appends fail now; null while they do not. */
  get problem(): RelayProblem | null {
    return this.#problem;
  }

  /** One more command waits, for an append in flight or for more commands. */
  get isAppending(): boolean {
    return this.#running !== null && this.#problem === null;
  }

  publish(pending: PendingCommand): void {
    this.#queue.push(pending);
    // Whatever was admitted is published: with that of other topics, in one commit.
    this.#wake?.();
    if (this.#running === null && !this.#stopped) {
      this.#running = this.#run()
        .catch((error: unknown) => this.#context.onBroken(error))
        .finally(() => {
          this.#running = null;
          this.#onFree();
        });
    }
  }

  /** The commands of the record that began with this sequence; they are in flight no more. */
  take(firstSequence: CommandSequence): readonly PendingCommand[] | null {
    const commands = this.#inFlight.get(firstSequence);
    if (commands === undefined) return null;
    this.#inFlight.delete(firstSequence);
    return commands;
  }

  /** What is not published stays in the outbox for the next session. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    // All that was admitted together is published in one go, and belongs into one record.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#stopped) {
      const commands = this.#queue.splice(0, this.#context.limits.batchCommandsMax);
      const firstSequence = commands[0]!.sequence;
      const bytes = encodeCommandBatch({
        sessionId: this.#context.sessionId,
        sessionEpoch: this.#epoch,
        firstSequence,
        timestampUs: this.#context.ports.clock.nowUs(),
        prevHash: this.#prevHash,
        commands: commands.map((pending) => pending.request.command),
      });
      // Before the append: the answer may be read back before the append is acknowledged.
      if (this.topic !== LEDGER_TOPIC) this.#inFlight.set(firstSequence, commands);
      const landedAt = await this.#land(bytes, firstSequence);
      if (landedAt === null) return;
      this.#context.ports.crashPoints.reach('CP3-appended-not-acked');
      this.#tailFrom = offset(landedAt + 1);
      this.#prevHash = batchCrc(bytes);
      this.#published(commands, landedAt);
      await this.#rest(restAfterRecordMs(commands.length));
      this.#onFree();
    }
  }

  /** Not at all when commands were admitted beside the append. */
  async #rest(restMs: number): Promise<void> {
    if (restMs === 0 || this.#queue.length > 0 || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = this.#context.ports.clock.setTimer(restMs, () => this.#wake?.());
      this.#wake = () => {
        timer.cancel();
        this.#wake = null;
        resolve();
      };
    });
  }

  #published(commands: readonly PendingCommand[], landedAt: Offset): void {
    const nowMs = this.#context.ports.clock.monotonicMs();
    for (const pending of commands) {
      pending.durableMs = nowMs;
      pending.listener.published?.(landedAt);
    }
    this.#noteAppends(commands, nowMs);
  }

  /** Those that were admitted together waited equally long. */
  #noteAppends(commands: readonly PendingCommand[], nowMs: number): void {
    let from = 0;
    while (from < commands.length) {
      const { admittedMs } = commands[from]!;
      let to = from + 1;
      while (to < commands.length && commands[to]!.admittedMs === admittedMs) to += 1;
      this.#context.stages.record('append', (nowMs - admittedMs) * 1000, to - from);
      from = to;
    }
  }

  /** The record's offset once it is durable; null: the service stops before that is known. */
  async #land(bytes: Uint8Array, firstSequence: CommandSequence): Promise<Offset | null> {
    const { ports, limits, log } = this.#context;
    let delayMs = limits.retryDelayMsMin;
    for (;;) {
      try {
        const landedAt = await ports.log.append(this.topic, [bytes]);
        this.#recovered();
        return landedAt;
      } catch (error) {
        this.#problem = problemOf(error);
        this.#onFree();
        log.warn({ topic: this.topic, code: this.#problem, firstSequence }, 'append failed');
      }
      await ports.clock.sleep(delayMs);
      if (this.#stopped) return null;
      delayMs = Math.min(delayMs * 2, limits.retryDelayMsMax);
      const landedAt = await this.#findLanded(firstSequence);
      if (landedAt !== null) {
        this.#recovered();
        return landedAt;
      }
    }
  }

  #recovered(): void {
    if (this.#problem === null) return;
    this.#context.log.info({ topic: this.topic }, 'appends succeed again');
    this.#problem = null;
  }

  /** A failed append may have landed all the same: looks through the tail for the record. */
  async #findLanded(firstSequence: CommandSequence): Promise<Offset | null> {
    const { ports, limits, sessionId } = this.#context;
    const limit = { records: limits.readRecordsMax, bytes: limits.readBytesMax };
    try {
      let from = this.#tailFrom;
      for (;;) {
        const records = await ports.log.read(this.topic, from, limit);
        if (records.length === 0) return null;
        for (const record of records) {
          const batch = decodeCommandBatch(record.bytes);
          const isOurs = batch.sessionId === sessionId && batch.sessionEpoch === this.#epoch;
          if (isOurs && batch.firstSequence === firstSequence) return record.offset;
        }
        from = offset(from + records.length);
      }
    } catch (error) {
      problemOf(error);
      return null;
    }
  }
}

/** Passing troubles only; anything else is thrown on. */
function problemOf(error: unknown): RelayProblem {
  if (error instanceof EventLogError) {
    if (error.code === 'LOG_FULL' || error.code === 'LOG_UNAVAILABLE') return error.code;
  }
  throw error;
}
