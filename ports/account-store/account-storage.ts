import { assert } from '../../proto/assert.ts';

/** Reads of a sorted key-value store, all at one moment. */
export interface AccountReader {
  get(key: string): string | undefined;
  /** Entries with `from <= key < to`, in order of keys. */
  range(from: string, to: string): Iterable<readonly [key: string, value: string]>;
}

/** What the account rules need of a database; the rest they do themselves. */
export interface AccountStorage {
  read<T>(action: (reader: AccountReader) => T): T;
  /**
   * Runs the action and then writes what it staged, all in one atomic step that no other process
   * can come between. When the action throws, nothing is written.
   */
  write<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T;
  /**
   * The same, for an action that takes long: it runs before the step, beside other writers, and once
   * more within it when what it read is not what stands there then. It must not go by anything that
   * `carriedOver` carries over.
   */
  writePrepared<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T;
  clear(): void;
  close(): Promise<void>;
}

/** How the rows of a table are written: rows are never changed, only replaced. */
export interface RowForm<Row> {
  decode(text: string): Row;
  encode(row: Row): string;
  /**
   * What was made of `from`, had it been `to` from the start. null: only the rules can tell. Where
   * it is missing they always must.
   */
  carriedOver?(row: Row, from: Row, to: Row): Row | null;
}

/**
 * What a transaction knows of one key, as text and as a row; undefined: to be made of the other one.
 * null: it is not there, or is to be removed.
 */
interface Cell {
  /** undefined: never read. */
  stored: string | null | undefined;
  isStaged: boolean;
  text: string | null | undefined;
  row: unknown;
  form: RowForm<unknown> | null;
}

/**
 * What a transaction is going to write. Nothing reaches the database before all rules have passed,
 * so there is nothing to undo; and what a batch touches often is read, decoded and encoded only once.
 */
export class StagedChanges implements AccountReader {
  readonly #reader: AccountReader;
  readonly #cells = new Map<string, Cell>();

  constructor(reader: AccountReader) {
    this.#reader = reader;
  }

  get(key: string): string | undefined {
    return textOf(this.#read(key)) ?? undefined;
  }

  /** Of a table that has a form; null: there is none. */
  row<Row>(form: RowForm<Row>, key: string): Row | null {
    const cell = this.#read(key);
    if (cell.row === undefined) cell.row = rowOf(form, cell.text ?? null);
    return cell.row as Row | null;
  }

  /** As of the beginning of the transaction: call it before staging anything in the range. */
  range(from: string, to: string): readonly (readonly [key: string, value: string])[] {
    return [...this.#reader.range(from, to)];
  }

  put(key: string, value: string): void {
    this.#stage(key, { text: value, row: undefined, form: null });
  }

  putRow<Row>(form: RowForm<Row>, key: string, row: Row): void {
    this.#stage(key, { text: undefined, row, form: form as RowForm<unknown> });
  }

  remove(key: string): void {
    this.#stage(key, { text: null, row: null, form: null });
  }

  /** null: to be removed. Without what stands there already, as the hold of an accepted order. */
  *entries(): Iterable<readonly [key: string, value: string | null]> {
    for (const [key, cell] of this.#cells) {
      const text = textOf(cell);
      if (cell.isStaged && text !== cell.stored) yield [key, text];
    }
  }

  /** Makes the texts of all rows now. */
  seal(): void {
    for (const cell of this.#cells.values()) textOf(cell);
  }

  /**
   * Whether what was staged is what the rules would stage on what `reader` reads, after it was carried
   * over where that can be done. False: stage anew. Ranges are not looked at.
   */
  holdsOn(reader: AccountReader): boolean {
    for (const [key, cell] of this.#cells) {
      if (cell.stored === undefined) continue;
      const stored = reader.get(key) ?? null;
      if (stored !== cell.stored && !carryOver(cell, stored)) return false;
    }
    return true;
  }

  #read(key: string): Cell {
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const stored = this.#reader.get(key) ?? null;
    const cell = { stored, isStaged: false, text: stored, row: undefined, form: null };
    this.#cells.set(key, cell);
    return cell;
  }

  #stage(key: string, value: Pick<Cell, 'text' | 'row' | 'form'>): void {
    const cell = this.#cells.get(key);
    if (cell === undefined) {
      this.#cells.set(key, { stored: undefined, isStaged: true, ...value });
      return;
    }
    cell.isStaged = true;
    cell.text = value.text;
    cell.row = value.row;
    cell.form = value.form;
  }
}

function textOf(cell: Cell): string | null {
  if (cell.text === undefined) {
    assert(cell.form !== null, 'what has no text has a row');
    cell.text = cell.form.encode(cell.row);
  }
  return cell.text;
}

const rowOf = <Row>(form: RowForm<Row>, text: string | null): Row | null =>
  text === null ? null : form.decode(text);

/** False: it cannot be carried over to what is stored now. */
function carryOver(cell: Cell, stored: string | null): boolean {
  const { form } = cell;
  if (form?.carriedOver === undefined || cell.stored == null || stored === null) return false;
  const row = form.carriedOver(cell.row, form.decode(cell.stored), form.decode(stored));
  if (row === null) return false;
  cell.stored = stored;
  cell.row = row;
  cell.text = undefined;
  return true;
}

/** The end of the range of all keys that begin with the prefix: behind every character of a key. */
export const endOfPrefix = (prefix: string): string => `${prefix}\x7f`;
