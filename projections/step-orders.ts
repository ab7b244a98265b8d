/**
 * The orders of one market as the step at hand leaves them, by their ids, which no two orders share.
 *
 *   order ──▶ written   in this step, not stored yet
 *             ──▶ young ──▶ old   stored, read or written lately; as in step-rows.ts
 *                           ──▶ the store (`load`)
 */
import { orderKey, TABLE } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import type { EventBatch } from '../proto/messages.ts';
import type { AccountId, OrderId, Sequence } from '../proto/units.ts';
import { accountsThatMetThemselves, askForOrders, type OrderPlace } from './asked-orders.ts';
import { OpenOrders } from './open-orders.ts';
import type { FoldedOrderRow } from './order-rows.ts';

/** Of each generation. */
const ORDERS_KEPT = 10_000;

export class StepOrders {
  readonly market: string;
  readonly open: OpenOrders;
  readonly #written = new Map<OrderId, FoldedOrderRow>();
  /** undefined: the store has no such row. */
  #young = new Map<OrderId, FoldedOrderRow | undefined>();
  #old = new Map<OrderId, FoldedOrderRow | undefined>();
  #added: ViewWrite[] = [];

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

  /** Orders that the fold of the batch will ask for, and that have to be `found` first. */
  missing(batch: EventBatch): readonly OrderPlace[] {
    const missing: OrderPlace[] = [];
    const ask = (accountId: AccountId, orderId: OrderId) => {
      if (!this.#isKnown(orderId)) missing.push([accountId, orderId]);
    };
    askForOrders(batch, ask);
    for (const account of accountsThatMetThemselves(batch)) {
      for (const orderId of this.open.of(account)) ask(account, orderId);
    }
    return missing;
  }

  #isKnown(orderId: OrderId): boolean {
    if (this.#written.has(orderId) || this.#young.has(orderId)) return true;
    if (!this.#old.has(orderId)) return false;
    this.#young.set(orderId, this.#old.get(orderId));
    return true;
  }

  found(orderId: OrderId, row: FoldedOrderRow | undefined): void {
    this.#young.set(orderId, row);
  }

  /** undefined: there is none. */
  order(orderId: OrderId): FoldedOrderRow | undefined {
    const written = this.#written.get(orderId);
    if (written !== undefined) return written;
    const row = this.#young.get(orderId);
    assert(row !== undefined || this.#young.has(orderId), `order ${orderId} was not loaded`);
    return row;
  }

  put(row: FoldedOrderRow): void {
    this.#written.set(row.orderId, row);
  }

  /** A row that is written once. */
  add(table: string, key: ViewWrite['key'], value: unknown): void {
    this.#added.push({ table, key, value });
  }

  /** The last state of each order, to be stored before the next step; `at`: the last event's. */
  endStep(at: Sequence): readonly ViewWrite[] {
    const writes: ViewWrite[] = [];
    for (const [orderId, row] of this.#written) {
      writes.push({ table: TABLE.orders, key: orderKey(row.accountId, orderId), value: row });
      this.#young.set(orderId, row);
    }
    this.#written.clear();
    if (this.#young.size > ORDERS_KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    writes.push(...this.#added, ...this.open.endStep(at));
    this.#added = [];
    return writes;
  }
}
