/** Orders as they stand: tables orders, orders-by-client-id and amendments. */

import { amendmentKey } from '../ports/view-store/order-event-tables.ts';
import { statusOfDone } from '../ports/view-store/order-status.ts';
import {
  clientOrderKey,
  type OrderReference,
  type OrderRow,
  PROJECTION,
  TABLE,
} from '../ports/view-store/tables.ts';
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
import { acceptedRow, amendmentOf, type OpenOrderRow, rejectedRow } from './order-rows.ts';
import { PreventedMatchFold } from './prevented-matches.ts';
import type { Projection } from './projection.ts';
import type { StepOrders } from './step-orders.ts';

export const ordersProjection: Projection = {
  name: PROJECTION.orders,
  due: 'soon',
  events: { kind: 'orders', foldEvents },
  ledger: null,
};

const ZERO_LOTS = lots(0);

function foldEvents(batch: EventBatch, orders: StepOrders, units: MarketUnits | null): void {
  const { events, firstSequence, timestampUs: nowUs } = batch;
  const { market } = orders;
  const matches = new PreventedMatchFold(orders);
  // One for all events of the batch: only the sequence moves.
  const at = { orders, matches, market, units, sequence: firstSequence, nowUs };
  for (let index = 0; index < events.length; index += 1) {
    at.sequence = sequence(firstSequence + index);
    foldEvent(events[index]!, at);
  }
}

/** Of the event at hand; not to be kept. */
interface Moment {
  readonly orders: StepOrders;
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
  at.orders.put(row);
  addClientOrderId(row, at);
  at.orders.open.opened(row.accountId, row.orderId);
  at.matches.enters(row.orderId);
}

function reject(event: OrderRejected, at: Moment): void {
  // The row under a duplicate id is that of the first order.
  if (event.reason === RejectReason.duplicateOrderId) return;
  const row = rejectedRow(event, at);
  at.orders.put(row);
  addClientOrderId(row, at);
}

function trade(event: TradeExecuted, at: Moment): void {
  fill(openRow(event.makerAccountId, event.makerOrderId, at), event.makerRemainingLots, event, at);
  fill(openRow(event.takerAccountId, event.takerOrderId, at), event.takerRemainingLots, event, at);
}

/** Orders are changed in place: a copy of twenty fields was a third of what an order's fold takes. */
function fill(row: OpenOrderRow, remaining: Lots, event: TradeExecuted, at: Moment): void {
  assert(at.units !== null, 'a market is defined before it trades');
  const notional = notionalMinor(at.units, event.priceTicks, event.quantityLots);
  at.orders.changes(row);
  // An order by quote amount counts no lots down; OrderDone ends it.
  const filled = remaining === 0 && row.quoteBudgetMinor === 0;
  row.status = filled ? 'filled' : 'partially_filled';
  row.filledLots = lots(row.filledLots + event.quantityLots);
  row.filledQuoteMinor = minorUnits(row.filledQuoteMinor + notional);
  row.remainingLots = remaining;
  stamp(row, at);
  if (filled) close(row, at);
}

function prevent(event: TradePrevented, at: Moment): void {
  const { accountId } = event;
  at.matches.told(event, at);
  lose(openRow(accountId, event.makerOrderId, at), event.makerRemainingLots, event, at);
  lose(openRow(accountId, event.takerOrderId, at), event.takerRemainingLots, event, at);
}

function lose(row: OpenOrderRow, remaining: Lots, event: TradePrevented, at: Moment): void {
  at.orders.changes(row);
  row.preventedLots = lots((row.preventedLots ?? 0) + event.quantityLots);
  row.remainingLots = remaining;
  stamp(row, at);
}

function amend(event: OrderAmended, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  const amendment = amendmentOf(row, event, at);
  at.orders.changes(row);
  row.priceTicks = event.priceTicks;
  row.quantityLots = event.quantityLots;
  row.remainingLots = event.remainingLots;
  if (!event.keptPriority) row.enteredSequence = at.sequence;
  stamp(row, at);
  at.matches.enters(event.orderId);
  at.orders.add(TABLE.amendments, amendmentKey(event.accountId, amendment), amendment);
}

function enter(event: OrderTriggered, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  at.orders.changes(row);
  row.triggeredAtUs = at.nowUs;
  row.enteredSequence = at.sequence;
  stamp(row, at);
  at.matches.enters(event.orderId);
}

/** A row tells what an order has, not what it shows; but its next part stands last of its level. */
function takePlace(event: OrderReplenished, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  at.orders.changes(row);
  row.enteredSequence = at.sequence;
}

function finish(event: OrderDone, at: Moment): void {
  const row = openRow(event.accountId, event.orderId, at);
  if (event.reason === DoneReason.expiredInMatch) {
    const matchId = at.matches.ends(event, row, at);
    if (matchId !== null) row.preventedMatchId = matchId;
    // What it still had is prevented too, when self-trade prevention ended it.
    const { preventedLots = ZERO_LOTS } = row;
    if (event.remainingLots > 0) row.preventedLots = lots(preventedLots + event.remainingLots);
  }
  at.orders.changes(row);
  row.status = statusOfDone(event.reason);
  row.remainingLots = ZERO_LOTS;
  stamp(row, at);
  close(row, at);
}

function stamp(row: OpenOrderRow, at: Moment): void {
  row.sequence = at.sequence;
  row.updatedAtUs = at.nowUs;
}

function openRow(accountId: AccountId, orderId: OrderId, at: Moment): OpenOrderRow {
  // The projection's own table, and it alone writes it: the row is what was put there.
  const row = at.orders.order(orderId);
  assert(
    row !== undefined && row.status !== 'rejected' && row.accountId === accountId,
    `${at.market} sequence ${at.sequence}: order ${orderId} was never accepted`,
  );
  return row;
}

function addClientOrderId(row: OrderRow, at: Moment): void {
  if (row.clientOrderId === '') return;
  const reference: OrderReference = { orderId: row.orderId, market: row.market };
  at.orders.add(
    TABLE.ordersByClientId,
    clientOrderKey(row.accountId, row.clientOrderId),
    reference,
  );
}

const close = ({ accountId, orderId }: OpenOrderRow, at: Moment): void =>
  at.orders.open.closed(accountId, orderId);
