/**
 * Pages of a read table in ascending order, from a moment or an id on. The last element of the keys
 * is a number that rises with time and with the ids, so the first row that is wanted is found by
 * halving: some thirty reads of one row, whatever the length of the history.
 */
import type { ViewKey, ViewStore } from '../../ports/view-store/view-store.ts';

export interface TimePage {
  /** Inclusive; null: no bound. */
  readonly fromUs: number | null;
  readonly toUs: number | null;
  readonly limit: number;
}

export interface TimedTable<Row> {
  readonly views: ViewStore;
  readonly table: string;
  readonly prefix: ViewKey;
  readonly atUs: (row: Row) => number;
}

const LAST = Number.MAX_SAFE_INTEGER;
/** Behind every text that stands in a key. */
const LAST_TEXT = '\uffff';

/** From a moment: the oldest behind it. Else the newest, up to the end that is wanted. */
export async function pageByTime<Row>(
  table: TimedTable<Row>,
  { fromUs, toUs, limit }: TimePage,
): Promise<readonly Row[]> {
  const isWanted = (row: Row) => toUs === null || table.atUs(row) <= toUs;
  if (fromUs !== null) {
    const from = await firstPosition(table, (row) => table.atUs(row) >= fromUs);
    return (await pageFrom(table, from, limit)).filter(isWanted);
  }
  const end = toUs === null ? LAST : await firstPosition(table, (row) => table.atUs(row) > toUs);
  return pageBefore(table, end, limit);
}

/** Rows from the first one that `isThere`, which must hold for all rows behind it. */
export async function pageFromFirst<Row>(
  table: TimedTable<Row>,
  isThere: (row: Row) => boolean,
  limit: number,
): Promise<readonly Row[]> {
  return pageFrom(table, await firstPosition(table, isThere), limit);
}

export async function pageFrom<Row>(
  { views, table, prefix }: TimedTable<Row>,
  position: number,
  limit: number,
): Promise<readonly Row[]> {
  const bounds = { from: [...prefix, position], to: [...prefix, LAST], limit };
  return (await views.range(table, bounds)).map(({ value }) => value as Row);
}

/** The newest rows before the position, in ascending order. */
async function pageBefore<Row>(
  { views, table, prefix }: TimedTable<Row>,
  position: number,
  limit: number,
): Promise<readonly Row[]> {
  // A key that continues another sorts behind it, with a text behind all numbers: below the position,
  // and above all before it.
  const from = position === LAST ? [...prefix, LAST] : [...prefix, position - 1, LAST_TEXT];
  const entries = await views.range(table, { from, to: prefix, limit, reverse: true });
  return entries.map(({ value }) => value as Row).reverse();
}

/** Where the first such row stands; behind all rows when there is none. */
async function firstPosition<Row>(
  { views, table, prefix }: TimedTable<Row>,
  isThere: (row: Row) => boolean,
): Promise<number> {
  const ends = { from: [...prefix, LAST], to: prefix, limit: 1, reverse: true } as const;
  const [newest] = await views.range(table, ends);
  if (newest === undefined || !isThere(newest.value as Row)) return LAST;
  const positionOf = (key: ViewKey): number => Number(key[prefix.length]);
  let [low, high] = [0, positionOf(newest.key)];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const bounds = { from: [...prefix, middle], to: [...prefix, LAST], limit: 1 };
    const [found] = await views.range(table, bounds);
    if (found === undefined) break;
    if (isThere(found.value as Row)) high = middle;
    else low = positionOf(found.key) + 1;
  }
  return high;
}
