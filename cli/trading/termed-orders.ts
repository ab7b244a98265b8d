/** Orders with every term that a client may ask for, drawn for load under which things are killed. */
import type { AmendRequest, Order, OrderRequest } from '../../client/api-types.ts';
import { formatDecimal, parseDecimal } from '../../proto/decimal.ts';
import { type FlowMarket, flowOrder } from './order-flow.ts';
import type { SeededRandom } from './seeded-random.ts';

type Form = 'plain' | 'stop' | 'iceberg' | 'until' | 'market' | 'by-quote' | 'post-only';

/** As often as it stands here. */
const FORMS: readonly Form[] = [
  ...(['stop', 'stop', 'iceberg', 'iceberg', 'until', 'until'] as const),
  ...(['market', 'by-quote', 'post-only'] as const),
  ...Array<Form>(11).fill('plain'),
];
const SELF_TRADE_SHARE = 0.4;
const SELF_TRADES = ['none', 'expire_taker', 'expire_maker', 'expire_both', 'decrement'] as const;
/** In ticks, to either side of the middle. */
const STOP_REACH = 200;
const ICEBERG_PARTS_MAX = 8;
/** Many end while somebody is dead, the others are there as long as anybody trades. */
const SOON_MS = { least: 200, most: 3_000 } as const;
const LATER_MS = 24 * 3_600_000;
const US_PER_MS = 1_000;
/** In lots: what is bought or sold by its worth is worth more than one lot, whatever the price. */
const LOTS_BY_QUOTE_MIN = 50;

/** A limit order around the middle as `flowOrder` draws it; two of five have terms of other kinds. */
export function termedOrder(
  random: SeededRandom,
  market: FlowMarket,
  drawn: { readonly clientOrderId: string; readonly nowMs: number },
): OrderRequest {
  const order = flowOrder(random, market, drawn.clientOrderId);
  const form = withForm(random, market, { order, nowMs: drawn.nowMs });
  if (random.fraction() >= SELF_TRADE_SHARE) return form;
  return { ...form, self_trade: random.pick(SELF_TRADES) };
}

/** When an order that is soon over ends, milliseconds; 0: it is none. */
export function endsSoonMs(order: OrderRequest, nowMs: number): number {
  const endMs = (order.good_till ?? 0) / US_PER_MS;
  return endMs <= nowMs + SOON_MS.most ? endMs : 0;
}

/** Another price, a smaller or a greater total, or both. */
export function drawnAmend(random: SeededRandom, market: FlowMarket, order: Order): AmendRequest {
  const { price = '' } = flowOrder(random, market, '');
  const total = lotsOf(market, order.quantity ?? '');
  const smaller = 1 + random.below(total);
  const greater = total + 1 + random.below(market.quantityMax);
  const lots = random.fraction() < 0.5 ? smaller : greater;
  const quantity = formatDecimal(lots, market.quantityDecimals);
  return random.pick([{ price }, { quantity }, { price, quantity }]);
}

function withForm(
  random: SeededRandom,
  market: FlowMarket,
  drawn: { readonly order: OrderRequest; readonly nowMs: number },
): OrderRequest {
  const { order, nowMs } = drawn;
  const mayRest = order.time_in_force === 'gtc';
  switch (random.pick(FORMS)) {
    case 'stop':
      return { ...order, ...stop(random, market), ...seldomDisplay(random, market, order) };
    case 'iceberg':
      return mayRest ? { ...order, ...display(random, market, order) } : order;
    case 'until':
      return mayRest
        ? { ...order, ...seldomDisplay(random, market, order), ...goodTill(random, nowMs) }
        : order;
    case 'post-only':
      return mayRest ? { ...order, post_only: true } : order;
    case 'market':
      return asMarketOrder(order, { quantity: order.quantity ?? '' });
    case 'by-quote':
      return asMarketOrder(order, { quote_quantity: worth(random, market) });
    case 'plain':
      return order;
  }
}

function stop(
  random: SeededRandom,
  market: FlowMarket,
): Pick<OrderRequest, 'stop_price' | 'stop_kind'> {
  const ticks = market.midPrice + random.below(2 * STOP_REACH) - STOP_REACH;
  return {
    stop_price: formatDecimal(ticks, market.priceDecimals),
    stop_kind: random.pick(['stop_loss', 'take_profit'] as const),
  };
}

/** Of an order that has another term, too. */
function seldomDisplay(
  random: SeededRandom,
  market: FlowMarket,
  order: OrderRequest,
): Pick<OrderRequest, 'display_quantity'> {
  const mayRest = order.time_in_force === 'gtc';
  return mayRest && random.fraction() < 0.3 ? display(random, market, order) : {};
}

/** An order of one lot has no parts. */
function display(
  random: SeededRandom,
  market: FlowMarket,
  order: OrderRequest,
): Pick<OrderRequest, 'display_quantity'> {
  const total = lotsOf(market, order.quantity ?? '');
  const parts = 2 + random.below(ICEBERG_PARTS_MAX - 1);
  if (total === 1) return {};
  return { display_quantity: formatDecimal(Math.ceil(total / parts), market.quantityDecimals) };
}

function goodTill(
  random: SeededRandom,
  nowMs: number,
): Pick<OrderRequest, 'time_in_force' | 'good_till'> {
  const soonMs = SOON_MS.least + random.below(SOON_MS.most - SOON_MS.least);
  const endMs = nowMs + (random.fraction() < 0.5 ? soonMs : LATER_MS);
  return { time_in_force: 'gtd', good_till: endMs * US_PER_MS };
}

function asMarketOrder(
  { market, side, client_order_id = '' }: OrderRequest,
  amount: Pick<OrderRequest, 'quantity' | 'quote_quantity'>,
): OrderRequest {
  return { market, side, type: 'market', ...amount, client_order_id };
}

/** At the middle price, in the smallest steps of a price. */
function worth(random: SeededRandom, { midPrice, quantityMax, ...market }: FlowMarket): string {
  const lots = LOTS_BY_QUOTE_MIN + random.below(quantityMax);
  const steps = Math.floor((midPrice * lots) / 10 ** market.quantityDecimals);
  return formatDecimal(steps, market.priceDecimals);
}

function lotsOf({ quantityDecimals }: FlowMarket, quantity: string): number {
  return Number(parseDecimal(quantity, { scale: quantityDecimals }) ?? 0n);
}
