/**
 * Rows of tables to which rows are only ever added, as numbers instead of objects: what a fold makes of a
 * step stands in one array, and goes from there into the bytes of pages (row-pages.ts).
 *
 *   numbers   │ 7 3 9 42 … │ 8 4 9 42 … │      a row: so many numbers, one behind the other
 *   cells      accountId ▲   ▲ orderId         what of a row is to be read where (cells.ts)
 *   tables     fills, order-fills              of one array, each with cells of its own
 */
import { assert } from '../../proto/assert.ts';
import type { Cell, KeyCell, NumberCell } from './cells.ts';
import { type Paged, pagedTable } from './paged-tables.ts';
import type { ViewKey, ViewRow } from './view-store.ts';

const ROWS_FIRST = 64;

export class RowNumbers {
  numbers: Float64Array;
  readonly #width: number;
  #end = 0;

  constructor(width: number) {
    this.#width = width;
    this.numbers = new Float64Array(width * ROWS_FIRST);
  }

  /** Where the numbers of one row more are to be written; `numbers` is another array by then. */
  next(): number {
    const at = this.#end;
    this.#end += this.#width;
    if (this.#end > this.numbers.length) {
      const larger = new Float64Array(2 * this.numbers.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    return at;
  }

  get count(): number {
    return this.#end / this.#width;
  }

  at(row: number): number {
    return row * this.#width;
  }

  clear(): void {
    this.#end = 0;
  }
}

/** The cells of a table: elements of its key that stand in the row are told there alone. */
export interface AddedCells {
  readonly key: readonly KeyCell[];
  /** By the names of the row's fields. */
  readonly fields: Readonly<Record<string, Cell>>;
  /** By which few groups of a step are alike; rows that are alike in it come by rising key. null: all are. */
  readonly by: NumberCell | null;
}

/** What a step adds to one table. */
export class AddedRows {
  readonly table: string;
  readonly paged: Paged;
  readonly key: readonly KeyCell[];
  readonly by: NumberCell | null;
  /** Of the fields that do not stand in the key, in the order of the table's pages. */
  readonly fields: readonly Cell[];
  readonly #rows: RowNumbers;

  constructor(table: string, rows: RowNumbers, cells: AddedCells) {
    this.table = table;
    this.paged = pagedTable(table);
    assert(cells.key.length === this.paged.keyLength, 'a key of the table');
    this.#rows = rows;
    this.key = cells.key;
    this.by = cells.by;
    this.fields = this.paged.fields.map((field) => {
      const cell = cells.fields[field];
      assert(cell !== undefined, `${field} of table ${table} has a cell`);
      return cell;
    });
  }

  get count(): number {
    return this.#rows.count;
  }

  get numbers(): Float64Array {
    return this.#rows.numbers;
  }

  /** Where the row begins in `numbers`. */
  at(row: number): number {
    return this.#rows.at(row);
  }

  /** As objects, for stores and tests that keep them so. */
  rows(): readonly ViewRow[] {
    return Array.from({ length: this.count }, (_, row) => this.#row(this.at(row)));
  }

  #row(at: number): ViewRow {
    const key: ViewKey = this.key.map((cell) => cell.read(this.numbers, at));
    const value: Record<string, unknown> = {};
    for (const [field, element] of this.paged.inKey) value[field] = key[element];
    for (const [place, field] of this.paged.fields.entries()) {
      value[field] = this.fields[place]!.read(this.numbers, at);
    }
    return { key, value };
  }
}
