/** Which tables have pages of rows (row-pages.ts), and what tells which rows may stand in one. */
import { assert } from '../../proto/assert.ts';
import { fieldsIn } from './row-layout.ts';
import { TABLE } from './tables.ts';

interface Group {
  /** How many elements of a key tell the group. */
  readonly groupLength: number;
  readonly keyLength: number;
  /** Fields of a row that stand in its key, each with its place there. */
  readonly inKey: readonly (readonly [field: string, element: number])[];
}

export interface Paged extends Group {
  /** All others, in the order of the table's layout. */
  readonly fields: readonly string[];
}

const GROUPS: readonly (readonly [table: string, group: Group])[] = [
  [
    TABLE.fills,
    {
      groupLength: 2,
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
      keyLength: 3,
      inKey: [],
    },
  ],
  // What is posted at one moment by one topic; of an account, topics take turns.
  [
    TABLE.postings,
    {
      groupLength: 3,
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

export function pagedTable(table: string): Paged {
  const paged = PAGED.get(table);
  assert(paged !== undefined, `table ${table} has pages`);
  return paged;
}
