/**
 * The order command at hand, as a row of numbers: a call with a double beyond 31 bits as an argument
 * allocates it (V8 boxes it), a typed array never does.
 *
 * There is one row for all machines of a process: a command is written into it and applied whole, before
 * the next one is. So it is a constant, as the memory of events is, and no use of a field looks at an
 * object's shape, at an array's address or at its length. Who enters by a trigger takes the place of the
 * command that reached it, which is over then.
 *
 *   double  0          1            2          3               4        int32  10 …
 *         │ order id │ account id │ quantity │ quote budget │ digest │ kind, side, type, … │
 *
 * Zero means "none" wherever messages.ts says null.
 */
/** `wait`: a new order with a trigger, so that `place` need not look for one. */
export const OrderCommandKind = { place: 1, cancel: 2, cancelAll: 3, amend: 4, wait: 5 } as const;

/** Positions in the view of doubles: what may exceed 31 bits. */
export const Wide = {
  orderId: 0,
  accountId: 1,
  quantityLots: 2,
  quoteBudgetMinor: 3,
  /** Stands for the client order id in the event hash (see text-digest.ts); 0: the empty text. */
  textDigest: 4,
  /** Log time, µs; 0: it stands until it is canceled. */
  goodTillUs: 13,
  /** What it shows at a time; 0: all of it. */
  displayLots: 14,
} as const;

/** Positions in the view of int32. */
export const Field = {
  /** One of OrderCommandKind. */
  kind: 10,
  side: 11,
  type: 12,
  timeInForce: 13,
  /** 0 or 1. */
  postOnly: 14,
  priceTicks: 15,
  makerFeePpm: 16,
  takerFeePpm: 17,
  /** Where the client order id stands in the bytes of the log's record. */
  textAt: 18,
  textBytes: 19,
  /** One of TriggerKind; of kind `wait`. */
  triggerKind: 20,
  triggerTicks: 21,
  /** Whether the rules let an order that waits show a part of itself: 0 or 1; of kind `wait`. */
  mayWaitInParts: 22,
  /** 0: none. */
  selfTradePrevention: 24,
  /** `Wide.accountId`, uint32, seen as int32, as events have it: no number is converted for them. */
  accountWord: 30,
  /** Whether `quoteBudgetMinor` is what a sell may bring: 0, 1, or 2 when it is said twice. */
  isQuoteTarget: 25,
} as const;

/** In place of a length: the text, and the terms that are seldom asked for, are those of the command as an object. */
export const TEXT_IN_COMMAND = -1;

const ROW_BYTES = 128;
const row = new ArrayBuffer(ROW_BYTES);
export const commandInts = new Int32Array(row);
export const commandDoubles = new Float64Array(row);

const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const {
  accountWord: ACCOUNT_WORD,
  isQuoteTarget,
  selfTradePrevention,
  triggerKind,
  triggerTicks,
} = Field;
const { accountId: WIDE_ACCOUNT_ID, displayLots, goodTillUs } = Wide;

/** Both ways in which the row has it. */
export function putAccount(accountId: number): void {
  ROW_WIDE[WIDE_ACCOUNT_ID] = accountId;
  ROW[ACCOUNT_WORD] = accountId;
}

/** Of a new order that is not read from an object: it has none of the terms that are seldom asked for. */
export function clearTerms(): void {
  ROW[triggerKind] = 0;
  ROW[triggerTicks] = 0;
  ROW[selfTradePrevention] = 0;
  ROW[isQuoteTarget] = 0;
  ROW_WIDE[goodTillUs] = 0;
  ROW_WIDE[displayLots] = 0;
}
