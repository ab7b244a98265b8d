/**
 * What a transaction knows of the rows of the busy tables: each is read, decoded and encoded once at
 * most, and changed in place between.
 *
 *   form.foundBy number   balances: account ──▶ USD ─▶ BTC       holds: order ──▶ the one
 *   form.foundBy word     client order ids: id ──▶ account 7 ─▶ account 9
 */
import type { AccountReader, AccountWriter } from './account-storage.ts';
import { unreadable } from './account-tables.ts';
import type { RowBytes } from './row-bytes.ts';

/** How a row lies in its table. */
export interface RowForm<Row> {
  /** Position of the table among all that have a form. */
  readonly table: number;
  /** Which half of a row's name tells it from more others. */
  readonly foundBy: 'number' | 'word';
  /** Tells where the key ends. */
  writeKey(cell: NamedRow<Row>, target: Uint8Array, at: number): number;
  /** Of the bytes from `bytes.at` to `end`, which it leaves there; see `decodeRow`. */
  decode(bytes: RowBytes, end: number): Row;
  encode(row: Row, bytes: RowBytes): void;
  /**
   * Makes of a row that was made of `from` what it had become, had that been `to` from the start.
   * False: only the rules can tell. Where it is missing they always must.
   */
  carryOver?(row: Row, from: Row, to: Row): boolean;
}

export interface NamedRow<Row> {
  readonly number: number;
  readonly word: string;
  readonly row: Row | null;
}

/** Never read; and read, and not there. */
const UNREAD = -1;
const MISSING = -2;

/** Doubles as the key under which the storage finds the row. */
export class RowCell<Row = unknown> implements NamedRow<Row> {
  readonly form: RowForm<Row>;
  readonly number: number;
  readonly word: string;
  /** Of the same slot. */
  readonly next: RowCell | undefined;
  row: Row | null = null;
  isStaged = false;
  /** Where the bytes that stand in the storage are; UNREAD, MISSING. */
  storedAt = UNREAD;
  storedCount = 0;
  /** Where the bytes of `row` are; UNREAD: not encoded yet. */
  encodedAt = UNREAD;
  encodedCount = 0;

  constructor(form: RowForm<Row>, number: number, word: string, next: RowCell | undefined) {
    this.form = form;
    this.number = number;
    this.word = word;
    this.next = next;
  }

  writeKey(target: Uint8Array, at: number): number {
    return this.form.writeKey(this, target, at);
  }
}

const KEY_BYTES_MAX = 1024;

/** Throws ACCOUNT_STORE_BROKEN for bytes that are no row, or more than one. `name`: its cell, or its key. */
export function decodeRow<Row>(
  form: RowForm<Row>,
  bytes: RowBytes,
  end: number,
  name: string | RowCell<Row>,
): Row {
  let cause: unknown;
  try {
    const row = form.decode(bytes, end);
    if (bytes.at === end) return row;
  } catch (error) {
    cause = error;
  }
  throw unreadable(typeof name === 'string' ? name : keyText(name), cause);
}

function keyText<Row>(cell: RowCell<Row>): string {
  const key = Buffer.alloc(KEY_BYTES_MAX);
  return key.toString('latin1', 0, cell.writeKey(key, 0));
}

export class RowCells {
  readonly #bytes: RowBytes;
  readonly #tables: (Map<number | string, RowCell> | undefined)[] = [];
  readonly #cells: RowCell[] = [];

  constructor(bytes: RowBytes) {
    this.#bytes = bytes;
  }

  /** The cell of that name, read from the storage if it was not met before. */
  read<Row>(reader: AccountReader, form: RowForm<Row>, number: number, word: string): RowCell<Row> {
    const known = this.#find(form, number, word);
    if (known !== undefined) return known;
    const cell = this.#add(form, number, word);
    this.#load(reader, cell);
    if (cell.storedAt >= 0) cell.row = this.#decode(cell);
    return cell;
  }

  /** The same without a look at what is stored: the row is written whatever stands there. */
  unread<Row>(form: RowForm<Row>, number: number, word: string): RowCell<Row> {
    return this.#find(form, number, word) ?? this.#add(form, number, word);
  }

  /** Encodes all rows now. */
  seal(): void {
    for (const cell of this.#cells) if (cell.isStaged) this.#encode(cell);
  }

  /** Without what stands there already, as the hold of an accepted order. */
  writeTo(writer: AccountWriter): void {
    const bytes = this.#bytes;
    for (const cell of this.#cells) {
      if (!cell.isStaged) continue;
      if (cell.row === null) {
        if (cell.storedAt !== MISSING) writer.remove(cell);
        continue;
      }
      this.#encode(cell);
      if (this.#isAsStored(cell)) continue;
      writer.put(cell, bytes.part(cell.encodedAt, cell.encodedAt + cell.encodedCount));
    }
  }

  /** Whether what was read is what `reader` reads, or could be carried over to it. */
  holdsOn(reader: AccountReader): boolean {
    const bytes = this.#bytes;
    for (const cell of this.#cells) {
      if (cell.storedAt === UNREAD) continue;
      const at = bytes.length;
      const isThere = reader.load(cell, bytes);
      const count = bytes.length - at;
      if (!isThere) {
        if (cell.storedAt !== MISSING) return false;
      } else if (count !== cell.storedCount || !bytes.isSame(cell.storedAt, at, count)) {
        if (!this.#carryOver(cell, at)) return false;
        continue;
      }
      bytes.shorten(at);
    }
    return true;
  }

  #find<Row>(form: RowForm<Row>, number: number, word: string): RowCell<Row> | undefined {
    let cell = this.#tables[form.table]?.get(form.foundBy === 'number' ? number : word);
    while (cell !== undefined && (cell.number !== number || cell.word !== word)) cell = cell.next;
    return cell as RowCell<Row> | undefined;
  }

  #add<Row>(form: RowForm<Row>, number: number, word: string): RowCell<Row> {
    let table = this.#tables[form.table];
    if (table === undefined) {
      table = new Map();
      this.#tables[form.table] = table;
    }
    const slot = form.foundBy === 'number' ? number : word;
    const cell = new RowCell(form, number, word, table.get(slot));
    table.set(slot, cell as RowCell);
    this.#cells.push(cell as RowCell);
    return cell;
  }

  #load(reader: AccountReader, cell: RowCell<never> | RowCell): void {
    const at = this.#bytes.length;
    const isThere = reader.load(cell as RowCell, this.#bytes);
    cell.storedAt = isThere ? at : MISSING;
    cell.storedCount = this.#bytes.length - at;
  }

  #decode<Row>(cell: RowCell<Row>): Row {
    this.#bytes.at = cell.storedAt;
    return decodeRow(cell.form, this.#bytes, cell.storedAt + cell.storedCount, cell);
  }

  #encode(cell: RowCell): void {
    if (cell.row === null || cell.encodedAt !== UNREAD) return;
    cell.encodedAt = this.#bytes.length;
    cell.form.encode(cell.row, this.#bytes);
    cell.encodedCount = this.#bytes.length - cell.encodedAt;
  }

  #isAsStored(cell: RowCell): boolean {
    const { storedAt, storedCount, encodedAt, encodedCount } = cell;
    if (storedAt < 0 || storedCount !== encodedCount) return false;
    return this.#bytes.isSame(storedAt, encodedAt, storedCount);
  }

  /** `at`: where the bytes begin that stand there now. */
  #carryOver(cell: RowCell, at: number): boolean {
    const { form, row } = cell;
    if (form.carryOver === undefined || row === null || cell.storedAt === MISSING) return false;
    // What was only read was gone by, perhaps.
    if (!cell.isStaged) return false;
    const from = this.#decode(cell);
    cell.storedAt = at;
    cell.storedCount = this.#bytes.length - at;
    cell.encodedAt = UNREAD;
    return form.carryOver(row, from, this.#decode(cell));
  }
}
