/** What a trade posts: the lines of each account that has a part in it, as rows of table postings. */
import { AddedRows, RowNumbers } from '../ports/view-store/added-rows.ts';
import { type Cell, NumberCell, NumberedCell, TextCell } from '../ports/view-store/cells.ts';
import type { PostingLine, PostingReason, PostingsRow } from '../ports/view-store/postings.ts';
import type { RowBytes } from '../ports/view-store/row-bytes.ts';
import { TABLE } from '../ports/view-store/tables.ts';
import { assert } from '../proto/assert.ts';
import { type MarketUnits, notionalMinor } from '../proto/market-units.ts';
import { type EventBatch, Side, type TradeExecuted } from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { type AccountId, accountId, money } from '../proto/units.ts';
import type { AddingFold } from './projection.ts';

const FEE_ACCOUNT = accountId(0);

/** Places in a row of numbers. */
const ACCOUNT = 0;
const AT_US = 1;
const POSITION = 2;
const INDEX = 3;
const TRADE_ID = 4;
const LINE_COUNT = 5;
const LINES = 6;
/** Of a line: its kind and its amount. */
const LINE_WIDTH = 2;
/** Of one account that buys from itself, and takes the fees. */
const LINES_MAX = 8;
const WIDTH = LINES + LINES_MAX * LINE_WIDTH;

const QUOTE_TRADED = 0;
const BASE_TRADED = 1;
const BASE_FEE = 2;
const QUOTE_FEE = 3;

/** By the kinds of lines. */
type LineKinds = readonly (readonly [asset: string, reason: PostingReason])[];

class LinesCell implements Cell {
  readonly isList = true;
  readonly #kinds: LineKinds;

  constructor(kinds: LineKinds) {
    this.#kinds = kinds;
  }

  read(numbers: Float64Array, at: number): readonly PostingLine[] {
    return Array.from({ length: numbers[at + LINE_COUNT]! }, (_, line) => {
      const place = at + LINES + line * LINE_WIDTH;
      const [asset, reason] = this.#kinds[numbers[place]!]!;
      return [asset, money(BigInt(numbers[place + 1]!)), reason];
    });
  }

  write(bytes: RowBytes, numbers: Float64Array, at: number): void {
    const count = numbers[at + LINE_COUNT]!;
    bytes.array(count);
    for (let line = 0; line < count; line += 1) {
      const place = at + LINES + line * LINE_WIDTH;
      const kind = this.#kinds[numbers[place]!]!;
      bytes.array(kind.length + 1);
      bytes.text(kind[0]);
      // Postings show money of accounts, hence int64: it is read as bigint.
      bytes.int64(numbers[place + 1]!);
      bytes.text(kind[1]);
    }
  }

  compare(): number {
    return 0;
  }
}

export class TradePostingsFold implements AddingFold {
  readonly #market: string;
  readonly #rows = new RowNumbers(WIDTH);
  /** None before the market's assets are known. */
  #added: readonly AddedRows[] = [];

  constructor(market: string) {
    this.#market = market;
  }

  get added(): readonly AddedRows[] {
    return this.#added;
  }

  #begin({ definition: { baseAsset, quoteAsset } }: MarketUnits): void {
    const kinds: LineKinds = [
      [quoteAsset, 'trade'],
      [baseAsset, 'trade'],
      [baseAsset, 'fee'],
      [quoteAsset, 'fee'],
    ];
    const fields = {
      reference: new NumberedCell('trade ', TRADE_ID),
      lines: new LinesCell(kinds),
    } satisfies Record<keyof PostingsRow, unknown>;
    const by = new NumberCell(ACCOUNT);
    const topic = new TextCell(eventTopic(this.#market));
    const place = [new NumberCell(POSITION), new NumberCell(INDEX)];
    const key = [by, new NumberCell(AT_US), topic, ...place];
    this.#added = [new AddedRows(TABLE.postings, this.#rows, { key, by, fields })];
  }

  foldEvents(batch: EventBatch, units: MarketUnits | null): void {
    const { events } = batch;
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index]!;
      if (event.kind !== 'TradeExecuted') continue;
      assert(units !== null, 'a market is defined before it trades');
      if (this.#added.length === 0) this.#begin(units);
      const first = this.#rows.count;
      this.#lines(event, units, first);
      this.#place(first, batch, { event, index });
    }
  }

  /** By account in the order in which they come. */
  #lines(trade: TradeExecuted, units: MarketUnits, first: number): void {
    const isBuyer = trade.takerSide === Side.buy;
    const buyer = isBuyer ? trade.takerAccountId : trade.makerAccountId;
    const seller = isBuyer ? trade.makerAccountId : trade.takerAccountId;
    const buyerFee = isBuyer ? trade.takerFeeMinor : trade.makerFeeMinor;
    const sellerFee = isBuyer ? trade.makerFeeMinor : trade.takerFeeMinor;
    const cost = notionalMinor(units, trade.priceTicks, trade.quantityLots);
    const base = trade.quantityLots * units.baseMinorPerLot;
    this.#line(first, buyer, QUOTE_TRADED, -cost);
    this.#line(first, seller, QUOTE_TRADED, cost);
    this.#line(first, seller, BASE_TRADED, -base);
    this.#line(first, buyer, BASE_TRADED, base);
    this.#line(first, buyer, BASE_FEE, -buyerFee);
    this.#line(first, FEE_ACCOUNT, BASE_FEE, buyerFee);
    this.#line(first, seller, QUOTE_FEE, -sellerFee);
    this.#line(first, FEE_ACCOUNT, QUOTE_FEE, sellerFee);
  }

  #line(first: number, account: AccountId, kind: number, amountMinor: number): void {
    if (amountMinor === 0) return;
    const at = this.#rowOf(account, first);
    const { numbers } = this.#rows;
    const line = numbers[at + LINE_COUNT]!;
    const place = at + LINES + line * LINE_WIDTH;
    numbers[place] = kind;
    numbers[place + 1] = amountMinor;
    numbers[at + LINE_COUNT] = line + 1;
  }

  /** Among those from `first` on, which are the trade's. */
  #rowOf(account: AccountId, first: number): number {
    const { count, numbers } = this.#rows;
    for (let row = first; row < count; row += 1) {
      const at = this.#rows.at(row);
      if (numbers[at + ACCOUNT] === account) return at;
    }
    const at = this.#rows.next();
    this.#rows.numbers[at + ACCOUNT] = account;
    this.#rows.numbers[at + LINE_COUNT] = 0;
    return at;
  }

  #place(
    first: number,
    batch: EventBatch,
    { event, index }: { readonly event: TradeExecuted; readonly index: number },
  ): void {
    const { count, numbers } = this.#rows;
    let firstLine = 0;
    for (let row = first; row < count; row += 1) {
      const at = this.#rows.at(row);
      numbers[at + AT_US] = batch.timestampUs;
      numbers[at + POSITION] = batch.firstSequence + index;
      numbers[at + INDEX] = firstLine;
      numbers[at + TRADE_ID] = event.tradeId;
      firstLine += numbers[at + LINE_COUNT]!;
    }
  }

  clear(): void {
    this.#rows.clear();
  }
}
