/**
 * The public feed of orders, without owners: what each event of a market meant to its book.
 *
 *   received ─▶ open ─▶ match … ─▶ done        change: an amend, or a trade with an own order that was prevented
 *                 └──◀──┘ an order that shows a part of itself, with its next part
 *
 * Quantities are those that show: what is hidden of an order is its owner's to know.
 */
import { formatPrice, formatQuantity } from '../../proto/decimal.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import {
  DoneReason,
  type Event,
  type EventBatch,
  type OrderAccepted,
  type OrderReplenished,
  type OrderRested,
  type OrderTriggered,
  OrderType,
  Side,
  type TradeExecuted,
} from '../../proto/messages.ts';
import type { Lots, Sequence } from '../../proto/units.ts';
import type { MarketView } from '../market-data/market-view.ts';
import { lotsInView, type OrderState } from '../market-data/order-state.ts';
import { quoteMoney, sideName } from '../presentation.ts';

/** Told events per message of a snapshot. */
const PART_ORDERS = 500;

/** null: nothing behind `after` that concerns an order. */
export function ordersMessage(
  units: MarketUnits,
  batch: EventBatch,
  after: Sequence,
): string | null {
  const events: object[] = [];
  batch.events.forEach((event, index) => {
    const sequence = batch.firstSequence + index;
    if (sequence <= after) return;
    for (const told of toldOf(units, event)) events.push({ sequence, ...told });
  });
  if (events.length === 0) return null;
  const sequence = batch.firstSequence + batch.events.length - 1;
  const { market } = units;
  return JSON.stringify({ type: 'orders', market, sequence, time_us: batch.timestampUs, events });
}

function toldOf(units: MarketUnits, event: Event): readonly object[] {
  switch (event.kind) {
    case 'OrderAccepted':
      // Who waits for which price is nobody else's business.
      return event.trigger === undefined ? [received(units, event)] : [];
    case 'OrderTriggered':
      return [{ ...received(units, event), stop_price: formatPrice(units, event.triggerTicks) }];
    case 'OrderRested':
    case 'OrderReplenished':
      return [
        {
          kind: 'open',
          order_id: String(event.orderId),
          side: sideName(event.side),
          price: formatPrice(units, event.priceTicks),
          remaining: formatQuantity(units, shownAtRest(event)),
        },
      ];
    case 'TradeExecuted':
      return traded(units, event);
    case 'TradePrevented':
      // What the taker lost shows when it comes to rest, or is done.
      return [
        {
          kind: 'change',
          order_id: String(event.makerOrderId),
          side: sideName(event.takerSide === Side.buy ? Side.sell : Side.buy),
          price: formatPrice(units, event.priceTicks),
          remaining: formatQuantity(units, event.makerShownLots ?? event.makerRemainingLots),
          kept_priority: true,
        },
      ];
    case 'OrderAmended':
      return [
        {
          kind: 'change',
          order_id: String(event.orderId),
          side: sideName(event.side),
          price: formatPrice(units, event.priceTicks),
          remaining: formatQuantity(units, event.shownLots ?? event.remainingLots),
          kept_priority: event.keptPriority,
        },
      ];
    case 'OrderDone':
      // It ended while it waited: nothing was told of it.
      if (event.reason === DoneReason.canceled && !event.wasResting) return [];
      return [
        {
          kind: 'done',
          order_id: String(event.orderId),
          reason: reasonName(event.reason),
          remaining: formatQuantity(units, event.shownLots ?? event.remainingLots),
        },
      ];
    default:
      return [];
  }
}

function shownAtRest(event: OrderRested | OrderReplenished): Lots {
  if (event.kind === 'OrderReplenished') return event.shownLots;
  return Math.min(event.displayLots ?? event.remainingLots, event.remainingLots) as Lots;
}

/** It comes to the market. */
function received(units: MarketUnits, event: OrderAccepted | OrderTriggered): object {
  const isByQuote = event.quoteBudgetMinor > 0;
  return {
    kind: 'received',
    order_id: String(event.orderId),
    side: sideName(event.side),
    type: event.type === OrderType.market ? 'market' : 'limit',
    price: event.type === OrderType.market ? null : formatPrice(units, event.priceTicks),
    quantity: isByQuote ? null : formatQuantity(units, event.displayLots ?? event.quantityLots),
    quote_quantity: isByQuote ? quoteMoney(units, event.quoteBudgetMinor) : null,
  };
}

function reasonName(reason: DoneReason): 'canceled' | 'expired' | 'filled' {
  if (reason === DoneReason.canceled) return 'canceled';
  return reason === DoneReason.filled ? 'filled' : 'expired';
}

/** An order with nothing left is done with its last match: the log has no event of its own for it. */
function traded(units: MarketUnits, event: TradeExecuted): readonly object[] {
  const none = formatQuantity(units, 0 as never);
  const filled = (orderId: number) => ({
    kind: 'done',
    order_id: String(orderId),
    reason: 'filled',
    remaining: none,
  });
  const isTakerDone = event.takerRemainingLots === 0 && event.takerLimitTicks !== null;
  return [
    {
      kind: 'match',
      trade_id: String(event.tradeId),
      maker_order_id: String(event.makerOrderId),
      taker_order_id: String(event.takerOrderId),
      side: sideName(event.takerSide),
      price: formatPrice(units, event.priceTicks),
      quantity: formatQuantity(units, event.quantityLots),
    },
    ...(event.makerRemainingLots === 0 ? [filled(event.makerOrderId)] : []),
    ...(isTakerDone ? [filled(event.takerOrderId)] : []),
  ];
}

/** All resting orders at one sequence, in parts, each level in the order of its queue. */
export function ordersSnapshot(units: MarketUnits, view: MarketView): readonly string[] {
  const orders = [...view.restingOrders()];
  const parts = Math.max(1, Math.ceil(orders.length / PART_ORDERS));
  const { market, sequence } = view;
  return Array.from({ length: parts }, (_, part) =>
    JSON.stringify({
      type: 'orders_snapshot',
      market,
      sequence,
      part: part + 1,
      parts,
      orders: orders.slice(part * PART_ORDERS, (part + 1) * PART_ORDERS).map(restingJson),
    }),
  );

  function restingJson(order: OrderState): object {
    return {
      order_id: String(order.orderId),
      side: sideName(order.side),
      price: formatPrice(units, order.priceTicks),
      remaining: formatQuantity(units, lotsInView(order)),
    };
  }
}
