/** Reads of own orders. */
import { Scope } from '../../proto/messages.ts';
import type { AccountId, OrderId } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import { isOpen, type OrderRecord } from '../market-data/order-index.ts';
import { orderAt, ordersOpenAt } from '../market-data/past-orders.ts';
import type { OrderService } from '../order-service.ts';
import { statusShown } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import {
  anyClientOrderId,
  cursorText,
  limitText,
  marketName,
  minSequence,
  momentText,
  ofOrder,
} from './fields.ts';
import { type Belief, definedMarkets, foundOrder, notShown } from './found-order.ts';
import { definedMarket } from './market-routes.ts';
import { waitForSequence } from './min-sequence.ts';
import { shownOrder } from './order-answers.ts';
import { reachedMoment } from './past-moment.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, type RouteResult, route } from './route.ts';
import { oneOf, optional, shape } from './shape.ts';

const tag = 'orders';
/** What an order of the past is put together from. */
const OWN_ORDERS = ['orders', 'fills'] as const;
const PAST_ERRORS = ['MOMENT_OUT_OF_REACH', 'OVERLOADED', 'NOT_READY'] as const;

export function orderReadRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [readRoute(service), readByClientIdRoute(service), listRoute(service, doors)];
}

function readRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/orders/{order_id}',
    summary: 'One own order with its fills: now, or as it stood `at` a moment of the past',
    tag,
    scope: Scope.read,
    params: ofOrder,
    query: shape({ min_sequence: optional(minSequence), at: optional(momentText) }),
    replies: { 200: schemas.order },
    errors: ['UNKNOWN_ORDER', 'SEQUENCE_NOT_REACHED', ...PAST_ERRORS],
    handle: async (input) => {
      const late = await waitForSequence(service, 'live', input.query.min_sequence, null);
      if (late !== null) return late;
      const { accountId } = callerOf(input);
      const orderId = input.params.order_id as OrderId;
      const find = () => service.lookup.find(accountId, orderId);
      const { at } = input.query;
      if (at === undefined) return shownFound(service, find, 'may-exist');
      const found = await foundOrder(service, find, 'may-exist');
      return isRefusal(found) ? found : shownAt(service, { ...found, accountId }, at);
    },
  });
}

/** `order`: as it stands now. */
async function shownAt(
  service: OrderService,
  order: Pick<OrderRecord, 'accountId' | 'market' | 'orderId'>,
  at: string,
): Promise<RouteResult> {
  const { accountId, market, orderId } = order;
  const moment = await reachedMoment(service, { views: OWN_ORDERS, market, at });
  if (isRefusal(moment)) return moment;
  const found = await orderAt(service, { accountId, orderId, moment });
  if (found === null) return refuse('UNKNOWN_ORDER', `there was no such order at ${at}`);
  return isRefusal(found) ? found : shownOrder(service, 200, found);
}

function readByClientIdRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/orders/client/{client_order_id}',
    summary: 'One own order by the id that the client gave it',
    tag,
    scope: Scope.read,
    params: shape({ client_order_id: anyClientOrderId }),
    query: shape({ min_sequence: optional(minSequence) }),
    replies: { 200: schemas.order },
    errors: ['UNKNOWN_ORDER', 'SEQUENCE_NOT_REACHED'],
    handle: async (input) => {
      const late = await waitForSequence(service, 'live', input.query.min_sequence, null);
      if (late !== null) return late;
      const { accountId } = callerOf(input);
      const id = input.params.client_order_id;
      const reserved = await service.ports.accounts.orderIdOf(accountId, id);
      const find = () => service.lookup.findByClientId(accountId, id);
      return shownFound(service, find, reserved === null ? 'may-exist' : 'exists');
    },
  });
}

/** As it stands, wherever it is found. */
async function shownFound(
  service: OrderService,
  ...wanted: readonly [find: () => Promise<OrderRecord | null>, belief: Belief]
): Promise<RouteResult> {
  const found = await foundOrder(service, ...wanted);
  return isRefusal(found) ? found : shownOrder(service, 200, found);
}

function listRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/orders',
    summary:
      'Own orders, latest first: open ones at once, closed ones as the views have them; `at`: those of a market that were open then',
    tag,
    scope: Scope.read,
    query: shape({
      status: optional(oneOf('open', 'closed', 'all', 'filled', 'canceled', 'expired', 'rejected')),
      market: optional(marketName),
      cursor: optional(cursorText),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
      at: optional(momentText),
    }),
    replies: { 200: schemas.page('orders', schemas.order) },
    errors: ['UNKNOWN_MARKET', 'SEQUENCE_NOT_REACHED', 'INVALID_COMBINATION', ...PAST_ERRORS],
    handle: async (input) => {
      const { status = 'open', market = null, cursor, limit = 100, at } = input.query;
      const { accountId } = callerOf(input);
      const view = status === 'open' ? 'live' : 'orders';
      const late = await waitForSequence(service, view, input.query.min_sequence, market);
      if (late !== null) return late;
      const after = keyUnder(cursor, [accountId], ['number']);
      if (isRefusal(after)) return after;
      const page = { limit, after };
      if (at !== undefined) return openPageAt(service, { accountId, market, status, page }, at);
      return status === 'open'
        ? openPage(service, { accountId, market, page })
        : pastPage(service, { accountId, market, status, page });
    },
  });
}

interface PageOfOrders {
  readonly accountId: AccountId;
  readonly market: string | null;
  readonly page: { readonly limit: number; readonly after: readonly (string | number)[] | null };
}

async function openPage(service: OrderService, wanted: PageOfOrders): Promise<RouteResult> {
  const { accountId, market, page } = wanted;
  const absent = market === null ? service.markets.notAll : notYet(service, market);
  if (absent !== null) return absent;
  const before = idBefore(page.after);
  const open = service.lookup.open(accountId, market).filter(({ orderId }) => orderId < before);
  const rows = open.slice(0, page.limit);
  const last = rows[rows.length - 1];
  const hasMore = open.length > rows.length && last !== undefined;
  const orders = await shownAll(service, rows);
  return answer(200, { orders, next: hasMore ? cursorOf([accountId, last.orderId]) : null });
}

/** Before its view is there, that nothing is open would not be so. */
function notYet({ markets }: OrderService, market: string): Refusal | null {
  if (markets.view(market) !== null) return null;
  const absence = markets.absence(market);
  return absence.code === 'NOT_READY' ? absence : null;
}

async function openPageAt(
  service: OrderService,
  { accountId, market, status, page }: PageOfOrders & { readonly status: string },
  at: string,
): Promise<RouteResult> {
  if (market === null || status !== 'open') {
    return refuse('INVALID_COMBINATION', '`at` is for the open orders of one market');
  }
  const found = definedMarket(service, market);
  if (isRefusal(found)) return found;
  const moment = await reachedMoment(service, { views: OWN_ORDERS, market, at });
  if (isRefusal(moment)) return moment;
  const { limit, after } = page;
  const wanted = { accountId, market, moment, limit, before: idBefore(after) };
  const open = await ordersOpenAt(service, wanted);
  if (isRefusal(open)) return open;
  const last = open.orders[open.orders.length - 1];
  const next = open.hasMore && last !== undefined ? cursorOf([accountId, last.orderId]) : null;
  return answer(200, { orders: await shownAll(service, open.orders), next });
}

const idBefore = (after: PageOfOrders['page']['after']): number =>
  after === null ? Number.POSITIVE_INFINITY : Number(after[1]);

async function pastPage(
  service: OrderService,
  wanted: PageOfOrders & { readonly status: string },
): Promise<RouteResult> {
  const { accountId, market, status, page } = wanted;
  const defined = definedMarkets(service);
  const { rows, next } = await service.history.orders(accountId, page, (row) => {
    if (market !== null && row.market !== market) return false;
    if (status === 'all') return true;
    if (status === 'closed') return !isOpen(row);
    return statusShown(row.status) === status;
  });
  const absent = notShown(rows, defined);
  if (absent !== null) return absent;
  return answer(200, {
    orders: await shownAll(service, rows),
    next: next === null ? null : cursorOf(next),
  });
}

async function shownAll(service: OrderService, rows: readonly OrderRecord[]): Promise<unknown[]> {
  const shown: unknown[] = [];
  for (const row of rows) shown.push((await shownOrder(service, 200, row)).body);
  return shown;
}
