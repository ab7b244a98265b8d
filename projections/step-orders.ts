/**
 * The orders of one market as the step at hand leaves them, by their ids, which no two orders share.
 *
 *   order ──▶ young ──▶ old   of the step at hand; those still open that were read or written lately
 *             ──▶ the store (`load`)
 *
 * When `young` is full it becomes `old`, and what was old is forgotten, as in step-rows.ts. An order that
 * is over is forgotten with its step: it is not asked for any more.
 */
import { orderKey, TABLE } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { OrderId, Sequence } from '../proto/units.ts';
import {
  accountsThatMetThemselves,
  askForOrders,
  type KnownOrders,
  type OrderPlace,
} from './asked-orders.ts';
import { OpenOrders } from './open-orders.ts';
import type { FoldedOrderRow } from './order-rows.ts';

/** Of each generation. */
const ORDERS_KEPT = 10_000;

export class StepOrders implements KnownOrders {
  readonly market: string;
  readonly open: OpenOrders;
  /** undefined: the store has no such row. */
  #young = new Map<OrderId, FoldedOrderRow | undefined>();
  #old = new Map<OrderId, FoldedOrderRow | undefined>();
  /** Of the step. */
  #written: FoldedOrderRow[] = [];
  #added: ViewWrite[] = [];
  /** The first of the step; null: there was none yet. */
  #firstSequence: Sequence | null = null;

  constructor(market: string) {
    this.market = market;
    this.open = new OpenOrders(market);
  }

  /** What the fold of the batch will ask for; null: all of it is here. */
  load(batch: EventBatch, views: Pick<ViewStore, 'get'>): Promise<void> | null {
    const missing = this.missing(batch);
    return missing.length === 0 ? null : this.#load(missing, views);
  }

  async #load(orders: readonly OrderPlace[], views: Pick<ViewStore, 'get'>): Promise<void> {
    for (const [accountId, orderId] of orders) {
      const row = await views.get(TABLE.orders, orderKey(accountId, orderId));
      this.found(orderId, row as FoldedOrderRow | undefined);
    }
  }

  /** Orders that the fold of the batch, which is next, will ask for, and that have to be `found` first. */
  missing(batch: EventBatch): readonly OrderPlace[] {
    this.#firstSequence ??= batch.firstSequence;
    const missing: OrderPlace[] = [];
    askForOrders(batch, this, (accountId, orderId) => missing.push([accountId, orderId]));
    for (const account of accountsThatMetThemselves(batch)) {
      for (const orderId of this.open.of(account)) {
        if (!this.isKnown(orderId)) missing.push([account, orderId]);
      }
    }
    return missing;
  }

  isKnown(orderId: OrderId): boolean {
    if (this.#young.has(orderId)) return true;
    if (!this.#old.has(orderId)) return false;
    this.#young.set(orderId, this.#old.get(orderId));
    return true;
  }

  found(orderId: OrderId, row: FoldedOrderRow | undefined): void {
    const isBefore = row === undefined || row.sequence < (this.#firstSequence ?? 0);
    assert(isBefore, `order ${orderId} was stored before the step that begins`);
    this.#young.set(orderId, row);
  }

  /** undefined: there is none. */
  order(orderId: OrderId): FoldedOrderRow | undefined {
    const row = this.#young.get(orderId);
    if (row === undefined) assert(this.#young.has(orderId), `order ${orderId} was not loaded`);
    return row;
  }

  /** An order that there was not before. */
  put(row: FoldedOrderRow): void {
    this.#young.set(row.orderId, row);
    this.#written.push(row);
  }

  /** To be told before the event changes the row. */
  changes(row: FoldedOrderRow): void {
    assert(this.#firstSequence !== null, 'a step has a first batch');
    // Else it was put or stamped in this step, and is among the written.
    if (row.sequence < this.#firstSequence) this.#written.push(row);
  }

  /** A row that is written once. */
  add(table: string, key: ViewWrite['key'], value: unknown): void {
    this.#added.push({ table, key, value });
  }

  /** The last state of each order, to be stored before the next step; `at`: the last event's. */
  endStep(at: Sequence): readonly ViewWrite[] {
    const writes: ViewWrite[] = [];
    for (const row of this.#written) {
      const { accountId, orderId } = row;
      writes.push({ table: TABLE.orders, key: orderKey(accountId, orderId), value: row });
      if (row.status !== 'open' && row.status !== 'partially_filled') this.#forget(orderId);
    }
    this.#written = [];
    this.#firstSequence = null;
    if (this.#young.size > ORDERS_KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    for (const write of this.#added) writes.push(write);
    for (const write of this.open.endStep(at)) writes.push(write);
    this.#added = [];
    return writes;
  }

  #forget(orderId: OrderId): void {
    this.#young.delete(orderId);
    this.#old.delete(orderId);
  }
}
