import type { KeptOrder } from './order-state.ts';

/** Empty rows that are not worth moving the others for. */
const EMPTY_ROWS_MAX = 32;

/**
 * The open orders of one account, in the order in which they were opened. Each knows its row; one that
 * closes leaves the row empty, and when most are empty the others move together.
 */
export class AccountOrders {
  #rows: (KeptOrder | null)[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(order: KeptOrder): void {
    order.openRow = this.#rows.length;
    this.#rows.push(order);
    this.#count += 1;
  }

  remove(order: KeptOrder): void {
    const rows = this.#rows;
    rows[order.openRow] = null;
    this.#count -= 1;
    // Most orders that end soon are the latest.
    while (rows.length > 0 && rows[rows.length - 1] === null) rows.pop();
    if (rows.length > 2 * this.#count + EMPTY_ROWS_MAX) this.#moveTogether();
  }

  *[Symbol.iterator](): Iterator<KeptOrder> {
    for (const order of this.#rows) if (order !== null) yield order;
  }

  #moveTogether(): void {
    this.#rows = this.#rows.filter((order) => order !== null);
    for (const [row, order] of this.#rows.entries()) if (order !== null) order.openRow = row;
  }
}
