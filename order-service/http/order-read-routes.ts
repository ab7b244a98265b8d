/** Reads of own orders. */
import { Scope } from '../../proto/messages.ts';
import type { AccountId, OrderId } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderRecord } from '../market-data/order-index.ts';
import type { OrderService } from '../order-service.ts';
import { statusShown } from '../presentation.ts';
import { isRefusal } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import {
  anyClientOrderId,
  cursorText,
  limitText,
  marketName,
  minSequence,
  ofOrder,
} from './fields.ts';
import { type Belief, foundOrder } from './found-order.ts';
import { waitForSequence } from './min-sequence.ts';
import { shownOrder } from './order-answers.ts';
import * as schemas from './reply-schemas.ts';
import { type Answer, answer, callerOf, type Route, type RouteResult, route } from './route.ts';
import { oneOf, optional, shape } from './shape.ts';

const tag = 'orders';

export function orderReadRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [readRoute(service), readByClientIdRoute(service), listRoute(service, doors)];
}

function readRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/orders/{order_id}',
    summary: 'One own order with its fills',
    tag,
    scope: Scope.read,
    params: ofOrder,
    query: shape({ min_sequence: optional(minSequence) }),
    replies: { 200: schemas.order },
    errors: ['UNKNOWN_ORDER', 'SEQUENCE_NOT_REACHED'],
    handle: async (input) => {
      const late = await waitForSequence(service, 'live', input.query.min_sequence, null);
      if (late !== null) return late;
      const { accountId } = callerOf(input);
      const orderId = input.params.order_id as OrderId;
      return shownFound(service, () => service.lookup.find(accountId, orderId), 'may-exist');
    },
  });
}

function readByClientIdRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/orders/client/{client_order_id}',
    summary: 'One own order by the id that the client gave it',
    tag,
    scope: Scope.read,
    params: shape({ client_order_id: anyClientOrderId }),
    replies: { 200: schemas.order },
    errors: ['UNKNOWN_ORDER', 'SEQUENCE_NOT_REACHED'],
    handle: async (input) => {
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
    summary: 'Own orders, latest first: open ones at once, closed ones as the views have them',
    tag,
    scope: Scope.read,
    query: shape({
      status: optional(oneOf('open', 'closed', 'all', 'filled', 'canceled', 'expired', 'rejected')),
      market: optional(marketName),
      cursor: optional(cursorText),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
    }),
    replies: { 200: schemas.page('orders', schemas.order) },
    handle: async (input) => {
      const { status = 'open', market = null, cursor, limit = 100 } = input.query;
      const { accountId } = callerOf(input);
      const view = status === 'open' ? 'live' : 'orders';
      const late = await waitForSequence(service, view, input.query.min_sequence, market);
      if (late !== null) return late;
      const after = keyUnder(cursor, [accountId]);
      if (isRefusal(after)) return after;
      const page = { limit, after };
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

async function openPage(service: OrderService, wanted: PageOfOrders): Promise<Answer> {
  const { accountId, market, page } = wanted;
  const before = page.after === null ? Number.POSITIVE_INFINITY : Number(page.after[1]);
  const open = service.lookup.open(accountId, market).filter(({ orderId }) => orderId < before);
  const rows = open.slice(0, page.limit);
  const last = rows[rows.length - 1];
  const hasMore = open.length > rows.length && last !== undefined;
  const orders = await shownAll(service, rows);
  return answer(200, { orders, next: hasMore ? cursorOf([accountId, last.orderId]) : null });
}

async function pastPage(
  service: OrderService,
  wanted: PageOfOrders & { readonly status: string },
): Promise<Answer> {
  const { accountId, market, status, page } = wanted;
  const { rows, next } = await service.history.orders(accountId, page, (row) => {
    if (market !== null && row.market !== market) return false;
    const isOpen = row.status === 'open' || row.status === 'partially_filled';
    if (status === 'all') return true;
    if (status === 'closed') return !isOpen;
    return statusShown(row.status) === status;
  });
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
