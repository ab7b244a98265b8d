/**
 * The bytes of a command record, read without an object per command.
 *
 *   bytes ─▶ CRC, version, header ─▶ check every command ─▶ starts  │ 60 │ 121 │ 139 │ …
 *                                                             │         ▼ read(index, row)
 *                                     rare commands, as objects: others
 *
 * All of a record is checked before any of it is applied, so that a record which does not decode is
 * poison without having changed anything.
 */
import {
  type CommandBatchHeader,
  openBatch,
  readCommandHeader,
} from '../../../proto/batch-codec.ts';
import { readCommand } from '../../../proto/command-codec.ts';
import type { Command } from '../../../proto/messages.ts';
import {
  CancelOrderAt,
  cancelOrderBytes,
  PlaceOrderAt,
  placeOrderBytes,
  uint53At,
} from '../../../proto/order-bytes.ts';
import {
  clearTerms,
  commandDoubles,
  commandInts,
  Field,
  OrderCommandKind,
  putAccount,
  Wide,
} from './order-command.ts';
import type { CommandRows } from './order-path.ts';
import { asciiDigest } from './text-digest.ts';

// Local constants: see README.md, "constants".
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const putAccountOf = putAccount;
const { cancel: CANCEL, place: PLACE } = OrderCommandKind;
const {
  kind: ROW_KIND,
  makerFeePpm: ROW_MAKER_FEE_PPM,
  postOnly: ROW_POST_ONLY,
  priceTicks: ROW_PRICE_TICKS,
  side: ROW_SIDE,
  takerFeePpm: ROW_TAKER_FEE_PPM,
  textAt: ROW_TEXT_AT,
  textBytes: ROW_TEXT_BYTES,
  timeInForce: ROW_TIME_IN_FORCE,
  type: ROW_TYPE,
} = Field;
const {
  orderId: ROW_ORDER_ID,
  quantityLots: ROW_QUANTITY_LOTS,
  quoteBudgetMinor: ROW_QUOTE_BUDGET_MINOR,
  textDigest: ROW_TEXT_DIGEST,
} = Wide;
const {
  accountId: PLACE_ACCOUNT_ID,
  makerFeePpm: PLACE_MAKER_FEE_PPM,
  orderId: PLACE_ORDER_ID,
  postOnly: PLACE_POST_ONLY,
  priceTicks: PLACE_PRICE_TICKS,
  quantityLots: PLACE_QUANTITY_LOTS,
  quoteBudgetMinor: PLACE_QUOTE_BUDGET_MINOR,
  side: PLACE_SIDE,
  takerFeePpm: PLACE_TAKER_FEE_PPM,
  text: PLACE_TEXT,
  textBytes: PLACE_TEXT_BYTES,
  timeInForce: PLACE_TIME_IN_FORCE,
  type: PLACE_TYPE,
} = PlaceOrderAt;
const { accountId: CANCEL_ACCOUNT_ID, orderId: CANCEL_ORDER_ID } = CancelOrderAt;
/** Field 7 of CommandBatch. */
const COMMANDS = 7;
const STARTS_MIN = 1024;

/** How a command of the record is to be read. */
const FORM_PLACE = 0;
const FORM_CANCEL = 1;
const FORM_OTHER = 2;

export class RecordReader implements CommandRows {
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** Position × 4 + form, by index of the command. */
  private starts = new Int32Array(STARTS_MIN);
  private readonly others = new Map<number, Command>();

  /** Checks all of it. Throws DecodeError, and then must not be read. `wholeCrc`: see openBatch. */
  open(bytes: Uint8Array, wholeCrc?: number): CommandBatchHeader {
    const reader = openBatch(bytes, wholeCrc);
    const header = readCommandHeader(reader);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.count = 0;
    this.others.clear();
    const end = reader.end;
    while (reader.position < end) {
      const at = reader.position;
      let form: number = FORM_PLACE;
      let length = placeOrderBytes(this.view, at, end);
      if (length === 0) {
        form = FORM_CANCEL;
        length = cancelOrderBytes(this.view, at, end);
      }
      if (length === 0) {
        form = FORM_OTHER;
        this.others.set(this.count, readCommand(reader, COMMANDS));
      } else reader.position = at + length;
      if (this.count === this.starts.length) this.grow();
      this.starts[this.count] = (at << 2) | form;
      this.count += 1;
    }
    return header;
  }

  /** Of form `other`; undefined: it is not. */
  other(index: number): Command | undefined {
    return this.others.get(index);
  }

  /** Of command number `index`: its text, or what `of` finds in a command that is an object. */
  clientOrderId(index: number, of: (command: Command | undefined) => string): string {
    const start = this.starts[index]!;
    if ((start & 3) !== FORM_PLACE) return of(this.others.get(index));
    const at = start >> 2;
    const end = at + PLACE_TEXT + this.view.getUint8(at + PLACE_TEXT_BYTES);
    return String.fromCharCode(...this.bytes.subarray(at + PLACE_TEXT, end));
  }

  /** Into the row; false: it is of form `other`. */
  read(index: number): boolean {
    const start = this.starts[index]!;
    const form = start & 3;
    if (form === FORM_PLACE) this.readPlaceOrder(start >> 2);
    else if (form === FORM_CANCEL) this.readCancelOrder(start >> 2);
    else return false;
    return true;
  }

  private readPlaceOrder(at: number): void {
    const { view } = this;
    const textBytes = view.getUint8(at + PLACE_TEXT_BYTES);
    clearTerms();
    ROW[ROW_KIND] = PLACE;
    ROW[ROW_SIDE] = view.getUint8(at + PLACE_SIDE);
    ROW[ROW_TYPE] = view.getUint8(at + PLACE_TYPE);
    ROW[ROW_TIME_IN_FORCE] = view.getUint8(at + PLACE_TIME_IN_FORCE);
    ROW[ROW_POST_ONLY] = view.getUint8(at + PLACE_POST_ONLY);
    ROW[ROW_PRICE_TICKS] = view.getInt32(at + PLACE_PRICE_TICKS, true);
    ROW[ROW_MAKER_FEE_PPM] = view.getInt32(at + PLACE_MAKER_FEE_PPM, true);
    ROW[ROW_TAKER_FEE_PPM] = view.getInt32(at + PLACE_TAKER_FEE_PPM, true);
    ROW[ROW_TEXT_AT] = at + PLACE_TEXT;
    ROW[ROW_TEXT_BYTES] = textBytes;
    ROW_WIDE[ROW_ORDER_ID] = uint53At(view, at + PLACE_ORDER_ID);
    putAccountOf(view.getUint32(at + PLACE_ACCOUNT_ID, true));
    ROW_WIDE[ROW_QUANTITY_LOTS] = uint53At(view, at + PLACE_QUANTITY_LOTS);
    ROW_WIDE[ROW_QUOTE_BUDGET_MINOR] = uint53At(view, at + PLACE_QUOTE_BUDGET_MINOR);
    ROW_WIDE[ROW_TEXT_DIGEST] =
      textBytes === 0 ? 0 : asciiDigest(this.bytes, at + PLACE_TEXT, textBytes);
  }

  private readCancelOrder(at: number): void {
    const { view } = this;
    ROW[ROW_KIND] = CANCEL;
    ROW_WIDE[ROW_ORDER_ID] = uint53At(view, at + CANCEL_ORDER_ID);
    putAccountOf(view.getUint32(at + CANCEL_ACCOUNT_ID, true));
  }

  private grow(): void {
    const starts = new Int32Array(this.starts.length * 2);
    starts.set(this.starts);
    this.starts = starts;
  }
}
