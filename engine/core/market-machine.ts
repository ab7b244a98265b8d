/**
 * One market as a deterministic, single-threaded state machine.
 *
 *   CommandBatch ─▶ sessions ─▶ order desk: refuse │ ── nothing below may fail ── │ book
 *        │              └────▶ control commands                                    │
 *        └── texts ──▶ event objects ◀── flat event buffer (hash) ◀────────────────┘
 *                            └──▶ EventBatch
 *
 * A function of (state, record): the same records in the same order give the same events and hashes,
 * whatever book it uses. It knows markets, orders and sessions, never balances. It reads no clock.
 * If a method throws, the record is poison (or the machine is broken) and the state is undefined: the
 * replica must be rebuilt from a snapshot and replayed.
 */
import { assert } from '../../proto/assert.ts';
import { isImage } from '../../proto/book-rows.ts';
import {
  type Command,
  type CommandBatch,
  type EventBatch,
  type IgnoreReason,
  type MarketDefinition,
  type MarketSnapshot,
  MarketStatus,
  type RestingOrderColumns,
  type RestorableState,
} from '../../proto/messages.ts';
import { zeroColumns } from '../../proto/snapshot-columns.ts';
import {
  type Hash64,
  type Offset,
  type Sequence,
  sequence,
  type TimestampUs,
  timestampUs,
} from '../../proto/units.ts';
import { type ControlEvent, mixControlEvent } from './control-event-hash.ts';
import { controlState } from './control-state.ts';
import { EventBuffer, type EventSink } from './hot/event-buffer.ts';
import type { OrderDesk } from './hot/order-desk.ts';
import { type CommandRows, OrderPath, type OwnCode, sharedCode } from './hot/order-path.ts';
import { MarketControl, type MarketControlOptions } from './market-control.ts';
import type { OrderCommandObject } from './order-command-of.ts';
import { type BatchStart, NO_SESSION, type RecordHeader } from './record-header.ts';
import { recordedBatch } from './recorded-batch.ts';
import { fillOrReplace } from './replacement.ts';
import { type HashedState, hashState } from './state-hash.ts';
import { sortedWaitingOrders, type WaitingOrdersFactory } from './triggers/waiting-orders.ts';

export { PoisonCommand } from './market-control.ts';
export type { RecordHeader } from './record-header.ts';

type ControlOptions = Pick<MarketControlOptions, 'market' | 'book' | 'rulesMax'>;
export interface MarketMachineOptions extends ControlOptions {
  readonly waiting?: WaitingOrdersFactory;
}

export class MarketMachine {
  readonly market: string;
  private readonly control: MarketControl;
  private readonly buffer = new EventBuffer();
  private code: OwnCode = sharedCode;
  /** Both are of the market's present desk. */
  private path: OrderPath;
  private run: ReturnType<OwnCode>;
  #timestampUs: TimestampUs = timestampUs(0);
  #offset = -1;

  constructor(options: MarketMachineOptions) {
    this.market = options.market;
    this.control = new MarketControl({
      waiting: sortedWaitingOrders,
      ...options,
      events: this.buffer,
      emit: (event) => this.#emit(event),
      stateHash: () => this.stateHash(),
      opened: (desk) => this.#open(desk),
    });
    this.path = this.#pathTo(null);
    this.run = this.code(this.path);
  }

  /** From now on its orders go through code that is made like this; nothing else changes by it. */
  takeCode(code: OwnCode): void {
    this.code = code;
    this.run = code(this.path);
  }

  get definition(): MarketDefinition | null {
    return this.control.units?.definition ?? null;
  }

  get status(): MarketStatus {
    return this.control.desk?.status ?? MarketStatus.trading;
  }

  get leadership(): MarketSnapshot['leadership'] {
    return this.control.leadership;
  }

  get rulesVersion(): number {
    return this.control.rulesVersion;
  }

  /** Of the last event; 0: none yet. */
  get sequence(): Sequence {
    return sequence(this.buffer.nextSequence - 1);
  }

  /** The last record that took part; -1: none yet. */
  get offset(): number {
    return this.#offset;
  }

  get timestampUs(): TimestampUs {
    return this.#timestampUs;
  }

  /** Log time from which on a clock tick may end an order; 0: none. */
  get nextExpiryUs(): number {
    return this.control.expiries?.nextUs ?? 0;
  }

  get restingOrderCount(): number {
    return this.control.desk?.book.restingOrders ?? 0;
  }

  eventHash(): Hash64 {
    this.buffer.drain();
    return this.buffer.hash.value();
  }

  /** O(resting orders). */
  stateHash(): Hash64 {
    return hashState(this.#state());
  }

  /**
   * Applies the record at `inputOffset`, which must follow the last one. Throws PoisonCommand for a
   * command that no market log may hold, RulesTooNew, AssertionFailed for a broken machine.
   */
  applyBatch(batch: CommandBatch, inputOffset: Offset): EventBatch {
    return recordedBatch(this, batch, inputOffset, {
      commands: batch.commands,
      apply: () => {
        for (const [index, command] of batch.commands.entries()) this.applyCommand(command, index);
      },
    });
  }

  /** Takes the place of the poison record at `offset`: nothing happens there but this event. */
  passOver(offset: Offset, reason: string, atUs: TimestampUs): EventBatch {
    const apply = (): void => {
      this.buffer.commandIndex = 0;
      this.#emit({ kind: 'CommandPassedOver', offset, reason });
    };
    const header = { ...NO_SESSION, timestampUs: atUs };
    return recordedBatch(this, header, offset, { commands: [], apply });
  }

  /**
   * Without objects: openRecord, then `applyRows` (`applyCommand` for what no row can hold), then closeRecord. Order
   * events go to the sink as numbers (null: they are only hashed and counted).
   */
  openRecord(header: RecordHeader, inputOffset: Offset, sink: EventSink | null): void {
    assert(inputOffset === this.#offset + 1, `record ${inputOffset} follows ${this.#offset}`);
    this.#offset = inputOffset;
    this.#timestampUs = this.clampedTime(header.timestampUs);
    this.control.sessions.openRecord(header.sessionId, header.sessionEpoch, header.firstSequence);
    this.buffer.open(sink);
  }

  /** The time of a record with this timestamp: log time never runs backwards. */
  clampedTime(at: TimestampUs): TimestampUs {
    return at > this.#timestampUs ? at : this.#timestampUs;
  }

  /** See `OrderPath`. */
  applyRows(rows: CommandRows, from: number, to: number): number {
    return this.run(rows, from, to);
  }

  closeRecord(): void {
    this.buffer.close();
    this.control.sessions.closeRecord();
  }

  /** O(resting orders); for tests and audits. */
  checkInvariants(): void {
    this.control.desk?.checkInvariants();
    this.control.expiries?.checkInvariants();
  }

  /** The whole state, in arrays of its own. Not before the first record. */
  snapshot(): MarketSnapshot {
    assert(this.#offset >= 0, 'a snapshot is of a record');
    const state = this.#state();
    return { ...state, stateHash: hashState(state) };
  }

  /**
   * Throws RulesTooNew; AssertionFailed when the state does not have the hash of the snapshot. An image was proven
   * (arriving-state.ts): of it, all but the orders is compared.
   */
  static restore(snapshot: RestorableState, options: MarketMachineOptions): MarketMachine {
    assert(snapshot.market === options.market, `a snapshot of ${snapshot.market}`);
    const machine = new MarketMachine(options);
    machine.control.restore(snapshot);
    machine.#timestampUs = snapshot.timestampUs;
    machine.#offset = snapshot.offset;
    machine.buffer.nextSequence = snapshot.nextSequence;
    machine.buffer.hash.reset(snapshot.eventHash);
    // Of the orders as the snapshot has them: taking them out of the book again would double the time.
    const orders = isImage(snapshot.orders) ? zeroColumns(0) : snapshot.orders;
    const hash = hashState(machine.#state(orders));
    const wanted = isImage(snapshot.orders)
      ? hashState({ ...snapshot, orders, orderCount: 0 })
      : snapshot.stateHash;
    assert(hash === wanted, `restored ${hash}, the snapshot says ${wanted}`);
    return machine;
  }

  /** Command number `index` of the open record, of any kind. */
  applyCommand(command: Command, index: number): void {
    if (!this.path.takesPart(index)) return;
    switch (command.kind) {
      case 'PlaceOrder':
      case 'CancelOrder':
      case 'CancelAllOrders':
      case 'AmendOrder':
        this.applyObject(command);
        return;
      default:
        this.control.apply(command, this.#timestampUs);
    }
  }

  /** An order of which the row may not say all. */
  private applyObject(command: OrderCommandObject): void {
    const { control } = this;
    if (!fillOrReplace(command, control, this.buffer)) return;
    if (command.kind === 'PlaceOrder' && command.goodTillUs !== undefined) {
      control.placeExpiring(this.#timestampUs);
    } else if (command.kind === 'AmendOrder' && control.expiries !== null) {
      control.expiries.amend();
    } else this.path.applyKnown();
  }

  #open(desk: OrderDesk): void {
    this.path = this.#pathTo(desk);
    this.run = this.code(this.path);
  }

  #pathTo(desk: OrderDesk | null): OrderPath {
    const ignore = (reason: IgnoreReason) => this.#emit({ kind: 'CommandIgnored', reason });
    return new OrderPath({ events: this.buffer, sessions: this.control.sessions, desk, ignore });
  }

  #emit(event: ControlEvent): void {
    const { commandIndex } = this.buffer;
    this.buffer.drain();
    mixControlEvent(this.buffer.hash, event, commandIndex);
    this.buffer.nextSequence += 1;
    this.buffer.sink?.tell({ ...event, commandIndex });
  }

  /** What the event batch of the next record says before the record is applied. */
  beginRecord(header: RecordHeader): BatchStart {
    return {
      sessionId: header.sessionId,
      sessionEpoch: header.sessionEpoch,
      firstCommandSequence: header.firstSequence,
      firstSequence: sequence(this.buffer.nextSequence),
      prevHash: this.eventHash(),
    };
  }

  #state(known: RestingOrderColumns | null = null): HashedState {
    return {
      market: this.market,
      offset: this.#offset as Offset,
      nextSequence: sequence(this.buffer.nextSequence),
      timestampUs: this.#timestampUs,
      eventHash: this.eventHash(),
      ...controlState(this.control, known),
    };
  }
}
