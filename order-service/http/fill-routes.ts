/** An account's own fills: now, or up to a moment of the past. */
import type { FillRow } from '../../ports/view-store/tables.ts';
import type { ViewKey } from '../../ports/view-store/view-store.ts';
import { Scope } from '../../proto/messages.ts';
import type { AccountId, OrderId, TimestampUs } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import type { PageRequest } from '../market-data/history.ts';
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
      'Own fills, of all markets or of one, latest first, or those of one order, first to last: up to now, or up to `at`',
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
      if (orderId !== undefined) {
        const after = keyUnder(cursor, [accountId, orderId], ['number']);
        if (isRefusal(after)) return after;
        const page = { limit: input.query.limit ?? doors.pageRowsMax, after };
        return fillsOfOrder(service, { accountId, orderId: orderId as OrderId, page, at });
      }
      if (at !== undefined && cursor !== undefined) {
        return refuse('INVALID_COMBINATION', 'a page goes on without at');
      }
      if (market !== undefined) {
        const after = keyUnder(cursor, [accountId, market], ['number', 'string']);
        return isRefusal(after)
          ? after
          : fillsOfMarket(service, { accountId, market, limit, after, at });
      }
      if (at !== undefined) {
        return refuse(
          'INVALID_COMBINATION',
          '`at` is for the fills of one market, or of one order',
        );
      }
      const after = keyUnder(cursor, [accountId], PLACE);
      return isRefusal(after) ? after : allFills(service, accountId, { limit, after });
    },
  });
}

async function fillsOfOrder(
  service: OrderService,
  wanted: {
    readonly accountId: AccountId;
    readonly orderId: OrderId;
    readonly page: PageRequest;
    readonly at: string | undefined;
  },
): Promise<RouteResult> {
  const { accountId, orderId, page, at } = wanted;
  const find = () => service.lookup.find(accountId, orderId);
  const order = await foundOrder(service, find, 'may-exist');
  if (isRefusal(order)) return order;
  const { market } = order;
  const moment = at === undefined ? null : await reachedMoment(service, { views, market, at });
  if (isRefusal(moment)) return moment;
  const fromTradeId = page.after === null ? 0 : Number(page.after[2]) + 1;
  const found = await service.history.fillsOfOrder(accountId, orderId, { ...page, fromTradeId });
  const rows = found.filter(
    (row) => moment === null || !isBehind(moment, { ...row, timestampUs: row.executedAtUs }),
  );
  const last = rows[page.limit - 1];
  const next = last === undefined ? null : cursorOf([accountId, orderId, last.tradeId]);
  return answer(200, { fills: fillRows(service, rows), next });
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

/** Of every market, the latest first; those of one moment by market, and there as they stand in it. */
async function allFills(
  service: OrderService,
  accountId: AccountId,
  { limit, after }: PageRequest,
): Promise<RouteResult> {
  const absent = service.markets.notAll;
  if (absent !== null) return absent;
  const markets = service.markets.views().map(({ market }) => market);
  const rows: FillRow[] = [];
  for (const market of markets.sort()) {
    const from = after === null ? null : await placeIn(service, { accountId, market }, after);
    rows.push(...(await service.history.fills(accountId, market, { limit, after: from })).rows);
  }
  const shown = rows.sort((left, right) => right.executedAtUs - left.executedAtUs).slice(0, limit);
  const last = shown[limit - 1];
  const next = last === undefined ? null : cursorOf([accountId, ...placeOf(last)]);
  return answer(200, { fills: fillRows(service, shown), next });
}

/** Of a fill among those of all markets: time, market, sequence, liquidity. */
const PLACE = ['number', 'string', 'number', 'string'] as const;

const placeOf = ({ executedAtUs, market, sequence, liquidity }: FillRow) =>
  [executedAtUs, market, sequence, liquidity] as const;

/** The key behind which a market goes on, once the fill at that place was shown. */
async function placeIn(
  service: OrderService,
  owner: { readonly accountId: AccountId; readonly market: string },
  shown: ViewKey,
): Promise<ViewKey> {
  const [, atUs, market, ...place] = shown;
  if (owner.market === market) return [owner.accountId, market, ...place];
  // Of the same moment, only markets behind it in their order are still to come.
  const time = Number(atUs) - (owner.market < String(market) ? 1 : 0);
  return behindMoment(service, owner, { kind: 'time', timestampUs: time as TimestampUs });
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
