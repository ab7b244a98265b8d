import { RowBytes } from './row-bytes.ts';
import { type RowCell, RowCells, type RowForm } from './row-cells.ts';

/** Reads of a sorted key-value store, all at one moment. */
export interface AccountReader {
  /** Of the tables that are text. */
  get(key: string): string | undefined;
  /** Of the tables that have a form: appends the row's bytes. False: there is no such row. */
  load(cell: RowCell, into: RowBytes): boolean;
  /** Entries with `from <= key < to`, in order of keys. */
  range(from: string, to: string): Iterable<readonly [key: string, value: Buffer]>;
}

/** What is staged goes here; the bytes are good for the call only. */
export interface AccountWriter {
  put(key: string | RowCell, value: Uint8Array): void;
  remove(key: string | RowCell): void;
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
   * `carryOver` carries over.
   */
  writePrepared<T>(action: (changes: StagedChanges) => T, onMidWrite?: () => void): T;
  clear(): void;
  close(): Promise<void>;
}

/** What a transaction knows of one key of text. null: it is not there, or is to be removed. */
interface TextCell {
  /** undefined: never read. */
  stored: string | null | undefined;
  isStaged: boolean;
  text: string | null;
}

/**
 * What a transaction is going to write. Nothing reaches the database before all rules have passed,
 * so there is nothing to undo; and what a batch touches often is read, decoded and encoded only once.
 */
export class StagedChanges {
  readonly #reader: AccountReader;
  readonly #texts = new Map<string, TextCell>();
  readonly #rows: RowCells;

  /** `bytes`: for its rows, and for nothing else until it was written or dropped. */
  constructor(reader: AccountReader, bytes = new RowBytes()) {
    this.#reader = reader;
    this.#rows = new RowCells(bytes);
  }

  get(key: string): string | undefined {
    return this.#text(key).text ?? undefined;
  }

  put(key: string, text: string): void {
    this.#stage(key, text);
  }

  remove(key: string): void {
    this.#stage(key, null);
  }

  /** null: there is none. Whoever changes what it gets puts it, too. */
  row<Row>(form: RowForm<Row>, number: number, word: string): Row | null {
    return this.#rows.read(this.#reader, form, number, word).row;
  }

  putRow<Row>(form: RowForm<Row>, number: number, word: string, row: Row | null): void {
    const cell = this.#rows.unread(form, number, word);
    cell.row = row;
    cell.isStaged = true;
  }

  /** A row that only this transaction knows of. */
  stagedRow<Row>(form: RowForm<Row>, number: number, word: string): Row | null {
    return this.#rows.unread(form, number, word).row;
  }

  /** As of the beginning of the transaction: call it before staging anything in the range. */
  range(from: string, to: string): readonly (readonly [key: string, value: Buffer])[] {
    return [...this.#reader.range(from, to)];
  }

  /** The same, an entry at a time: whoever stops early has read no more than that. */
  entries(from: string, to: string): Iterable<readonly [key: string, value: Buffer]> {
    return this.#reader.range(from, to);
  }

  /** Makes the bytes of all rows now. */
  seal(): void {
    this.#rows.seal();
  }

  writeTo(writer: AccountWriter): void {
    for (const [key, { isStaged, text, stored }] of this.#texts) {
      if (!isStaged || text === stored) continue;
      if (text === null) writer.remove(key);
      else writer.put(key, Buffer.from(text));
    }
    this.#rows.writeTo(writer);
  }

  /**
   * Whether what was staged is what the rules would stage on what `reader` reads, after it was carried
   * over where that can be done. False: stage anew. Ranges are not looked at.
   */
  holdsOn(reader: AccountReader): boolean {
    for (const [key, { stored }] of this.#texts) {
      if (stored !== undefined && (reader.get(key) ?? null) !== stored) return false;
    }
    return this.#rows.holdsOn(reader);
  }

  #text(key: string): TextCell {
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const stored = this.#reader.get(key) ?? null;
    const cell = { stored, isStaged: false, text: stored };
    this.#texts.set(key, cell);
    return cell;
  }

  #stage(key: string, text: string | null): void {
    const cell = this.#texts.get(key);
    if (cell === undefined) {
      this.#texts.set(key, { stored: undefined, isStaged: true, text });
      return;
    }
    cell.isStaged = true;
    cell.text = text;
  }
}

/** The end of the range of all keys that begin with the prefix: behind every character of a key. */
export const endOfPrefix = (prefix: string): string => `${prefix}\x7f`;
