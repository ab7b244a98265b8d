/**
 * The rows that a projection reads and writes again: those of the step at hand over those of before.
 *
 *   row ──▶ written   in this step, not stored yet
 *           ──▶ young ──▶ old   stored, read or written lately
 *                         ──▶ the store (`load`)
 *
 * When `young` is full it becomes `old`, and what was old is forgotten: a row that is in use is young
 * again by then. No order of use is kept, which cost more than the rows did.
 */
import { openOrdersIn, orderKey, TABLE } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import { limits } from '../proto/limits.ts';
import type { AccountId, OrderId } from '../proto/units.ts';
import { type RowAddress, rowAddress, rowName } from './projection.ts';

type ReadViews = Pick<ViewStore, 'get' | 'range'>;

/** Of each generation. */
const ROWS_KEPT = 10_000;

export class StepRows {
  readonly #views: ReadViews;
  readonly #written = new Map<string, ViewWrite>();
  #young = new Map<string, unknown>();
  #old = new Map<string, unknown>();

  constructor(views: ReadViews) {
    this.#views = views;
  }

  /** So that `row` knows them until the end of the step. */
  async load(addresses: readonly RowAddress[]): Promise<void> {
    for (const address of addresses) {
      const name = rowName(address);
      if (this.#written.has(name) || this.#young.has(name)) continue;
      const isOld = this.#old.has(name);
      const value = isOld ? this.#old.get(name) : await this.#views.get(address.table, address.key);
      this.#young.set(name, value);
    }
  }

  /** The account's open orders of the market, as they stand now; with their rows. */
  async loadOpen(accountId: AccountId, market: string): Promise<readonly OrderId[]> {
    const range = { ...openOrdersIn(accountId, market), limit: limits.openOrdersPerAccountMax };
    const stored = await this.#views.range(TABLE.openOrders, range);
    const open = new Set(stored.map(({ key }) => key[2] as OrderId));
    for (const { table, key, value } of this.#written.values()) {
      const isOwn = table === TABLE.openOrders && key[0] === accountId && key[1] === market;
      if (!isOwn) continue;
      if (value === undefined) open.delete(key[2] as OrderId);
      else open.add(key[2] as OrderId);
    }
    await this.load([...open].map((id) => rowAddress(TABLE.orders, orderKey(accountId, id))));
    return [...open];
  }

  row(address: RowAddress): unknown {
    const name = rowName(address);
    const written = this.#written.get(name);
    if (written !== undefined) return written.value;
    assert(this.#young.has(name), `row ${name} was not loaded`);
    return this.#young.get(name);
  }

  /** Not stored yet: found here until the end of the step, and after it as well. */
  write(writes: readonly ViewWrite[]): void {
    for (const write of writes) this.#written.set(rowName(write), write);
  }

  /** The last write of each row, to be stored before the next step. */
  endStep(): readonly ViewWrite[] {
    const writes = [...this.#written.values()];
    for (const [name, { value }] of this.#written) this.#young.set(name, value);
    this.#written.clear();
    if (this.#young.size > ROWS_KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return writes;
  }
}
