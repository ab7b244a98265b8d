/**
 * The contract of a book: who rests at which price, in which order, and what an incoming order takes.
 *
 *          bid | price | ask
 *              |   103 | 5 ← 2        asks: best is lowest, first come first served
 *              |   101 | 4
 *     3 ← 7 ←  |   100 |              bids: best is highest
 *
 * A book trusts its caller (hot/order-desk.ts): rules were checked, ids are new, numbers are in range.
 * So nothing in it can fail. It writes TradeExecuted, TradePrevented, OrderRested, OrderReplenished and OrderDone into
 * the event buffer; the command that it is asked about is the one in the row (hot/order-command.ts).
 */
import type { MarketUnits } from '../../../proto/market-units.ts';
import type { BookImage, IcebergOrder, RestingOrderColumns } from '../../../proto/messages.ts';
import type { EventBuffer } from '../hot/event-buffer.ts';

/** Of the market. */
export interface BookUnits {
  readonly minPriceTicks: number;
  readonly maxPriceTicks: number;
  readonly quoteMinorPerTickLot: number;
  readonly baseMinorPerLot: number;
  /** The rules never let more rest. */
  readonly maxRestingOrders: number;
}

/** What a market's book needs to know of it. */
export function bookUnits(units: MarketUnits): BookUnits {
  const { quoteMinorPerTickLot, baseMinorPerLot } = units;
  const { minPriceTicks, maxPriceTicks, maxRestingOrders } = units.definition;
  const range = { minPriceTicks, maxPriceTicks, maxRestingOrders };
  return { ...range, quoteMinorPerTickLot, baseMinorPerLot };
}

export interface BookOptions extends BookUnits {
  readonly events: EventBuffer;
  /** What will be loaded: an image's rows may become the book's memory, and belong to nobody else then. */
  readonly loads?: RestingOrderColumns | BookImage;
}

/** Position of a field in what `Book.describe` returns. */
export const Found = {
  side: 0,
  priceTicks: 1,
  /** Total, filled part included. */
  quantityLots: 2,
  remainingLots: 3,
  /** What it shows at a time, and now; 0: it shows all of itself. */
  displayLots: 4,
  shownLots: 5,
} as const;

/** Position of a price in `Book.tradedTicks`. One order's trades come from the best price to worse ones. */
export const Traded = {
  /** Of the last trade; 0: none. */
  last: 0,
  /** Of the first trade since whoever watches them set it to 0: between it and the last are all others. */
  first: 1,
} as const;

export interface Book {
  readonly restingOrders: number;
  /** Trade prices, by the positions of `Traded`. */
  readonly tradedTicks: Int32Array;
  nextTradeId: number;
  nextPriority: number;
  /** Whether an order with the command's id rests, whoever owns it. */
  has(): boolean;
  /** Looks up the order with the command's id, of the command's account. */
  find(): boolean;
  /** How the order that `find` found stands, by the positions of `Found`; valid until the next call. */
  describe(): Float64Array;
  /**
   * The priority of the order with the command's id, whoever owns it, and of an iceberg the one with which it
   * came, whatever part it shows by now; 0: it does not rest.
   */
  enteredPriorityOf(): number;
  /** Orders that rest for the command's account. */
  openOrdersOf(): number;
  /** Whether an order of the command's side and limit would trade at all. */
  wouldTrade(): boolean;
  /** A new order: trades, then rests or ends. Ends with at most one OrderRested or OrderDone. */
  place(): void;
  /** Ends the order that `find` has just found for this command; `expire`, `reduce` and `replace` are of that one, too. */
  cancel(): void;
  expire(): void;
  /** Ends the account's orders (of one side, or of both: 0) in order of entry; how many. */
  cancelAll(): number;
  /** Gives it a smaller total; it keeps its place. */
  reduce(): void;
  /** Takes it out, then lets it come again at the command's price and total. */
  replace(): void;
  /** All orders in the canonical order of snapshot.proto, in arrays of their own. */
  columns(): RestingOrderColumns;
  /** Those of them that show a part of themselves, in the same order. */
  icebergs(): readonly IcebergOrder[];
  /** Of an empty book; made by `columns()` and `icebergs()`. An image is of this build, and was proven. */
  load(orders: RestingOrderColumns | BookImage, icebergs: readonly IcebergOrder[]): void;
  /** Throws AssertionFailed when the structures contradict each other. O(orders). */
  checkInvariants(): void;
}

export type BookFactory = (options: BookOptions) => Book;
