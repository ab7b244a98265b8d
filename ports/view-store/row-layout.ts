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
const isPlain = (row: Partial<AnyOrderRow>): boolean =>
  row.remainingLots !== undefined &&
  row.reason === undefined &&
  row.selfTradePrevention === undefined &&
  row.goodTillUs === undefined &&
  row.displayLots === undefined &&
  row.preventedLots === undefined &&
  row.trigger === undefined &&
  row.triggeredAtUs === undefined &&
  row.preventedMatchId === undefined &&
  row.enteredSequence === undefined;

/** The first fields of its list, each by its name: by names that vary it took four times as long. */
const plainOrder = (row: AnyOrderRow): readonly unknown[] => [
  row.orderId,
  row.accountId,
  row.market,
  row.clientOrderId,
  row.createdSequence,
  row.sequence,
  row.createdAtUs,
  row.updatedAtUs,
  row.status,
  row.side,
  row.type,
  row.timeInForce,
  row.postOnly,
  row.priceTicks,
  row.quantityLots,
  row.quoteBudgetMinor,
  row.filledLots,
  row.filledQuoteMinor,
  row.remainingLots,
];

export function stored(table: string, row: unknown): unknown {
  if (table === TABLE.orders && isPlain(row as AnyOrderRow)) return plainOrder(row as AnyOrderRow);
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
  const row: Record<string, unknown> = {};
  for (const [index, field] of fields.entries()) {
    if (value[index] !== undefined) row[field] = value[index];
  }
  return row;
}
