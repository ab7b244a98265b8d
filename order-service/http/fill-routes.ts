/** An account's own fills: now, or up to a moment of the past. */
import type { FillRow } from '../../ports/view-store/tables.ts';
import type { ViewKey } from '../../ports/view-store/view-store.ts';
import { Scope } from '../../proto/messages.ts';
import type { AccountId, OrderId } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import { isBehind, type Moment } from '../market-data/moment.ts';
import type { OrderService } from '../order-service.ts';
import { fillJson, sideName } from '../presentation.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import { cursorText, idText, limitText, marketName, minSequence, momentText } from './fields.ts';
import { foundOrder } from './found-order.ts';
import { definedMarket } from './market-routes.ts';
import { waitForSequence } from './min-sequence.ts';
import { reachedMoment } from './past-moment.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, type RouteResult, route } from './route.ts';
import { optional, shape } from './shape.ts';

const tag = 'account';
const views = ['fills'] as const;

export function fillsRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/fills',
    summary:
      'Own fills of a market, latest first, or all fills of one order: up to now, or up to `at`',
    tag,
    scope: Scope.read,
    query: shape({
      market: optional(marketName),
      order_id: optional(idText('the order id')),
      cursor: optional(cursorText),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
      at: optional(momentText),
    }),
    replies: { 200: schemas.page('fills', schemas.ownFill) },
    errors: [
      'UNKNOWN_MARKET',
      'UNKNOWN_ORDER',
      'SEQUENCE_NOT_REACHED',
      'INVALID_COMBINATION',
      'MOMENT_OUT_OF_REACH',
    ],
    handle: async (input) => {
      const { market, order_id: orderId, cursor, limit = 100, at } = input.query;
      const { accountId } = callerOf(input);
      const wait = input.query.min_sequence;
      const late = await waitForSequence(service, 'fills', wait, market ?? null);
      if (late !== null) return late;
      if (at !== undefined && cursor !== undefined) {
        return refuse('INVALID_COMBINATION', 'a page goes on without at');
      }
      if (orderId !== undefined) {
        return fillsOfOrder(service, { accountId, orderId: orderId as OrderId, at });
      }
      if (market !== undefined) {
        const after = keyUnder(cursor, [accountId, market]);
        return isRefusal(after)
          ? after
          : fillsOfMarket(service, { accountId, market, limit, after, at });
      }
      return at === undefined
        ? allFills(service, accountId, limit)
        : refuse('INVALID_COMBINATION', '`at` is for the fills of one market, or of one order');
    },
  });
}

async function fillsOfOrder(
  service: OrderService,
  wanted: {
    readonly accountId: AccountId;
    readonly orderId: OrderId;
    readonly at: string | undefined;
  },
): Promise<RouteResult> {
  const { accountId, orderId, at } = wanted;
  const find = () => service.lookup.find(accountId, orderId);
  const order = await foundOrder(service, find, 'may-exist');
  if (isRefusal(order)) return order;
  const { market } = order;
  const moment = at === undefined ? null : await reachedMoment(service, { views, market, at });
  if (isRefusal(moment)) return moment;
  const rows = (await service.history.fillsOfOrder(accountId, orderId)).filter(
    (row) => moment === null || !isBehind(moment, { ...row, timestampUs: row.executedAtUs }),
  );
  return answer(200, { fills: fillRows(service, rows), next: null });
}

async function fillsOfMarket(
  service: OrderService,
  wanted: {
    readonly accountId: AccountId;
    readonly market: string;
    readonly limit: number;
    readonly after: ViewKey | null;
    readonly at: string | undefined;
  },
): Promise<RouteResult> {
  const { accountId, market, limit, after, at } = wanted;
  const found = definedMarket(service, market);
  if (isRefusal(found)) return found;
  const moment = at === undefined ? null : await reachedMoment(service, { views, market, at });
  if (isRefusal(moment)) return moment;
  const from = moment === null ? after : await behindMoment(service, { accountId, market }, moment);
  const page = await service.history.fills(accountId, market, { limit, after: from });
  const next = page.next === null ? null : cursorOf(page.next);
  return answer(200, { fills: fillRows(service, page.rows), next });
}

/** The key right behind the fills up to the moment; the pages that follow lead further back. */
async function behindMoment(
  service: OrderService,
  owner: { readonly accountId: AccountId; readonly market: string },
  moment: Moment,
): Promise<ViewKey> {
  const place = [owner.accountId, owner.market] as const;
  if (moment.kind === 'sequence') return [...place, moment.sequence + 1];
  const upTo = { fromUs: null, toUs: moment.timestampUs, fromTradeId: null, limit: 1 };
  const [newest] = await service.history.fillsOfMarket(owner, upTo);
  return [...place, (newest?.sequence ?? 0) + 1];
}

/** The latest of every market; pages go by market. */
async function allFills(
  service: OrderService,
  accountId: AccountId,
  limit: number,
): Promise<RouteResult> {
  const absent = service.markets.notAll;
  if (absent !== null) return absent;
  const rows: FillRow[] = [];
  for (const { market } of service.markets.views()) {
    rows.push(...(await service.history.fills(accountId, market, { limit, after: null })).rows);
  }
  rows.sort((left, right) => right.executedAtUs - left.executedAtUs);
  return answer(200, { fills: fillRows(service, rows.slice(0, limit)), next: null });
}

function fillRows(service: OrderService, rows: readonly FillRow[]): readonly object[] {
  return rows.flatMap((row) => {
    const units = service.markets.view(row.market)?.units ?? null;
    if (units === null) return [];
    const { market, orderId, side } = row;
    const place = { order_id: String(orderId), market, side: sideName(side) };
    return [{ ...place, ...fillJson(units, side, row) }];
  });
}
