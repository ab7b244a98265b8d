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
 * A row that was stored before there were pages has no `null` in front, and is a page of its own.
 */
import { assert } from '../../proto/assert.ts';
import { fieldsIn, loaded } from './row-layout.ts';
import { TABLE } from './tables.ts';
import { compareKeys } from './view-key.ts';
import type { ViewKey } from './view-store.ts';

/** Of a page: a reader takes it whole, and one that outgrows half a page of LMDB costs it a whole one. */
const ROWS_MAX = 32;

interface Group {
  /** How many elements of a key tell the group. */
  readonly groupLength: number;
  /** The one of them by which few groups of a step are alike. */
  readonly tellsMost: number;
  readonly keyLength: number;
  /** Fields of a row that stand in its key, each with its place there. */
  readonly inKey: readonly (readonly [field: string, element: number])[];
}

interface Paged extends Group {
  /** All others, in the order of the table's layout. */
  readonly fields: readonly string[];
}

const GROUPS: readonly (readonly [table: string, group: Group])[] = [
  [
    TABLE.fills,
    {
      groupLength: 2,
      tellsMost: 0,
      keyLength: 4,
      inKey: [
        ['accountId', 0],
        ['market', 1],
        ['sequence', 2],
        ['liquidity', 3],
      ],
    },
  ],
  [
    TABLE.orderFills,
    {
      groupLength: 2,
      tellsMost: 1,
      keyLength: 3,
      inKey: [
        ['accountId', 0],
        ['orderId', 1],
        ['sequence', 2],
      ],
    },
  ],
  [
    TABLE.trades,
    {
      groupLength: 1,
      tellsMost: 0,
      keyLength: 2,
      inKey: [
        ['market', 0],
        ['tradeId', 1],
      ],
    },
  ],
  [
    TABLE.aggregateTrades,
    {
      groupLength: 1,
      tellsMost: 0,
      keyLength: 2,
      inKey: [
        ['market', 0],
        ['firstTradeId', 1],
      ],
    },
  ],
  [
    TABLE.orderHistory,
    {
      groupLength: 2,
      tellsMost: 0,
      keyLength: 3,
      inKey: [],
    },
  ],
  // What is posted at one moment by one topic; of an account, topics take turns.
  [
    TABLE.postings,
    {
      groupLength: 3,
      tellsMost: 0,
      keyLength: 5,
      inKey: [],
    },
  ],
];

const PAGED = new Map<string, Paged>(
  GROUPS.map(([table, group]) => {
    const inKey = new Set(group.inKey.map(([field]) => field));
    return [table, { ...group, fields: fieldsIn(table).filter((field) => !inKey.has(field)) }];
  }),
);

export const isPaged = (table: string): boolean => PAGED.has(table);

/** Rows of one table, in the order in which they were put. */
export interface Row {
  readonly key: ViewKey;
  readonly value: unknown;
}

export interface StoredPage {
  readonly key: ViewKey;
  readonly value: readonly unknown[];
}

/** Rows of one group must come by rising key. */
export function pagesOf(table: string, rows: readonly Row[]): readonly StoredPage[] {
  const paged = pagedOf(table);
  const groups = new Groups(paged);
  const pages: StoredPage[] = [];
  for (const row of rows) {
    assert(row.value !== undefined, `rows of table ${table} are not removed`);
    const group = groups.of(row.key);
    const last = group[group.length - 1];
    const isBehind = last === undefined || compareKeys(last.key, row.key) < 0;
    assert(isBehind, `rows of table ${table} come by rising key`);
    if (group.push(row) < ROWS_MAX) continue;
    pages.push(pageOf(group, paged));
    group.length = 0;
  }
  for (const group of groups.all) if (group.length > 0) pages.push(pageOf(group, paged));
  return pages;
}

/** Found without making a text of a key, which was a twentieth of storing. */
class Groups {
  readonly all: Row[][] = [];
  readonly #group: Group;
  readonly #alike = new Map<string | number, { readonly key: ViewKey; readonly rows: Row[] }[]>();

  constructor(group: Group) {
    this.#group = group;
  }

  of(key: ViewKey): Row[] {
    const { groupLength, tellsMost } = this.#group;
    const alike = this.#alike.get(key[tellsMost]!);
    if (alike !== undefined) {
      // Rows of the latest are the likeliest to go on.
      for (let index = alike.length - 1; index >= 0; index -= 1) {
        if (isSameGroup(alike[index]!.key, key, groupLength)) return alike[index]!.rows;
      }
    }
    const rows: Row[] = [];
    this.all.push(rows);
    if (alike === undefined) this.#alike.set(key[tellsMost]!, [{ key, rows }]);
    else alike.push({ key, rows });
    return rows;
  }
}

function isSameGroup(left: ViewKey, right: ViewKey, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}

function pageOf(rows: readonly Row[], paged: Paged): StoredPage {
  const first = rows[0]!;
  assert(first.key.length === paged.keyLength, 'a key of the table');
  const value: unknown[] = [null, rows.length];
  for (let element = paged.groupLength; element < paged.keyLength; element += 1) {
    value.push(keyColumn(rows, element));
  }
  for (const field of paged.fields) value.push(fieldColumn(rows, field));
  return { key: first.key, value };
}

/** Loops, not functions given to one: each of those is compiled, and a short life is mostly compiling. */
function keyColumn(rows: readonly Row[], element: number): unknown {
  const column: unknown[] = [];
  for (const row of rows) column.push(row.key[element]);
  return onceIfSame(column);
}

function fieldColumn(rows: readonly Row[], field: string): unknown {
  const column: unknown[] = [];
  for (const row of rows) column.push((row.value as Readonly<Record<string, unknown>>)[field]);
  return onceIfSame(column);
}

function onceIfSame(column: readonly unknown[]): unknown {
  const first = column[0];
  if (typeof first === 'object') return column;
  for (const value of column) if (value !== first) return column;
  return first;
}

/** The rows of a page by rising key; of a row that stands alone, itself. */
export function rowsOfPage(table: string, key: ViewKey, value: unknown): readonly Row[] {
  if (!Array.isArray(value) || value[0] !== null) return [{ key, value: loaded(table, value) }];
  const paged = pagedOf(table);
  const count = value[1] as number;
  const group = key.slice(0, paged.groupLength);
  const columns = value.slice(2) as readonly unknown[];
  return Array.from({ length: count }, (_, index) => rowAt(index, { group, columns, paged }));
}

function rowAt(
  index: number,
  page: { readonly group: ViewKey; readonly columns: readonly unknown[]; readonly paged: Paged },
): Row {
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

function pagedOf(table: string): Paged {
  const paged = PAGED.get(table);
  assert(paged !== undefined, `table ${table} has pages`);
  return paged;
}
