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
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import { type RowAddress, rowName } from './projection.ts';

type ReadViews = Pick<ViewStore, 'get'>;

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

  /** So that `row` knows them until the end of the step; null: it does already. */
  load(addresses: readonly RowAddress[]): Promise<void> | null {
    const missing = addresses.filter((address) => !this.#isKnown(rowName(address)));
    return missing.length === 0 ? null : this.#load(missing);
  }

  #isKnown(name: string): boolean {
    if (this.#written.has(name) || this.#young.has(name)) return true;
    if (!this.#old.has(name)) return false;
    this.#young.set(name, this.#old.get(name));
    return true;
  }

  async #load(addresses: readonly RowAddress[]): Promise<void> {
    for (const address of addresses) {
      this.#young.set(rowName(address), await this.#views.get(address.table, address.key));
    }
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
