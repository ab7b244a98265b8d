/**
 * From what arrives to the command logs.
 *
 *   submit ─▶ arrived ──one admit for all──▶ relay of its topic ──one append──▶ log
 *                │                               │
 *             refused                      in flight until its event batch is read back
 *
 * While an append of its topic is in flight a command could only wait behind it, so it waits before the
 * admission: as many transactions of the account store as records, instead of one for each arrival.
 */
import type { AccountStore, AdmissionOutcome } from '../ports/account-store/account-store.ts';
import { assert } from '../proto/assert.ts';
import type { CommandSequence, Epoch, Offset } from '../proto/units.ts';
import type { OutboxTidy } from './outbox-tidy.ts';
import { isAway, isLost } from './patience.ts';
import type { PendingCommand } from './pending-command.ts';
import { refuse } from './refusal.ts';
import { ServiceBroken, type ServiceContext } from './service-context.ts';
import { TopicRelay } from './topic-relay.ts';

/** Deadlines are looked at this often; all of them are equally far away, so they form a queue. */
const DEADLINE_CHECK_MS = 100;
/** Places in front of the queue that are cut off together. */
const DEADLINES_DROPPED = 1_024;

export class CommandsOut {
  readonly #context: ServiceContext;
  readonly #epoch: Epoch;
  readonly #tidy: OutboxTidy;
  readonly #relays = new Map<string, TopicRelay>();
  readonly #lastSequence = new Map<string, number>();
  /** Commands whose market has not opened for this session yet are not submitted at all. */
  readonly #arrived: PendingCommand[] = [];
  readonly #deadlines: (PendingCommand | null)[] = [];
  #deadlinesFrom = 0;
  #unsettled = 0;
  #answersReadMs = 0;
  #scheduled = false;
  /** Of what has arrived, something could be published at once. */
  #isDue = false;
  #admitting: Promise<void> = Promise.resolve();
  #stopped = false;
  #isStoreLost = false;

  constructor(
    context: ServiceContext,
    options: { readonly epoch: Epoch; readonly tidy: OutboxTidy },
  ) {
    this.#context = context;
    this.#epoch = options.epoch;
    this.#tidy = options.tidy;
    this.#checkDeadlines();
  }

  /** From now on commands for the topic are published; nothing of ours stands before `tailFrom`. */
  openTopic(topic: string, tailFrom: Offset): void {
    assert(!this.#relays.has(topic), `topic ${topic} is open`);
    const onFree = () => {
      if (this.#arrived.length > 0 && !this.#stopped) this.#admitSoon();
    };
    const relay = new TopicRelay(this.#context, { topic, epoch: this.#epoch, tailFrom, onFree });
    this.#relays.set(topic, relay);
  }

  isOpen(topic: string): boolean {
    return this.#relays.has(topic);
  }

  problem(topic: string): TopicRelay['problem'] {
    return this.#relays.get(topic)?.problem ?? null;
  }

  get unsettledCount(): number {
    return this.#unsettled;
  }

  submit(pending: PendingCommand): void {
    const relay = this.#relays.get(pending.request.topic);
    if (relay === undefined || this.#stopped) {
      pending.listener.shed(refuse('NOT_READY', `${pending.request.topic} is not open yet`));
      return;
    }
    if (this.#isStoreLost) return this.#shedWithoutStore(pending);
    if (relay.problem !== null) {
      return pending.listener.shed(
        refuse(relay.problem, `${pending.request.topic} cannot be written now`),
      );
    }
    if (this.#unsettled >= this.#context.limits.backlogCommandsMax) {
      return pending.listener.shed(
        refuse('OVERLOADED', `${this.#unsettled} commands are unanswered`),
      );
    }
    this.#unsettled += 1;
    const { clock } = this.#context.ports;
    pending.submittedMs = clock.monotonicMs();
    pending.deadlineMs = pending.submittedMs + this.#context.limits.answerTimeoutMs;
    this.#deadlines.push(pending);
    this.#arrived.push(pending);
    if (!relay.isAppending) this.#admitSoon();
  }

  #admitSoon(): void {
    this.#isDue = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#context.defer(() => {
      this.#admitting = this.#admitArrived().catch((error: unknown) =>
        this.#context.onBroken(error),
      );
    });
  }

  /** The commands of the record whose event batch was read; each is then `settle`d. */
  take(topic: string, firstSequence: CommandSequence): readonly PendingCommand[] | null {
    return this.#relays.get(topic)?.take(firstSequence) ?? null;
  }

  settle(pending: PendingCommand): void {
    assert(!pending.isSettled, 'a command is settled once');
    pending.isSettled = true;
    this.#unsettled -= 1;
    this.#dropSettled();
  }

  /**
   * At once: whatever is still reachable when the young generation is collected is copied, twice. Until
   * the next look at the deadlines that would be all commands of a tenth of a second.
   */
  #dropSettled(): void {
    const queue = this.#deadlines;
    while (queue[this.#deadlinesFrom]?.isSettled === true) {
      queue[this.#deadlinesFrom] = null;
      this.#deadlinesFrom += 1;
    }
    if (this.#deadlinesFrom < DEADLINES_DROPPED) return;
    queue.splice(0, this.#deadlinesFrom);
    this.#deadlinesFrom = 0;
  }

  /** `settle`, for a command whose events were read. */
  settleAnswered(pending: PendingCommand, readMs: number): void {
    this.settle(pending);
    this.#answersReadMs = readMs;
    // The answer may be here before the append is acknowledged.
    if (pending.durableMs === 0) return;
    this.#context.stages.record('read-back', (readMs - pending.durableMs) * 1000);
  }

  /** When the latest answers were read. */
  get answersReadMs(): number {
    return this.#answersReadMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#admitting;
    await Promise.all([...this.#relays.values()].map((relay) => relay.stop()));
    for (const pending of this.#deadlines.splice(this.#deadlinesFrom)) {
      if (pending?.isSettled === false) pending.listener.expired();
    }
  }

  async #admitArrived(): Promise<void> {
    const { accounts } = this.#context.ports;
    while (this.#isDue) {
      const commands = this.#arrived.splice(0, this.#context.limits.batchCommandsMax);
      this.#isDue = this.#arrived.length > 0;
      for (const _ of commands) this.#context.ports.crashPoints.reach('CP1-after-validate');
      const outcomes = await this.#admit(accounts, commands);
      if (outcomes === null) continue;
      for (const _ of commands) this.#context.ports.crashPoints.reach('CP2-after-reserve');
      const nowMs = this.#context.ports.clock.monotonicMs();
      for (let index = 0; index < commands.length; index += 1) {
        this.#judge(commands[index]!, outcomes[index]!, nowMs);
      }
    }
    this.#scheduled = false;
  }

  /**
   * null: the store failed, and the commands were shed. Should it have admitted them all the same,
   * the next number that it hands out tells (OUTBOX_BROKEN), and the next session takes them back.
   */
  async #admit(
    accounts: AccountStore,
    commands: readonly PendingCommand[],
  ): Promise<readonly AdmissionOutcome[] | null> {
    const answered = this.#tidy.due();
    try {
      const outcomes = await accounts.admit(
        this.#context.sessionId,
        commands.map((pending) => pending.admission(this.#epoch)),
        answered,
      );
      this.#tidy.cleared(answered);
      return outcomes;
    } catch (error) {
      if (!isAway(error)) throw error;
      this.#context.log.warn({ err: error, commands: commands.length }, 'admit failed');
      for (const pending of commands) {
        this.settle(pending);
        this.#shedWithoutStore(pending);
      }
      if (isLost(error)) this.loseStore(error);
      return null;
    }
  }

  /** Nothing is admitted any more; what was is still published, and fenced if that is too late. */
  loseStore(error: unknown): void {
    this.#isStoreLost = true;
    this.#context.onBroken(error);
  }

  #shedWithoutStore(pending: PendingCommand): void {
    pending.listener.shed(
      refuse('ACCOUNTS_UNAVAILABLE', 'the account store cannot be relied upon now'),
    );
  }

  #judge(pending: PendingCommand, outcome: AdmissionOutcome, nowMs: number): void {
    if (outcome.kind === 'admitted') {
      const expected = (this.#lastSequence.get(pending.request.topic) ?? 0) + 1;
      if (outcome.sequence !== expected) {
        throw new ServiceBroken(
          'OUTBOX_BROKEN',
          `${pending.request.topic}: the outbox numbered ${outcome.sequence}, expected ${expected}`,
        );
      }
      this.#lastSequence.set(pending.request.topic, outcome.sequence);
      pending.sequence = outcome.sequence;
      pending.admittedMs = nowMs;
      this.#context.stages.record('reserve', (nowMs - pending.submittedMs) * 1000);
      this.#relays.get(pending.request.topic)!.publish(pending);
      return;
    }
    this.settle(pending);
    if (outcome.kind !== 'fenced') return pending.listener.refused(outcome);
    const broken = new ServiceBroken(
      'SESSION_FENCED',
      `session ${this.#context.sessionId} goes on with epoch ${outcome.currentEpoch} elsewhere`,
    );
    // Whoever hears of the refusal finds the service broken.
    this.#context.onBroken(broken);
    pending.listener.refused(outcome);
    throw broken;
  }

  #checkDeadlines(): void {
    if (this.#stopped) return;
    const nowMs = this.#context.ports.clock.monotonicMs();
    const queue = this.#deadlines;
    while (this.#deadlinesFrom < queue.length) {
      const pending = queue[this.#deadlinesFrom]!;
      if (!pending.isSettled) {
        if (pending.deadlineMs > nowMs) break;
        pending.listener.expired();
      }
      queue[this.#deadlinesFrom] = null;
      this.#deadlinesFrom += 1;
    }
    this.#dropSettled();
    this.#context.ports.clock.setTimer(DEADLINE_CHECK_MS, () => this.#checkDeadlines());
  }
}
