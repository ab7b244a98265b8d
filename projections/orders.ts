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
  type RejectedOrderRow,
  TABLE,
} from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { assert, assertNever } from '../proto/assert.ts';
import { type MarketUnits, notionalMinor } from '../proto/market-units.ts';
import {
  type Event,
  type EventBatch,
  type OrderAccepted,
  type OrderAmended,
  type OrderDone,
  type OrderRejected,
  type OrderTriggered,
  RejectReason,
  type TradeExecuted,
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
import { type MarketContext, type Projection, type RowAddress, RowsInBatch } from './projection.ts';

export const ordersProjection: Projection = {
  name: PROJECTION.orders,
  due: 'soon',
  rowsForEvents,
  foldEvents,
  ledger: null,
};

const ZERO_LOTS = lots(0);

const address = (accountId: AccountId, orderId: OrderId): RowAddress => ({
  table: TABLE.orders,
  key: orderKey(accountId, orderId),
});

function rowsForEvents(batch: EventBatch): readonly RowAddress[] {
  return batch.events.flatMap((event) => {
    switch (event.kind) {
      case 'TradeExecuted':
        return [
          address(event.makerAccountId, event.makerOrderId),
          address(event.takerAccountId, event.takerOrderId),
        ];
      case 'OrderAmended':
      case 'OrderDone':
      case 'OrderTriggered':
        return [address(event.accountId, event.orderId)];
      default:
        return [];
    }
  });
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
  const { kind: _kind, ...order } = event;
  const row: AcceptedOrderRow = {
    orderId: order.orderId,
    accountId: order.accountId,
    market: at.market,
    clientOrderId: order.clientOrderId,
    createdSequence: at.sequence,
    sequence: at.sequence,
    createdAtUs: at.nowUs,
    updatedAtUs: at.nowUs,
    status: 'open',
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    ...(order.selfTradePrevention && { selfTradePrevention: order.selfTradePrevention }),
    priceTicks: order.priceTicks,
    quantityLots: order.quantityLots,
    quoteBudgetMinor: order.quoteBudgetMinor,
    filledLots: ZERO_LOTS,
    filledQuoteMinor: minorUnits(0),
    remainingLots: order.quantityLots,
    ...(order.trigger === undefined ? {} : { trigger: order.trigger }),
  };
  putOrder(row, at);
  putClientOrderId(row, at);
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  at.rows.put(TABLE.openOrders, openOrderKey(row.accountId, row.market, row.orderId), reference);
}

function reject(event: OrderRejected, at: Moment): void {
  // The row under a duplicate id is that of the first order.
  if (event.reason === RejectReason.duplicateOrderId) return;
  const row: RejectedOrderRow = {
    orderId: event.orderId,
    accountId: event.accountId,
    market: at.market,
    clientOrderId: event.clientOrderId,
    createdSequence: at.sequence,
    sequence: at.sequence,
    createdAtUs: at.nowUs,
    updatedAtUs: at.nowUs,
    status: 'rejected',
    reason: event.reason,
  };
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
      remainingLots: ZERO_LOTS,
    },
    at,
  );
  close(row, at);
}

function openRow(accountId: AccountId, orderId: OrderId, at: Moment): AcceptedOrderRow {
  // The projection's own table, and it alone writes it: the row is what putOrder wrote.
  const row = at.rows.get(TABLE.orders, orderKey(accountId, orderId)) as OrderRow | undefined;
  assert(
    row !== undefined && row.status !== 'rejected',
    `${at.market} sequence ${at.sequence}: order ${orderId} was never accepted`,
  );
  return row;
}

function putOrder(row: OrderRow, at: Moment): void {
  at.rows.put(TABLE.orders, orderKey(row.accountId, row.orderId), row);
}

function putClientOrderId(row: OrderRow, at: Moment): void {
  if (row.clientOrderId === '') return;
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  at.rows.put(TABLE.ordersByClientId, clientOrderKey(row.accountId, row.clientOrderId), reference);
}

function close(row: AcceptedOrderRow, at: Moment): void {
  at.rows.remove(TABLE.openOrders, openOrderKey(row.accountId, row.market, row.orderId));
}
