/** Orders as they stand: tables orders, orders-by-client-id and open-orders; table amendments. */

import { amendmentKey } from '../ports/view-store/order-event-tables.ts';
import { statusOfDone } from '../ports/view-store/order-status.ts';
import {
  type AcceptedOrderRow,
  clientOrderKey,
  type OrderReference,
  type OrderRow,
  openOrderKey,
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
  type OrderReplenished,
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
import { orderAddress, ordersOfEvents } from './asked-orders.ts';
import { acceptedRow, amendedRow, amendmentOf, rejectedRow } from './order-rows.ts';
import { accountsThatMetThemselves, PreventedMatchFold } from './prevented-matches.ts';
import { type MarketContext, type Projection, type RowAddress, RowsInBatch } from './projection.ts';

export const ordersProjection: Projection = {
  name: PROJECTION.orders,
  due: 'soon',
  rowsForEvents: ordersOfEvents,
  openOrdersForEvents: accountsThatMetThemselves,
  foldEvents,
  ledger: null,
};

const ZERO_LOTS = lots(0);

function foldEvents(batch: EventBatch, context: MarketContext): readonly ViewWrite[] {
  const rows = new RowsInBatch(context);
  const matches = new PreventedMatchFold(rows, context);
  batch.events.forEach((event, index) => {
    foldEvent(event, {
      rows,
      matches,
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
  readonly matches: PreventedMatchFold;
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
    case 'OrderReplenished':
      takePlace(event, at);
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
  const row = acceptedRow(event, at);
  putOrder(row, at);
  putClientOrderId(row, at);
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  at.rows.put(openAddress(row), reference);
  at.matches.opened(row.accountId, row.orderId);
  at.matches.enters(row.orderId);
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
  at.matches.told(event, at);
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
  putOrder(amendedRow(row, event, at), at);
  at.matches.enters(event.orderId);
  const amendment = amendmentOf(row, event, at);
  const key = amendmentKey(event.accountId, amendment);
  at.rows.put({ table: TABLE.amendments, key }, amendment);
}

function enter(event: OrderTriggered, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  const { sequence, nowUs } = at;
  const entered = { triggeredAtUs: nowUs, enteredSequence: sequence };
  putOrder({ ...row, sequence, updatedAtUs: nowUs, ...entered }, at);
  at.matches.enters(event.orderId);
}

/** A row tells what an order has, not what it shows; but its next part stands last of its level. */
function takePlace(event: OrderReplenished, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  putOrder({ ...row, enteredSequence: at.sequence }, at);
}

function finish(event: OrderDone, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  const matchId = at.matches.ends(event, row, at);
  putOrder(
    {
      ...row,
      sequence: at.sequence,
      updatedAtUs: at.nowUs,
      ...(matchId !== null && { preventedMatchId: matchId }),
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
  const row = at.rows.get(orderAddress(accountId, orderId)) as OrderRow | undefined;
  assert(
    row !== undefined && row.status !== 'rejected',
    `${at.market} sequence ${at.sequence}: order ${orderId} was never accepted`,
  );
  return row;
}

function putOrder(row: OrderRow, at: Moment): void {
  at.rows.put(orderAddress(row.accountId, row.orderId), row);
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
  at.matches.closed(row.accountId, row.orderId);
}
