/**
 * How an order event stands in the event buffer: a record of 96 bytes, seen as 24 int32 words and as 12
 * doubles. The hash takes it in blocks of 8 words, as many as the kind needs.
 *
 *   block 1   word 0          1               2       3         double 2    3
 *             kind | bytes    command index   price   account   order id    lots
 *   block 2   double 4        5               6       7
 *             maker order id  trade id        fees of the maker and the taker         trades
 *             money, display  digest, shown   trigger │ good till, if accepted          others
 *   block 3   double 8        9               word 20 … 23
 *             remaining lots of maker, taker  maker's account, taker's limit, –, –    trades, prevented ones
 *                                             where the text stands (not hashed)      others
 *
 * Word 0 holds the kind and up to three small values, a byte each: side, then what EventByte says.
 * Doubles hold integers of up to 53 bits, never -0. Unused words of a block that is hashed are 0, or count as
 * 0 whatever stands there, of the kinds that are most of all events.
 */
export const EVENT_WORDS = 24;
export const EVENT_BLOCK_WORDS = 8;

/** Numbers of the `Event` oneof in events.proto. */
export const EventKind = {
  orderAccepted: 2,
  orderRejected: 3,
  orderRested: 4,
  tradeExecuted: 5,
  orderAmended: 6,
  orderDone: 7,
  cancelRejected: 8,
  amendRejected: 9,
  ordersCanceled: 10,
  orderTriggered: 11,
  /** As a trade, without id, fees and the maker's account. */
  tradePrevented: 12,
  orderReplenished: 13,
  /** An OrderRested of an order that shows a part of itself; its own number, for it has a block more. */
  icebergRested: 14,
} as const;

/** Blocks of 8 words that a kind uses; by kind. */
export const EVENT_BLOCKS = Int32Array.of(0, 0, 2, 2, 1, 3, 2, 2, 1, 1, 1, 2, 3, 2, 2);

/** By kind: words of its blocks that are hashed as 0. Room for new fields, whose writers then write all of them. */
export const EVENT_WORDS_AS_ZERO: { readonly [kind: number]: readonly number[] } = {
  [EventKind.orderDone]: [12, 13, 14, 15],
  [EventKind.tradeExecuted]: [22, 23],
};

/** Shifts within word 0. */
export const EventByte = {
  side: 8,
  /** Accepted. */
  type: 16,
  timeInForce: 24,
  postOnly: 28,
  /** The highest three bits. */
  selfTradePrevention: 29,
  /** Done, rejected. */
  reason: 16,
  /** Done: wasResting; amended: keptPriority; prevented: the maker shows a part of itself. */
  flag: 24,
} as const;

/** Positions in the view of int32. */
export const EventWord = {
  kind: 0,
  commandIndex: 1,
  /** OrdersCanceled: the count. */
  priceTicks: 2,
  /** The taker's, of a trade. uint32, seen as int32. */
  accountId: 3,
  /** Accepted and triggered; 0: it enters at once. */
  triggerTicks: 12,
  triggerKind: 13,
  makerAccountId: 20,
  takerLimitTicks: 21,
  textAt: 20,
  textBytes: 21,
} as const;

/** Positions in the view of doubles. */
export const EventWide = {
  /** The taker's, of a trade. */
  orderId: 2,
  /** Quantity of an accepted or amended order and of a trade; else what remains. */
  lots: 3,
  makerOrderId: 4,
  tradeId: 5,
  makerFeeMinor: 6,
  takerFeeMinor: 7,
  makerRemainingLots: 8,
  takerRemainingLots: 9,
  /**
   * Accepted, triggered: the budget, or what a limit order displays (it has no budget); rested: the latter; done: what is
   * left of a budget; amended: the lots that remain.
   */
  money: 4,
  /** Replenished, amended, done, prevented (the maker's): what shows of an iceberg; 0: it is none. */
  shownLots: 5,
  textDigest: 5,
  /** Accepted; 0: without end. */
  goodTillUs: 7,
} as const;
