/**
 * Pages of rows. Tables to which rows are only ever added, each behind the last one of its group (an
 * account's fills of a market, a market's trades), keep what one step added to a group together: what a
 * row costs is then mostly its values, and no page is ever written twice.
 *
 *   trades   [market, 7] ──▶ page of 7, 8, 9      [market, 10] ──▶ page of 10, 11
 *             key of its first row                 the next step
 *
 *   page     [null, 3, [7, 8, 9], 'BTC-USD', …]   by columns: one value where all rows have the same,
 *                                                  keys without what the group has in common first
 *
 * A row that was stored before there were pages, or was not added with others, has no `null` in front,
 * and is a page of its own.
 */
import { AssertionFailed, assert } from '../../proto/assert.ts';
import type { AddedRows } from './added-rows.ts';
import type { Cell } from './cells.ts';
import { type Paged, pagedTable } from './paged-tables.ts';
import type { RowBytes } from './row-bytes.ts';
import { loaded } from './row-layout.ts';
import type { ViewKey, ViewRow } from './view-store.ts';

/** Of a page: a reader takes it whole, and one that outgrows half a page of LMDB costs it a whole one. */
const ROWS_MAX = 32;
/** The mark of a page, and how many rows it has. */
const HEAD_LENGTH = 2;

/** What a step adds to a table, laid out as pages: which rows stand in each. Used again for every step. */
export class Pages {
  /** By page. */
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #length: number[] = [];
  /** By row: the one behind it in its page. */
  #next = new Int32Array(0);
  /** The latest page of rows that are alike. */
  readonly #latest = new Map<number, number>();

  lay(added: AddedRows): void {
    const { count, numbers, by } = added;
    this.#first.length = 0;
    this.#last.length = 0;
    this.#length.length = 0;
    this.#latest.clear();
    if (this.#next.length < count) this.#next = new Int32Array(2 * count);
    for (let row = 0; row < count; row += 1) {
      const alike = by === null ? 0 : by.read(numbers, added.at(row));
      const page = this.#latest.get(alike);
      if (page === undefined || !this.#takes(page, row, added)) {
        this.#latest.set(alike, this.#first.length);
        this.#first.push(row);
        this.#last.push(row);
        this.#length.push(1);
        continue;
      }
      this.#next[this.#last[page]!] = row;
      this.#last[page] = row;
      this.#length[page]! += 1;
    }
  }

  #takes(page: number, row: number, added: AddedRows): boolean {
    const { key, numbers, paged } = added;
    const [before, at] = [added.at(this.#last[page]!), added.at(row)];
    for (let element = 0; element < paged.keyLength; element += 1) {
      const order = key[element]!.compare(numbers, before, at);
      if (order === 0) continue;
      if (element < paged.groupLength) return false;
      // So no page of a group reaches into another one.
      assert(order < 0, 'rows of one group come by rising key');
      return this.#length[page]! < ROWS_MAX;
    }
    throw new AssertionFailed('two rows have one key');
  }

  get count(): number {
    return this.#first.length;
  }

  firstRow(page: number): number {
    return this.#first[page]!;
  }

  write(page: number, added: AddedRows, bytes: RowBytes): void {
    const { fields, key, paged } = added;
    bytes.array(HEAD_LENGTH + paged.keyLength - paged.groupLength + fields.length);
    bytes.nil();
    bytes.number(this.#length[page]!);
    for (let element = paged.groupLength; element < paged.keyLength; element += 1) {
      this.#column(page, key[element]!, { added, bytes });
    }
    for (const cell of fields) this.#column(page, cell, { added, bytes });
  }

  #column(
    page: number,
    cell: Cell,
    { added, bytes }: { readonly added: AddedRows; readonly bytes: RowBytes },
  ): void {
    const { numbers } = added;
    const first = this.#first[page]!;
    const length = this.#length[page]!;
    if (!cell.isList && this.#isSame(page, cell, added)) {
      cell.write(bytes, numbers, added.at(first));
      return;
    }
    bytes.array(length);
    for (let row = first, left = length; left > 0; left -= 1) {
      cell.write(bytes, numbers, added.at(row));
      row = this.#next[row]!;
    }
  }

  #isSame(page: number, cell: Cell, added: AddedRows): boolean {
    const { numbers } = added;
    const first = this.#first[page]!;
    let row = first;
    for (let left = this.#length[page]! - 1; left > 0; left -= 1) {
      row = this.#next[row]!;
      if (cell.compare(numbers, added.at(first), added.at(row)) !== 0) return false;
    }
    return true;
  }
}

/** The rows of a page by rising key; of a row that stands alone, itself. */
export function rowsOfPage(table: string, key: ViewKey, value: unknown): readonly ViewRow[] {
  if (!Array.isArray(value) || value[0] !== null) return [{ key, value: loaded(table, value) }];
  const paged = pagedTable(table);
  const count = value[1] as number;
  const group = key.slice(0, paged.groupLength);
  const columns = value.slice(HEAD_LENGTH) as readonly unknown[];
  return Array.from({ length: count }, (_, index) => rowAt(index, { group, columns, paged }));
}

function rowAt(
  index: number,
  page: { readonly group: ViewKey; readonly columns: readonly unknown[]; readonly paged: Paged },
): ViewRow {
  const { columns, group, paged } = page;
  const valueIn = (column: unknown) => (Array.isArray(column) ? column[index] : column);
  const suffixLength = paged.keyLength - paged.groupLength;
  const suffix = columns.slice(0, suffixLength).map(valueIn) as unknown as ViewKey;
  const key = [...group, ...suffix];
  const value: Record<string, unknown> = {};
  for (const [field, element] of paged.inKey) value[field] = key[element];
  for (const [place, field] of paged.fields.entries()) {
    value[field] = valueIn(columns[suffixLength + place]);
  }
  return { key, value };
}
