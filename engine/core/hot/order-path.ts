/**
 * What a command of the open record meets, one after the other: session, rules, book.
 *
 *   row ─▶ sessions: in order? ── no ─▶ CommandIgnored
 *             │
 *             └─▶ order desk
 *
 * A path is made anew when the market's desk is, and nothing in it changes: the book and its arrays, the rules,
 * the events. So a function that has a path as its constant reaches all of them as constants, once V8 has taken
 * the path of an order into that function whole: `OwnCode` makes such a function for each market.
 */
import type { IgnoreReason } from '../../../proto/messages.ts';
import type { EventBuffer } from './event-buffer.ts';
import { commandInts, Field, OrderCommandKind } from './order-command.ts';
import type { OrderDesk } from './order-desk.ts';
import { type SessionTable, TAKES_PART } from './session-table.ts';
import { refuseUndefined } from './undefined-market.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const { kind: ROW_KIND } = Field;
const { place: PLACE, wait: WAIT } = OrderCommandKind;
const YES = TAKES_PART;

/** The commands of a record, by number. */
export interface CommandRows {
  /** Puts command number `index` into the row; false: it is none that a row can hold. */
  read(index: number): boolean;
}

/** As `path.applyRows`, as a function that no other path has. */
export type OwnCode = (path: OrderPath) => (rows: CommandRows, from: number, to: number) => number;

/** One function for the paths of all markets: right, and slower. */
export const sharedCode: OwnCode = (path) => (rows, from, to) => path.applyRows(rows, from, to);

export interface OrderPathOptions {
  readonly events: EventBuffer;
  readonly sessions: SessionTable;
  /** Null: the market is not defined yet. */
  readonly desk: OrderDesk | null;
  readonly ignore: (reason: IgnoreReason) => void;
}

export class OrderPath {
  private readonly events: EventBuffer;
  private readonly sessions: SessionTable;
  private readonly desk: OrderDesk | null;
  private readonly ignore: (reason: IgnoreReason) => void;

  constructor({ events, sessions, desk, ignore }: OrderPathOptions) {
    this.events = events;
    this.sessions = sessions;
    this.desk = desk;
    this.ignore = ignore;
  }

  /**
   * Commands number `from … to - 1` of the open record, or up to the first that no row can hold; returns which is
   * next. Allocates nothing.
   */
  applyRows(rows: CommandRows, from: number, to: number): number {
    let index = from;
    while (index < to && rows.read(index)) {
      this.apply(index);
      index += 1;
    }
    return index;
  }

  /** Command number `index` of the open record, which stands in the row; allocates nothing. */
  apply(index: number): void {
    if (this.takesPart(index)) this.applyKnown();
  }

  /** Of command number `index`, whatever it is; tells when it does not. */
  takesPart(index: number): boolean {
    this.events.commandIndex = index;
    const reason = this.sessions.judge(index);
    if (reason === YES) return true;
    this.ignore(reason);
    return false;
  }

  /** The order command in the row, which takes part. */
  applyKnown(): void {
    const { desk } = this;
    const kind = ROW[ROW_KIND]!;
    if (kind === PLACE) {
      const idIsNew = this.sessions.takeOrderId();
      if (desk === null) refuseUndefined(this.events);
      else desk.place(idIsNew);
    } else this.applyOther(kind);
  }

  private applyOther(kind: number): void {
    const idIsNew = kind === WAIT && this.sessions.takeOrderId();
    if (this.desk === null) refuseUndefined(this.events);
    else this.desk.apply(idIsNew);
  }
}
