/** Orders as they stand: tables orders, orders-by-client-id and open-orders. */

import { statusOfDone } from '../ports/view-store/order-status.ts';
import {
  type AcceptedOrderRow,
  clientOrderKey,
  type OrderReference,
  type OrderRow,
  openOrderKey,
  orderKey,
  PROJECTION,
  TABLE,
} from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { assert, assertNever } from '../proto/assert.ts';
import { type MarketUnits, notionalMinor } from '../proto/market-units.ts';
import {
  DoneReason,
  type Event,
  type EventBatch,
  type OrderAccepted,
  type OrderAmended,
  type OrderDone,
  type OrderRejected,
  type OrderTriggered,
  RejectReason,
  type TradeExecuted,
  type TradePrevented,
} from '../proto/messages.ts';
import {
  type AccountId,
  type Lots,
  lots,
  minorUnits,
  type OrderId,
  type Sequence,
  sequence,
  type TimestampUs,
} from '../proto/units.ts';
import { acceptedRow, rejectedRow } from './order-rows.ts';
import {
  type MarketContext,
  type Projection,
  type RowAddress,
  RowsInBatch,
  rowAddress,
} from './projection.ts';

export const ordersProjection: Projection = {
  name: PROJECTION.orders,
  due: 'soon',
  rowsForEvents,
  foldEvents,
  ledger: null,
};

const ZERO_LOTS = lots(0);

const address = (accountId: AccountId, orderId: OrderId): RowAddress =>
  rowAddress(TABLE.orders, orderKey(accountId, orderId));

/** Not those that the batch itself accepts: nobody has seen them before. */
function rowsForEvents(batch: EventBatch): readonly RowAddress[] {
  const fresh = new Set<OrderId>();
  const asked: RowAddress[] = [];
  const ask = (accountId: AccountId, orderId: OrderId) => {
    if (!fresh.has(orderId)) asked.push(address(accountId, orderId));
  };
  for (const event of batch.events) {
    switch (event.kind) {
      case 'OrderAccepted':
        fresh.add(event.orderId);
        break;
      case 'TradeExecuted':
        ask(event.makerAccountId, event.makerOrderId);
        ask(event.takerAccountId, event.takerOrderId);
        break;
      case 'TradePrevented':
        ask(event.accountId, event.makerOrderId);
        ask(event.accountId, event.takerOrderId);
        break;
      case 'OrderAmended':
      case 'OrderDone':
      case 'OrderTriggered':
        ask(event.accountId, event.orderId);
        break;
      default:
    }
  }
  return asked;
}

function foldEvents(batch: EventBatch, context: MarketContext): readonly ViewWrite[] {
  const rows = new RowsInBatch(context);
  batch.events.forEach((event, index) => {
    foldEvent(event, {
      rows,
      market: context.market,
      units: context.units,
      sequence: sequence(batch.firstSequence + index),
      nowUs: batch.timestampUs,
    });
  });
  return rows.writes;
}

interface Moment {
  readonly rows: RowsInBatch;
  readonly market: string;
  readonly units: MarketUnits | null;
  readonly sequence: Sequence;
  readonly nowUs: TimestampUs;
}

function foldEvent(event: Event, at: Moment): void {
  switch (event.kind) {
    case 'OrderAccepted':
      accept(event, at);
      return;
    case 'OrderRejected':
      reject(event, at);
      return;
    case 'TradeExecuted':
      trade(event, at);
      return;
    case 'TradePrevented':
      prevent(event, at);
      return;
    case 'OrderAmended':
      amend(event, at);
      return;
    case 'OrderDone':
      finish(event, at);
      return;
    case 'OrderTriggered':
      enter(event, at);
      return;
    case 'OrderRested':
    // A row tells what an order has, not what it shows.
    case 'OrderReplenished':
    case 'CancelRejected':
    case 'AmendRejected':
    case 'OrdersCanceled':
    case 'MarketDefined':
    case 'MarketChanged':
    case 'MarketDefinitionRejected':
    case 'MarketStatusChanged':
    case 'AccountStatusChanged':
    case 'SessionOpened':
    case 'SessionRefused':
    case 'CommandIgnored':
    case 'LeadershipChanged':
    case 'LeadershipRefused':
    case 'RulesChanged':
    case 'StateHashed':
    case 'CommandPassedOver':
      return;
    default:
      assertNever(event);
  }
}

function accept(event: OrderAccepted, at: Moment): void {
  const row = acceptedRow(event, at);
  putOrder(row, at);
  putClientOrderId(row, at);
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  at.rows.put(openAddress(row), reference);
}

function reject(event: OrderRejected, at: Moment): void {
  // The row under a duplicate id is that of the first order.
  if (event.reason === RejectReason.duplicateOrderId) return;
  const row = rejectedRow(event, at);
  putOrder(row, at);
  putClientOrderId(row, at);
}

function trade(event: TradeExecuted, at: Moment): void {
  fill(openRow(event.makerAccountId, event.makerOrderId, at), event.makerRemainingLots, event, at);
  fill(openRow(event.takerAccountId, event.takerOrderId, at), event.takerRemainingLots, event, at);
}

function fill(row: AcceptedOrderRow, remaining: Lots, event: TradeExecuted, at: Moment): void {
  assert(at.units !== null, 'a market is defined before it trades');
  const notional = notionalMinor(at.units, event.priceTicks, event.quantityLots);
  // An order by quote amount counts no lots down; OrderDone ends it.
  const filled = remaining === 0 && row.quoteBudgetMinor === 0;
  putOrder(
    {
      ...row,
      sequence: at.sequence,
      updatedAtUs: at.nowUs,
      status: filled ? 'filled' : 'partially_filled',
      filledLots: lots(row.filledLots + event.quantityLots),
      filledQuoteMinor: minorUnits(row.filledQuoteMinor + notional),
      remainingLots: remaining,
    },
    at,
  );
  if (filled) close(row, at);
}

function prevent(event: TradePrevented, at: Moment): void {
  const { accountId } = event;
  lose(openRow(accountId, event.makerOrderId, at), event.makerRemainingLots, event, at);
  lose(openRow(accountId, event.takerOrderId, at), event.takerRemainingLots, event, at);
}

function lose(row: AcceptedOrderRow, remaining: Lots, event: TradePrevented, at: Moment): void {
  putOrder(
    {
      ...row,
      sequence: at.sequence,
      updatedAtUs: at.nowUs,
      preventedLots: lots((row.preventedLots ?? 0) + event.quantityLots),
      remainingLots: remaining,
    },
    at,
  );
}

function amend(event: OrderAmended, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  putOrder(
    {
      ...row,
      sequence: at.sequence,
      updatedAtUs: at.nowUs,
      priceTicks: event.priceTicks,
      quantityLots: event.quantityLots,
      remainingLots: event.remainingLots,
    },
    at,
  );
}

function enter(event: OrderTriggered, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  putOrder({ ...row, sequence: at.sequence, updatedAtUs: at.nowUs, triggeredAtUs: at.nowUs }, at);
}

function finish(event: OrderDone, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  putOrder(
    {
      ...row,
      sequence: at.sequence,
      updatedAtUs: at.nowUs,
      status: statusOfDone(event.reason),
      ...preventedAtEnd(row, event),
      remainingLots: ZERO_LOTS,
    },
    at,
  );
  close(row, at);
}

/** What it still had is prevented too, when self-trade prevention ended it. */
function preventedAtEnd(
  { preventedLots = ZERO_LOTS }: AcceptedOrderRow,
  { reason, remainingLots }: OrderDone,
): Pick<AcceptedOrderRow, 'preventedLots'> {
  if (reason !== DoneReason.expiredInMatch || remainingLots === 0) return {};
  return { preventedLots: lots(preventedLots + remainingLots) };
}

function openRow(accountId: AccountId, orderId: OrderId, at: Moment): AcceptedOrderRow {
  // The projection's own table, and it alone writes it: the row is what putOrder wrote.
  const row = at.rows.get(address(accountId, orderId)) as OrderRow | undefined;
  assert(
    row !== undefined && row.status !== 'rejected',
    `${at.market} sequence ${at.sequence}: order ${orderId} was never accepted`,
  );
  return row;
}

function putOrder(row: OrderRow, at: Moment): void {
  at.rows.put(address(row.accountId, row.orderId), row);
}

const openAddress = ({ accountId, market, orderId }: AcceptedOrderRow): RowAddress => ({
  table: TABLE.openOrders,
  key: openOrderKey(accountId, market, orderId),
});

function putClientOrderId(row: OrderRow, at: Moment): void {
  if (row.clientOrderId === '') return;
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  const key = clientOrderKey(row.accountId, row.clientOrderId);
  at.rows.put({ table: TABLE.ordersByClientId, key }, reference);
}

function close(row: AcceptedOrderRow, at: Moment): void {
  at.rows.remove(openAddress(row));
}
