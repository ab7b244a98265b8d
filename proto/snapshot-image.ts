/**
 * A snapshot whose orders are a book's memory (version 2):
 *
 *   version, where the rows begin │ state │ index, levels, accounts │ CRC │ rows │ CRC │ footer
 *   └──────────────────── the head: read before the rows are there ───────┘   64 bytes an order
 *
 * The rows begin at a multiple of 64 bytes, so that whoever reads the bytes into the right place of a memory has
 * the book there. Both CRCs together cover all but the footer, whose SHA-256 covers all.
 */
import { assert } from './assert.ts';
import { ROW_BYTES } from './book-rows.ts';
import { crc32c } from './crc32c.ts';
import { DecodeError, SNAPSHOT_VERSION } from './decode-error.ts';
import type { BookImage, MarketSnapshot, SnapshotHead } from './messages.ts';
import { FOOTER_BYTES, type SealOptions, seal } from './sealed-bytes.ts';
import { readRest, readStart, writeRest, writeStart } from './snapshot-state-codec.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const ROWS_AT = 25;
const BOOK = 26;
const PADDING = 27;
const HEAD_CRC = 28;
const ROWS = 29;
const ROWS_CRC = 30;
/** Tag and four bytes of version, tag and four bytes of where the rows begin. */
export const OPENING_BYTES = 11;
/** Behind the padding: the head's CRC, and tag and length of the rows. */
const CRC_BYTES = 6;
/** What a length may say (wire-reader.ts). */
const ROWS_BYTES_MAX = 2 ** 28 - 1;
const HEAD_BYTES = 64 * 1024;

/** The state, and a book whose rows may not be there yet. */
export interface ArrivingSnapshot {
  readonly head: SnapshotHead;
  readonly image: BookImage;
  /** Where they begin; the image's rows are this place. */
  readonly rowsAt: number;
}

/** One order less than the most that a market admits: the whole of these has columns. */
export const fitsImage = (orderCount: number): boolean => orderCount * ROW_BYTES <= ROWS_BYTES_MAX;

/** What whoever makes rows leaves free behind them, for `in-place`. */
export const BEHIND_ROWS_BYTES = CRC_BYTES + FOOTER_BYTES;

export interface ImageEncodeOptions extends SealOptions {
  /**
   * `copied` (as a rule): into memory of their own. `in-place`: where they are, with the rest around them, which is
   * nobody else's memory; where there is too little of it, copied as well.
   */
  readonly rows?: 'copied' | 'in-place';
}

/** The whole of a snapshot of version 2. */
export function encodeImage(
  snapshot: MarketSnapshot,
  image: BookImage,
  options: ImageEncodeOptions,
): Uint8Array {
  const { rows } = image;
  assert(rows.length === snapshot.orderCount * ROW_BYTES, `${rows.length} bytes of rows`);
  const head = writtenHead(snapshot, image);
  const crc = new WireWriter(CRC_BYTES + 2);
  crc.uint32(ROWS_CRC, crc32c(rows), 0);
  const size = head.length + rows.length + BEHIND_ROWS_BYTES;
  const from = rows.byteOffset - head.length;
  const isThere = options.rows === 'in-place' && from >= 0 && from + size <= rows.buffer.byteLength;
  const bytes = isThere ? new Uint8Array(rows.buffer, from, size) : new Uint8Array(size);
  bytes.set(head);
  if (!isThere) bytes.set(rows, head.length);
  bytes.set(crc.written(), head.length + rows.length);
  seal(bytes, options);
  return bytes;
}

/** All before the rows. */
function writtenHead(snapshot: MarketSnapshot, image: BookImage): Uint8Array {
  const { rows } = image;
  const body = new WireWriter(HEAD_BYTES + sectionBytes(image));
  writeStart(body, snapshot);
  writeRest(body, snapshot);
  writeBook(body, image);
  const lengthBytes = varintBytes(rows.length);
  const unpadded = OPENING_BYTES + body.position + 3 + CRC_BYTES + 2 + lengthBytes;
  const rowsAt = Math.ceil(unpadded / ROW_BYTES) * ROW_BYTES;
  const w = new WireWriter(rowsAt + CRC_BYTES);
  w.uint32(1, SNAPSHOT_VERSION, 1);
  w.uint32(ROWS_AT, rowsAt, 0);
  w.append(body.written());
  w.bytes(PADDING, new Uint8Array(rowsAt - unpadded));
  w.uint32(HEAD_CRC, crc32c(w.written()), 0);
  w.beginBytes(ROWS, rows.length);
  assert(w.position === rowsAt, 'the rows begin where it is said');
  return w.written();
}

/** Of a snapshot's first bytes: where its rows begin; null: it has columns, or is none. */
export function rowsBegin(bytes: Uint8Array): number | null {
  if (bytes.length < OPENING_BYTES) return null;
  try {
    const r = new WireReader(bytes, 0, OPENING_BYTES);
    return r.uint32(1, 1) === SNAPSHOT_VERSION ? r.uint32(ROWS_AT, 0) : null;
  } catch {
    return null;
  }
}

/** The bytes of a whole snapshot, of which those before its rows are there. Throws DecodeError. */
export function readHead(bytes: Uint8Array): ArrivingSnapshot {
  const r = new WireReader(bytes, 0, bytes.length);
  r.uint32(1, SNAPSHOT_VERSION, SNAPSHOT_VERSION);
  const rowsAt = r.uint32(ROWS_AT, 0);
  const head = { ...readStart(r), ...readRest(r) };
  const book = readBook(r);
  if (r.bytes(PADDING).some((byte) => byte !== 0)) r.fail('padding that is not 0');
  const before = r.position;
  if (r.uint32(HEAD_CRC, 0) !== crc32c(bytes, 0, before)) {
    throw new DecodeError('CRC_MISMATCH', 'the head of a snapshot is damaged');
  }
  const rows = r.sharedBytes(ROWS);
  const isPlaced = r.position - rows.length === rowsAt && rowsAt % ROW_BYTES === 0;
  if (!isPlaced || rows.length !== head.orderCount * ROW_BYTES) r.fail('rows elsewhere');
  if (r.position + CRC_BYTES + FOOTER_BYTES !== bytes.length) r.fail('an end elsewhere');
  if (book.pageSlots.length !== head.orderCount) r.fail('an index of other orders');
  return { head, image: { ...book, rows }, rowsAt };
}

/** The CRC that stands behind the rows, now that they are there. */
export function rowsCrc(bytes: Uint8Array): number {
  const end = bytes.length - FOOTER_BYTES;
  return new WireReader(bytes, end - CRC_BYTES, end).uint32(ROWS_CRC, 0);
}

type Section =
  | 'accountIds'
  | 'accountLists'
  | 'levels'
  | 'levelTotals'
  | 'pageKeys'
  | 'pageMasks'
  | 'pageSlots';

/** In the order of the file. */
const SECTIONS: readonly Section[] = [
  'accountIds',
  'accountLists',
  'levels',
  'levelTotals',
  'pageKeys',
  'pageMasks',
  'pageSlots',
];
const FIRST_SECTION = 4;
const WORD_BYTES = 8;

function sectionBytes(image: BookImage): number {
  return SECTIONS.reduce((sum, section) => sum + image[section].byteLength, 0);
}

function writeBook(w: WireWriter, image: BookImage): void {
  const start = w.begin(BOOK);
  w.uint32(1, image.layout, 1);
  w.uint53(2, image.greatestOrderId, 0);
  w.uint32(3, image.bidLevels, 0);
  for (const [index, section] of SECTIONS.entries()) {
    const { buffer, byteOffset, byteLength } = image[section];
    w.bytes(FIRST_SECTION + index, new Uint8Array(buffer, byteOffset, byteLength));
  }
  w.end(start);
}

function readBook(r: WireReader): Omit<BookImage, 'rows'> {
  const outerEnd = r.enter(BOOK);
  const [layout, greatestOrderId, bidLevels] = [r.uint32(1, 1), r.uint53(2, 0), r.uint32(3, 0)];
  const sections = SECTIONS.map((_, index) => r.sharedBytes(FIRST_SECTION + index));
  r.leave(outerEnd);
  const of = <Values>(
    section: Section,
    kind: {
      readonly BYTES_PER_ELEMENT: number;
      new (buffer: ArrayBuffer, at: number, length: number): Values;
    },
  ): Values => {
    const bytes = sections[SECTIONS.indexOf(section)]!;
    const length = bytes.length / kind.BYTES_PER_ELEMENT;
    if (!Number.isInteger(length)) r.fail(`${section} has ${bytes.length} bytes`);
    return new kind(copyOf(bytes), 0, length);
  };
  const book = {
    layout,
    greatestOrderId,
    bidLevels,
    accountIds: of('accountIds', Uint32Array),
    accountLists: of('accountLists', Int32Array),
    levels: of('levels', Int32Array),
    levelTotals: of('levelTotals', Float64Array),
    pageKeys: of('pageKeys', Float64Array),
    pageMasks: of('pageMasks', Uint16Array),
    pageSlots: of('pageSlots', Int32Array),
  };
  const fits =
    book.accountLists.length === 3 * book.accountIds.length &&
    book.levels.length === 3 * book.levelTotals.length &&
    book.bidLevels <= book.levelTotals.length &&
    book.pageMasks.length === book.pageKeys.length;
  if (!fits) r.fail('sections of unequal length');
  return book;
}

/**
 * In memory of its own, from its beginning. Bytes that threads share V8 copies word by word only between two places of
 * one alignment; byte by byte took four times as long.
 */
function copyOf({ buffer, byteOffset, length }: Uint8Array): ArrayBuffer {
  const skipped = byteOffset % WORD_BYTES;
  const copy = new Uint8Array(new Uint8Array(buffer, byteOffset - skipped, skipped + length));
  copy.copyWithin(0, skipped);
  return copy.buffer;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
