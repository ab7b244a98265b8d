/**
 * How the rows of the busiest tables are stored: their values in a fixed order, without names.
 *
 *   { tradeId: 7, side: 1, … }  ⇄  [7, 1, …]     undefined: the row does not have it
 *
 * A list of fields only ever grows at its end: rows of before are read by the same list, and what they
 * do not reach is absent. Rows of other tables, and rows stored before there were layouts, are objects.
 */
import { assert } from '../../proto/assert.ts';
import type { AggregateTradeRow, OrderHistoryRow } from './market-tables.ts';
import type { PostingsRow } from './postings.ts';
import type { RowBytes } from './row-bytes.ts';
import {
  type AcceptedOrderRow,
  type FillRow,
  type OrderReference,
  type RejectedOrderRow,
  TABLE,
  type TradeRow,
} from './tables.ts';

/** A list of all the fields of a row: the compiler misses one that is not there. */
const fieldsOf =
  <Row>() =>
  <const Fields extends readonly (keyof Row & string)[]>(
    ...fields: Exclude<keyof Row, Fields[number]> extends never ? Fields : never
  ): readonly string[] =>
    fields;

type AnyOrderRow = Omit<AcceptedOrderRow, 'status'> & RejectedOrderRow;

const FILL = fieldsOf<FillRow>()(
  'orderId',
  'market',
  'tradeId',
  'sequence',
  'liquidity',
  'side',
  'priceTicks',
  'quantityLots',
  'feeMinor',
  'executedAtUs',
  'accountId',
);
const REFERENCE = fieldsOf<OrderReference>()('orderId', 'market');

const LAYOUTS = new Map<string, readonly string[]>([
  [
    TABLE.orders,
    fieldsOf<AnyOrderRow>()(
      'orderId',
      'accountId',
      'market',
      'clientOrderId',
      'createdSequence',
      'sequence',
      'createdAtUs',
      'updatedAtUs',
      'status',
      'side',
      'type',
      'timeInForce',
      'postOnly',
      'priceTicks',
      'quantityLots',
      'quoteBudgetMinor',
      'filledLots',
      'filledQuoteMinor',
      'remainingLots',
      'reason',
      'selfTradePrevention',
      'goodTillUs',
      'displayLots',
      'preventedLots',
      'trigger',
      'triggeredAtUs',
      'preventedMatchId',
      'enteredSequence',
    ),
  ],
  [TABLE.ordersByClientId, REFERENCE],
  [TABLE.openOrders, REFERENCE],
  [TABLE.fills, FILL],
  [TABLE.orderFills, FILL],
  [
    TABLE.trades,
    fieldsOf<TradeRow>()(
      'market',
      'tradeId',
      'sequence',
      'takerSide',
      'priceTicks',
      'quantityLots',
      'makerOrderId',
      'takerOrderId',
      'executedAtUs',
    ),
  ],
  [
    TABLE.aggregateTrades,
    fieldsOf<AggregateTradeRow>()(
      'market',
      'firstTradeId',
      'lastTradeId',
      'priceTicks',
      'quantityLots',
      'takerSide',
      'executedAtUs',
    ),
  ],
  [TABLE.postings, fieldsOf<PostingsRow>()('reference', 'lines')],
  [TABLE.orderHistory, fieldsOf<OrderHistoryRow>()('orderId', 'createdAtUs')],
]);

/** Of a table that has a layout, which is all that a page of its rows is made of. */
export function fieldsIn(table: string): readonly string[] {
  const fields = LAYOUTS.get(table);
  assert(fields !== undefined, `table ${table} has a layout`);
  return fields;
}

type Row = Readonly<Record<string, unknown>>;

/** Most orders are, and nothing is written as often. */
export function isPlainOrder(value: unknown): value is AnyOrderRow {
  const row = value as Partial<AnyOrderRow>;
  return (
    row.remainingLots !== undefined &&
    row.reason === undefined &&
    row.selfTradePrevention === undefined &&
    row.goodTillUs === undefined &&
    row.displayLots === undefined &&
    row.preventedLots === undefined &&
    row.trigger === undefined &&
    row.triggeredAtUs === undefined &&
    row.preventedMatchId === undefined &&
    row.enteredSequence === undefined
  );
}

const PLAIN_FIELDS = 19;

/** The first fields of its list, as `stored` and the general encoder would write them. */
export function writePlainOrder(row: AnyOrderRow, bytes: RowBytes): void {
  bytes.array(PLAIN_FIELDS);
  bytes.number(row.orderId);
  bytes.number(row.accountId);
  bytes.text(row.market);
  bytes.text(row.clientOrderId);
  bytes.number(row.createdSequence);
  bytes.number(row.sequence);
  bytes.number(row.createdAtUs);
  bytes.number(row.updatedAtUs);
  bytes.text(row.status);
  bytes.number(row.side);
  bytes.number(row.type);
  bytes.number(row.timeInForce);
  bytes.boolean(row.postOnly);
  bytes.number(row.priceTicks);
  bytes.number(row.quantityLots);
  bytes.number(row.quoteBudgetMinor);
  bytes.number(row.filledLots);
  bytes.number(row.filledQuoteMinor);
  bytes.number(row.remainingLots);
}

/** A literal, so that a fold meets rows of one shape, wherever they come from. */
const plainOrder = (values: readonly unknown[]): object => ({
  orderId: values[0],
  accountId: values[1],
  market: values[2],
  clientOrderId: values[3],
  createdSequence: values[4],
  sequence: values[5],
  createdAtUs: values[6],
  updatedAtUs: values[7],
  status: values[8],
  side: values[9],
  type: values[10],
  timeInForce: values[11],
  postOnly: values[12],
  priceTicks: values[13],
  quantityLots: values[14],
  quoteBudgetMinor: values[15],
  filledLots: values[16],
  filledQuoteMinor: values[17],
  remainingLots: values[18],
});

export function stored(table: string, row: unknown): unknown {
  const fields = LAYOUTS.get(table);
  if (fields === undefined) return row;
  const values: unknown[] = [];
  let length = 0;
  for (const field of fields) {
    const value = (row as Row)[field];
    values.push(value);
    if (value !== undefined) length = values.length;
  }
  values.length = length;
  return values;
}

export function loaded(table: string, value: unknown): unknown {
  const fields = LAYOUTS.get(table);
  if (fields === undefined || !Array.isArray(value)) return value;
  if (table === TABLE.orders && value.length === PLAIN_FIELDS) return plainOrder(value);
  const row: Record<string, unknown> = {};
  for (const [index, field] of fields.entries()) {
    if (value[index] !== undefined) row[field] = value[index];
  }
  return row;
}
