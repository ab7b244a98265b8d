/**
 * Orders that are good until a time: accepted as any other, ended by the first clock tick at or after it.
 *
 *   PlaceOrder, good till ─▶ order desk ─▶ book          ClockTicked ─▶ heap: whose time is over? ─▶ OrderDone
 *                                 └─ it rests ─▶ heap                        └─ no more there: forgotten
 *
 * Only ticks end them: time goes on in every record, but an order is not gone before the log says so.
 * The state is who of them rests, in order of ending; see docs/adr/0022.
 */
import { assert } from '../../../proto/assert.ts';
import { isImage } from '../../../proto/book-rows.ts';
import {
  type BookImage,
  type ExpiringOrder,
  type MarketSnapshot,
  OrderType,
  RejectReason,
  type RestingOrderColumns,
  TimeInForce,
} from '../../../proto/messages.ts';
import { RulesVersion } from '../../../proto/rules-version.ts';
import type { OrderId, TimestampUs } from '../../../proto/units.ts';
import type { EventBuffer } from '../hot/event-buffer.ts';
import {
  commandDoubles,
  commandInts,
  Field,
  OrderCommandKind,
  putAccount,
  Wide,
} from '../hot/order-command.ts';
import type { OrderDesk } from '../hot/order-desk.ts';
import { writeRejected } from '../hot/order-events.ts';
import { enteredBy, enteredByRows } from './entered-orders.ts';
import { type Expiry, ExpiryHeap, endsBefore } from './expiry-heap.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;

/** More entries than twice the resting orders and this: those that are gone are dropped. */
const GONE_MIN = 1024;

export class ExpiryDesk {
  /** Another one when the market's definition changes; its book is the same. */
  desk: OrderDesk;
  readonly #events: EventBuffer;
  readonly #heap = new ExpiryHeap();
  /** By id, the latest of each; some are gone, as in the heap. */
  readonly #byId = new Map<number, Expiry>();
  #placements = 0;

  constructor(options: { readonly desk: OrderDesk; readonly events: EventBuffer }) {
    this.desk = options.desk;
    this.#events = options.events;
  }

  /** Log time of the next tick that may end somebody; 0: none. */
  get nextUs(): number {
    return this.#heap.first?.goodTillUs ?? 0;
  }

  place({ idIsNew, nowUs }: { readonly idIsNew: boolean; readonly nowUs: TimestampUs }): void {
    const refusal = this.#refusal({ idIsNew, nowUs });
    if (refusal !== 0) {
      writeRejected(this.#events, refusal);
      return;
    }
    const orderId = ROW_WIDE[Wide.orderId]!;
    const accountId = ROW_WIDE[Wide.accountId]!;
    const goodTillUs = ROW_WIDE[Wide.goodTillUs]!;
    this.desk.apply(idIsNew);
    const priority = this.#priorityOf(orderId);
    if (priority !== 0) this.#add({ orderId, accountId, goodTillUs, priority });
  }

  /** An amended order is good as long as it was. */
  amend(): void {
    const entry = this.#byId.get(ROW_WIDE[Wide.orderId]!);
    const isOne = entry !== undefined && this.desk.book.enteredPriorityOf() === entry.priority;
    this.desk.apply(false);
    if (isOne) entry.priority = this.#priorityOf(entry.orderId) || entry.priority;
  }

  tick(nowUs: TimestampUs): void {
    const { book } = this.desk;
    while (this.#heap.size > 0 && this.nextUs <= nowUs) {
      const entry = this.#heap.takeFirst();
      if (this.#byId.get(entry.orderId) === entry) this.#byId.delete(entry.orderId);
      if (!this.#rests(entry)) continue;
      assert(book.find(), `order ${entry.orderId} rests`);
      book.expire();
    }
  }

  state(): Pick<MarketSnapshot, 'expiring'> {
    const expiring = this.#heap
      .all()
      .filter((entry) => this.#rests(entry))
      .sort((a, b) => (endsBefore(a, b) ? -1 : 1))
      .map(
        ({ orderId, goodTillUs }): ExpiringOrder => ({
          orderId: orderId as OrderId,
          goodTillUs: goodTillUs as TimestampUs,
        }),
      );
    return expiring.length === 0 ? {} : { expiring };
  }

  /** `orders`: those of the book, which has loaded them. */
  load(expiring: readonly ExpiringOrder[], orders: RestingOrderColumns | BookImage): void {
    if (expiring.length === 0) return;
    const wanted = new Set<number>(expiring.map(({ orderId }) => orderId));
    const entered = isImage(orders) ? enteredByRows(orders, wanted) : enteredBy(orders, wanted);
    for (const { orderId, goodTillUs } of expiring) {
      const found = entered.get(orderId);
      assert(found !== undefined, `order ${orderId} ends at a time, so it rests`);
      this.#add({ orderId, ...found, goodTillUs });
    }
  }

  checkInvariants(): void {
    this.#heap.checkInvariants();
    for (const [orderId, entry] of this.#byId) {
      assert(entry.orderId === orderId && entry.placement < this.#placements, `${orderId}`);
    }
    const known = this.#heap.all().filter((entry) => this.#byId.get(entry.orderId) === entry);
    assert(known.length === this.#byId.size, 'who is found by id stands in the heap');
  }

  #refusal({
    idIsNew,
    nowUs,
  }: {
    readonly idIsNew: boolean;
    readonly nowUs: TimestampUs;
  }): RejectReason | 0 {
    const { book, triggers } = this.desk;
    // As everywhere: whatever else is said of a known id is said of the order that has it.
    const isKnown = !idIsNew || book.has() || triggers.has();
    if (isKnown) return RejectReason.duplicateOrderId;
    const mayRest =
      ROW[Field.kind] === OrderCommandKind.place &&
      ROW[Field.type] === OrderType.limit &&
      ROW[Field.timeInForce] === TimeInForce.gtc &&
      (ROW_WIDE[Wide.displayLots] === 0 || triggers.rules >= RulesVersion.parts);
    if (!mayRest) return RejectReason.invalidCombination;
    return ROW_WIDE[Wide.goodTillUs]! <= nowUs ? RejectReason.goodTillOver : 0;
  }

  #add(entry: Omit<Expiry, 'placement'>): void {
    const added: Expiry = { ...entry, placement: this.#placements };
    this.#placements += 1;
    this.#heap.add(added);
    this.#byId.set(added.orderId, added);
    if (this.#heap.size > 2 * this.desk.book.restingOrders + GONE_MIN) this.#forgetGone();
  }

  #forgetGone(): void {
    this.#heap.keep((entry) => this.#rests(entry));
    this.#byId.clear();
    for (const entry of this.#heap.all()) this.#byId.set(entry.orderId, entry);
  }

  /** Whether the order still stands in the book; leaves its id in the row. */
  #rests({ orderId, accountId, priority }: Expiry): boolean {
    putAccount(accountId);
    return this.#priorityOf(orderId) === priority;
  }

  /** Whatever order stood in the row: it is over, or was in the way of those that it triggered. */
  #priorityOf(orderId: number): number {
    ROW_WIDE[Wide.orderId] = orderId;
    return this.desk.book.enteredPriorityOf();
  }
}
