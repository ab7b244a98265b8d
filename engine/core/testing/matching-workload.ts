/** The matching workloads of the benchmark (rows of 20 bytes, bench/workload) at the core. */
import { batchCrc, encodeCommandBatch } from '../../../proto/codec.ts';
import {
  type Command,
  MarketStatus,
  OrderType,
  Side,
  TimeInForce,
} from '../../../proto/messages.ts';
import type { Offset } from '../../../proto/units.ts';
import type { BookFactory } from '../book/book.ts';
import type { EventBuffer, EventSink } from '../hot/event-buffer.ts';
import { EVENT_WORDS, EventKind, EventWide, EventWord } from '../hot/event-layout.ts';
import { EVENTS_MAX, eventDoubles, eventInts } from '../hot/event-memory.ts';
import {
  commandDoubles,
  commandInts,
  Field,
  OrderCommandKind,
  putAccount,
  Wide,
} from '../hot/order-command.ts';
import type { CommandRows } from '../hot/order-path.ts';
import { MarketMachine } from '../market-machine.ts';
import { batchOf, cancel, define, limit, MARKET as NAME, startSession } from './market-fixture.ts';

// Local constants: see README.md, "constants".
const INTS = eventInts;
const DOUBLES = eventDoubles;
const EVENT = EVENT_WORDS;
const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const putAccountOf = putAccount;
const { tradeExecuted: KIND_TRADE_EXECUTED } = EventKind;
const { lots: EVENT_LOTS, makerOrderId: EVENT_MAKER_ORDER_ID, orderId: EVENT_ORDER_ID } = EventWide;
const { priceTicks: EVENT_PRICE_TICKS } = EventWord;
const { trading: TRADING } = MarketStatus;
const { accountId: ROW_ACCOUNT_ID, orderId: ROW_ORDER_ID, quantityLots: ROW_QUANTITY_LOTS } = Wide;
const {
  kind: ROW_KIND,
  makerFeePpm: ROW_MAKER_FEE_PPM,
  priceTicks: ROW_PRICE_TICKS,
  side: ROW_SIDE,
  takerFeePpm: ROW_TAKER_FEE_PPM,
  timeInForce: ROW_TIME_IN_FORCE,
  type: ROW_TYPE,
} = Field;
const { cancel: CANCEL, place: PLACE } = OrderCommandKind;
const { buy: BUY } = Side;
const { limit: LIMIT, market: MARKET } = OrderType;
const { gtc: GTC, ioc: IOC } = TimeInForce;

const RECORD_BYTES = 20;
const RECORD_WORDS = RECORD_BYTES / 4;
/** Of an encoded batch. */
const COMMANDS_PER_BATCH = 500;
const COMMANDS_PER_RECORD = 1000;
const PRICE_MAX = 2 ** 20;
/** Of the trades among the events at hand. */
const STARTS = new Int32Array(EVENTS_MAX);

/** FNV-1a over maker id, taker id, price and lots of every trade. */
export class TradeHash implements EventSink {
  trades = 0;
  #hash = 0x811c9dc5 | 0;

  take(_: EventBuffer, count: number): void {
    let trades = 0;
    // Which event is a trade nobody foresees, so there is no branch.
    for (let at = 0, end = count * EVENT; at < end; at += EVENT) {
      STARTS[trades] = at;
      const kind = INTS[at]! & 255;
      trades = (trades + (((kind ^ KIND_TRADE_EXECUTED) - 1) >>> 31)) | 0;
    }
    let hash = this.#hash;
    for (let index = 0; index < trades; index += 1) {
      const at = STARTS[index]!;
      hash = Math.imul(hash ^ DOUBLES[(at >> 1) + EVENT_MAKER_ORDER_ID]!, 16777619);
      hash = Math.imul(hash ^ DOUBLES[(at >> 1) + EVENT_ORDER_ID]!, 16777619);
      hash = Math.imul(hash ^ INTS[at + EVENT_PRICE_TICKS]!, 16777619);
      hash = Math.imul(hash ^ DOUBLES[(at >> 1) + EVENT_LOTS]!, 16777619);
    }
    this.trades += trades;
    this.#hash = hash;
  }

  tell(): void {}

  value(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }
}

/** A market that admits all of a workload, with one session open. */
export function workloadMachine(book: BookFactory): MarketMachine {
  const machine = new MarketMachine({ market: NAME, book });
  const opening = [
    define({ maxPriceTicks: PRICE_MAX, minNotionalMinor: 0, maxRestingOrders: 4_194_304 }),
    startSession(1, 1),
  ];
  machine.applyBatch(batchOf(opening), 0 as Offset);
  if (machine.status !== TRADING) throw new Error('the market did not open');
  return machine;
}

/** Applies `records` in log records of 1,000 commands. Fees, sessions and hashes are all on. */
export function runWorkload(
  machine: MarketMachine,
  records: DataView,
  sink: EventSink | null,
): number {
  const rows = new WorkloadRows(records, 0);
  const { count } = rows;
  let offset = machine.offset;
  for (let first = 0; first < count; first += COMMANDS_PER_RECORD) {
    offset += 1;
    const header = { sessionId: 1, sessionEpoch: 1, firstSequence: first + 1, timestampUs: first };
    machine.openRecord(header as never, offset as Offset, sink);
    ROW.fill(0);
    rows.first = first;
    machine.applyRows(rows, 0, Math.min(count - first, COMMANDS_PER_RECORD));
    machine.closeRecord();
  }
  return count;
}

/** The commands of a workload; of what they leave in the row, workloads have nothing. */
export class WorkloadRows implements CommandRows {
  readonly count: number;
  /** Which of them is the first of the log's record. */
  first = 0;
  private readonly words: Int32Array;
  private readonly idsFrom: number;

  /** `idsFrom` is added to their order ids. */
  constructor(records: DataView, idsFrom: number) {
    const { buffer, byteOffset, byteLength } = records;
    this.count = byteLength / RECORD_BYTES;
    this.words = new Int32Array(buffer, byteOffset, byteLength / 4);
    this.idsFrom = idsFrom;
  }

  read(index: number): true {
    readRecord(this.words, Math.imul(this.first + index, RECORD_WORDS), this.idsFrom);
    return true;
  }
}

function readRecord(words: Int32Array, at: number, idsFrom: number): void {
  const head = words[at]!;
  const type = head & 255;
  ROW_WIDE[ROW_ORDER_ID] = words[(at + 3) | 0]! + idsFrom;
  putAccountOf(words[(at + 4) | 0]!);
  if (type === 2) {
    ROW[ROW_KIND] = CANCEL;
    return;
  }
  ROW[ROW_KIND] = PLACE;
  ROW[ROW_SIDE] = ((head >> 8) & 255) + BUY;
  ROW[ROW_MAKER_FEE_PPM] = 1000;
  ROW[ROW_TAKER_FEE_PPM] = 2000;
  ROW_WIDE[ROW_QUANTITY_LOTS] = words[(at + 2) | 0]!;
  if (type === 0) {
    ROW[ROW_TYPE] = LIMIT;
    ROW[ROW_TIME_IN_FORCE] = GTC;
    ROW[ROW_PRICE_TICKS] = words[(at + 1) | 0]!;
  } else {
    ROW[ROW_TYPE] = MARKET;
    ROW[ROW_TIME_IN_FORCE] = IOC;
    ROW[ROW_PRICE_TICKS] = ROW[ROW_SIDE] === BUY ? PRICE_MAX : 1;
  }
}

/** The same commands as the bytes of a log: batches of session 1, each naming the CRC of the one before. */
export function encodedWorkload(records: DataView): readonly Uint8Array[] {
  const rows = new WorkloadRows(records, 0);
  const { count } = rows;
  const batches: Uint8Array[] = [];
  let prevHash = 0;
  for (let first = 0; first < count; first += COMMANDS_PER_BATCH) {
    const commands: Command[] = [];
    const end = Math.min(count, first + COMMANDS_PER_BATCH);
    for (let index = first; index < end; index += 1) {
      rows.read(index);
      commands.push(commandOfRow());
    }
    const header = { sessionId: 1, sessionEpoch: 1, firstSequence: first + 1, timestampUs: first };
    const bytes = encodeCommandBatch(batchOf(commands, { ...header, prevHash }));
    prevHash = batchCrc(bytes);
    batches.push(bytes);
  }
  return batches;
}

function commandOfRow(): Command {
  const orderId = ROW_WIDE[ROW_ORDER_ID]!;
  const accountId = ROW_WIDE[ROW_ACCOUNT_ID]!;
  if (ROW[ROW_KIND] === CANCEL) return cancel(orderId, accountId);
  const side = ROW[ROW_SIDE] === BUY ? 'buy' : 'sell';
  return limit(orderId, side, ROW_WIDE[ROW_QUANTITY_LOTS]!, ROW[ROW_PRICE_TICKS]!, {
    accountId,
    type: ROW[ROW_TYPE]!,
    timeInForce: ROW[ROW_TIME_IN_FORCE]!,
    makerFeePpm: ROW[ROW_MAKER_FEE_PPM]!,
    takerFeePpm: ROW[ROW_TAKER_FEE_PPM]!,
  });
}
