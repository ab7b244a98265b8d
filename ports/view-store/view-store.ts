import type { EventCursor } from '../event-log/event-cursor.ts';
import type { AddedRows } from './added-rows.ts';

/**
 * Tables of read models. Keys are tuples (strings and non-negative numbers, ordered element by
 * element), values are plain JSON-like values (bigint allowed).
 */
export type ViewKey = readonly (string | number)[];

export interface ViewRow {
  readonly key: ViewKey;
  readonly value: unknown;
}

export interface ViewWrite extends ViewRow {
  readonly table: string;
  /** undefined removes. */
  readonly value: unknown;
}

export interface RangeBounds {
  readonly from: ViewKey;
  readonly to: ViewKey;
  readonly limit: number;
  readonly reverse?: boolean;
}

export interface ViewStep {
  readonly projection: string;
  readonly cursors: Readonly<Record<string, EventCursor>>;
  /** Where these cursors must stand before it, null: nowhere yet; absent: wherever they do. */
  readonly after?: Readonly<Record<string, EventCursor | null>>;
  readonly writes: readonly ViewWrite[];
  /** Rows of tables to which rows are only ever added. */
  readonly added?: readonly AddedRows[];
}

export interface ViewStore {
  /**
   * All writes and the projection's cursors in one atomic step; behind it the rows are the caller's again.
   * `moved`: a cursor is not where the step comes `after`, as when the projection was dropped; nothing is written.
   */
  apply(step: ViewStep): Promise<'stored' | 'moved'>;

  cursor(projection: string, topic: string): Promise<EventCursor | null>;

  get(table: string, key: ViewKey): Promise<unknown>;

  /** Entries with `from <= key < to` (or in reverse, `from >= key > to`), at most `limit`. */
  range(table: string, bounds: RangeBounds): Promise<readonly ViewRow[]>;

  /** Drops every table and cursor of the projection; it is then folded anew. */
  drop(projection: string): Promise<void>;

  close(): Promise<void>;
}
