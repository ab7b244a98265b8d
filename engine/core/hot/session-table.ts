/** Who may command: sessions, their epochs and sequences, as the log alone decides them. */
import { assert } from '../../../proto/assert.ts';
import { IgnoreReason, type SessionState } from '../../../proto/messages.ts';
import { SESSION_ID_MAX } from '../../../proto/ranges.ts';
import {
  type CommandSequence,
  commandSequence,
  type Epoch,
  epoch,
  type SessionId,
} from '../../../proto/units.ts';
import { commandDoubles, Wide } from './order-command.ts';

const SESSIONS = SESSION_ID_MAX + 1;
export const TAKES_PART = 0;
// Local constants: see README.md, "constants".
const ROW_WIDE = commandDoubles;
const YES = TAKES_PART;
const { orderId: ROW_ORDER_ID } = Wide;

export type SessionStart =
  | {
      readonly kind: 'opened';
      readonly previousEpoch: Epoch;
      readonly previousLastSequence: CommandSequence;
    }
  | { readonly kind: 'refused'; readonly currentEpoch: Epoch };

/** How the commands of the open record are judged. */
const CONTROL = 0;
/** They follow the session's last command, in its epoch: each takes part. */
const IN_ORDER = 1;
const ONE_BY_ONE = 2;

/** Positions of what is known of the open record. */
const EPOCH = 0;
const FIRST_SEQUENCE = 1;
/** Greatest order id that its session used. */
const LAST_ORDER_ID = 2;

/** One typed array per field, indexed by session id. Epoch 0: never opened. */
export class SessionTable {
  private mode: typeof CONTROL | typeof IN_ORDER | typeof ONE_BY_ONE = CONTROL;
  private sessionId = 0;
  /** Of the open record, see above; what it adds to its session is put down by `settle`. */
  private readonly record = new Float64Array(16);
  /** [0]: the command of it that was judged last. */
  private readonly judged = new Int32Array(32);
  private readonly epochs = new Float64Array(SESSIONS);
  private readonly lastSequences = new Float64Array(SESSIONS);
  private readonly lastOrderIds = new Float64Array(SESSIONS);

  start(sessionId: SessionId, next: Epoch): SessionStart {
    this.settle();
    const previousEpoch = epoch(this.epochs[sessionId]!);
    if (next <= previousEpoch) return { kind: 'refused', currentEpoch: previousEpoch };
    const previousLastSequence = commandSequence(this.lastSequences[sessionId]!);
    // ─── nothing below this line may fail ───
    this.epochs[sessionId] = next;
    this.lastSequences[sessionId] = 0;
    if (this.mode === IN_ORDER) this.mode = ONE_BY_ONE;
    return { kind: 'opened', previousEpoch, previousLastSequence };
  }

  /** Session 0 (control records) has neither epoch nor sequence. */
  openRecord(sessionId: number, sessionEpoch: number, firstSequence: number): void {
    this.sessionId = sessionId;
    this.record[EPOCH] = sessionEpoch;
    this.record[FIRST_SEQUENCE] = firstSequence;
    this.record[LAST_ORDER_ID] = this.lastOrderIds[sessionId]!;
    this.judged[0] = -1;
    const isNext =
      sessionEpoch !== 0 &&
      sessionEpoch === this.epochs[sessionId] &&
      firstSequence === this.lastSequences[sessionId]! + 1;
    this.mode = sessionId === 0 ? CONTROL : isNext ? IN_ORDER : ONE_BY_ONE;
  }

  closeRecord(): void {
    this.settle();
    this.mode = CONTROL;
  }

  /** Of command number `index` of the record, in order. TAKES_PART uses its sequence up. */
  judge(index: number): IgnoreReason | typeof TAKES_PART {
    if (this.mode === IN_ORDER) {
      this.judged[0] = index;
      return YES;
    }
    return this.mode === CONTROL ? YES : this.judgeAlone(index);
  }

  /**
   * Uses the id of a new order of the record's session up, whatever becomes of the order. False when it
   * was used before.
   */
  takeOrderId(): boolean {
    const orderId = ROW_WIDE[ROW_ORDER_ID]!;
    if (orderId <= this.record[LAST_ORDER_ID]!) return false;
    this.record[LAST_ORDER_ID] = orderId;
    return true;
  }

  /** In order of session id; those that ever opened or placed an order. */
  entries(): readonly SessionState[] {
    this.settle();
    const entries: SessionState[] = [];
    for (let sessionId = 0; sessionId < SESSIONS; sessionId += 1) {
      if (this.epochs[sessionId] === 0 && this.lastOrderIds[sessionId] === 0) continue;
      entries.push({
        sessionId: sessionId as SessionId,
        epoch: epoch(this.epochs[sessionId]!),
        lastSequence: commandSequence(this.lastSequences[sessionId]!),
        lastOrderId: this.lastOrderIds[sessionId]!,
      });
    }
    return entries;
  }

  /** Puts down what the open record added to its session so far. */
  private settle(): void {
    const { record, sessionId } = this;
    this.lastOrderIds[sessionId] = record[LAST_ORDER_ID]!;
    if (this.mode !== IN_ORDER) return;
    this.lastSequences[sessionId] = record[FIRST_SEQUENCE]! + this.judged[0]!;
  }

  restore(entries: readonly SessionState[]): void {
    assert(this.entries().length === 0, 'a new table is restored');
    for (const { sessionId, epoch: current, lastSequence, lastOrderId } of entries) {
      this.epochs[sessionId] = current;
      this.lastSequences[sessionId] = lastSequence;
      this.lastOrderIds[sessionId] = lastOrderId;
    }
    this.record[LAST_ORDER_ID] = this.lastOrderIds[this.sessionId]!;
  }

  private judgeAlone(index: number): IgnoreReason | typeof TAKES_PART {
    const { sessionId } = this;
    const sessionEpoch = this.record[EPOCH]!;
    const sequence = this.record[FIRST_SEQUENCE]! + index;
    const current = this.epochs[sessionId]!;
    // An epoch above the current one was never opened either.
    if (current === 0 || sessionEpoch > current) return IgnoreReason.unknownSession;
    if (sessionEpoch < current) return IgnoreReason.staleEpoch;
    const last = this.lastSequences[sessionId]!;
    if (sequence <= last) return IgnoreReason.duplicateSequence;
    if (sequence > last + 1) return IgnoreReason.sequenceGap;
    this.lastSequences[sessionId] = sequence;
    return YES;
  }
}
