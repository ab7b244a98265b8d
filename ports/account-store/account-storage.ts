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
  clear(): void;
  close(): Promise<void>;
}

/** How the rows of a table are written: rows are never changed, only replaced. */
export interface RowForm<Row> {
  decode(text: string): Row;
  encode(row: Row): string;
}

/** What a transaction knows of one key. */
interface Cell {
  isRead: boolean;
  stored: string | undefined;
  isStaged: boolean;
  /** null: not there, or removed. Void while `form` is set. */
  text: string | null;
  /** undefined: not decoded. null: not there. */
  row: unknown;
  /** Set: `row` is staged, and becomes text at the end, once. */
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
    if (cell.row === undefined) cell.row = cell.text === null ? null : form.decode(cell.text);
    return cell.row as Row | null;
  }

  /** As of the beginning of the transaction: call it before staging anything in the range. */
  range(from: string, to: string): readonly (readonly [key: string, value: string])[] {
    return [...this.#reader.range(from, to)];
  }

  put(key: string, value: string): void {
    const cell = this.#staged(key);
    cell.text = value;
    cell.row = undefined;
    cell.form = null;
  }

  putRow<Row>(form: RowForm<Row>, key: string, row: Row): void {
    const cell = this.#staged(key);
    cell.row = row;
    cell.form = form as RowForm<unknown>;
  }

  remove(key: string): void {
    const cell = this.#staged(key);
    cell.text = null;
    cell.row = null;
    cell.form = null;
  }

  /** null: to be removed. Without what stands there already, as the hold of an accepted order. */
  *entries(): Iterable<readonly [key: string, value: string | null]> {
    for (const [key, cell] of this.#cells) {
      if (!cell.isStaged) continue;
      const text = textOf(cell);
      if (cell.isRead && (cell.stored ?? null) === text) continue;
      yield [key, text];
    }
  }

  #read(key: string): Cell {
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const stored = this.#reader.get(key);
    const text = stored ?? null;
    const cell = { isRead: true, stored, isStaged: false, text, row: undefined, form: null };
    this.#cells.set(key, cell);
    return cell;
  }

  #staged(key: string): Cell {
    const known = this.#cells.get(key);
    if (known !== undefined) {
      known.isStaged = true;
      return known;
    }
    const cell = {
      isRead: false,
      stored: undefined,
      isStaged: true,
      text: null,
      row: undefined,
      form: null,
    };
    this.#cells.set(key, cell);
    return cell;
  }
}

const textOf = (cell: Cell): string | null =>
  cell.form === null ? cell.text : cell.form.encode(cell.row);

/** The end of the range of all keys that begin with the prefix: behind every character of a key. */
export const endOfPrefix = (prefix: string): string => `${prefix}\x7f`;
