/** An account's own money and fills. */

import type { PostingRow } from '../../ports/view-store/postings.ts';
import type { FillRow } from '../../ports/view-store/tables.ts';
import { formatMoney, parseMoney } from '../../proto/decimal.ts';
import { Scope } from '../../proto/messages.ts';
import { eventTopic } from '../../proto/topics.ts';
import {
  type AccountId,
  type Money,
  money,
  type OrderId,
  type TimestampUs,
} from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import type { OrderService } from '../order-service.ts';
import { fillJson, rfc3339, sideName } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import {
  amount,
  assetName,
  cursorText,
  idText,
  limitText,
  marketName,
  minSequence,
  transactionId,
} from './fields.ts';
import { foundOrder } from './found-order.ts';
import { definedMarket } from './market-routes.ts';
import { waitForSequence } from './min-sequence.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, route } from './route.ts';
import { optional, shape } from './shape.ts';

const tag = 'account';

export function accountRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [
    balancesRoute(service),
    fillsRoute(service, doors),
    ledgerRoute(service, doors),
    withdrawRoute(service),
  ];
}

function balancesRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/balances',
    summary: 'Available, held and total per asset',
    tag,
    scope: Scope.read,
    query: shape({ min_sequence: optional(minSequence) }),
    replies: { 200: schemas.balances },
    handle: async (input) => {
      const late = await waitForSequence(service, 'balances', input.query.min_sequence, null);
      if (late !== null) return late;
      return answer(200, await balancesJson(service, callerOf(input).accountId));
    },
  });
}

export async function balancesJson(service: OrderService, accountId: AccountId): Promise<object> {
  const { accounts } = service.ports;
  const scales = await scalesOf(service);
  const sequences: string[] = [];
  for (const { market } of service.markets.views()) {
    const cursor = await accounts.cursor(eventTopic(market));
    sequences.push(`${market}:${cursor?.sequence ?? 0}`);
  }
  const balances = (await accounts.balances(accountId)).map(({ asset, available, held }) => {
    const text = (value: Money) => formatMoney(value, scales.get(asset) ?? 0);
    const total = money(available + held);
    return { asset, available: text(available), held: text(held), total: text(total) };
  });
  return { balances, sequence: sequences.join(',') };
}

async function scalesOf(service: OrderService): Promise<ReadonlyMap<string, number>> {
  const assets = await service.ports.accounts.assets();
  return new Map(assets.map(({ asset, scale }) => [asset, scale]));
}

function fillsRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/fills',
    summary: 'Own fills of a market, latest first, or all fills of one order',
    tag,
    scope: Scope.read,
    query: shape({
      market: optional(marketName),
      order_id: optional(idText('the order id')),
      cursor: optional(cursorText),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
    }),
    replies: { 200: schemas.page('fills', schemas.ownFill) },
    errors: ['UNKNOWN_MARKET', 'UNKNOWN_ORDER', 'SEQUENCE_NOT_REACHED', 'INVALID_COMBINATION'],
    handle: async (input) => {
      const { market, order_id: orderId, cursor, limit = 100 } = input.query;
      const { accountId } = callerOf(input);
      const wait = input.query.min_sequence;
      const late = await waitForSequence(service, 'fills', wait, market ?? null);
      if (late !== null) return late;
      if (orderId !== undefined) {
        const id = orderId as OrderId;
        const order = await foundOrder(
          service,
          () => service.lookup.find(accountId, id),
          'may-exist',
        );
        if (isRefusal(order)) return order;
        const rows = await service.history.fillsOfOrder(accountId, id);
        return answer(200, { fills: fillRows(service, rows), next: null });
      }
      if (market === undefined) return allFills(service, accountId, limit);
      const found = definedMarket(service, market);
      if (isRefusal(found)) return found;
      const after = keyUnder(cursor, [accountId, market]);
      if (isRefusal(after)) return after;
      const page = await service.history.fills(accountId, market, { limit, after });
      const next = page.next === null ? null : cursorOf(page.next);
      return answer(200, { fills: fillRows(service, page.rows), next });
    },
  });
}

/** The latest of every market; pages go by market. */
async function allFills(service: OrderService, accountId: AccountId, limit: number) {
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

function ledgerRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/ledger',
    summary: 'Own postings, latest first: every change of the total',
    tag,
    scope: Scope.read,
    query: shape({ cursor: optional(cursorText), limit: limitText(doors.pageRowsMax) }),
    replies: { 200: schemas.page('postings', schemas.posting) },
    handle: async (input) => {
      const { cursor, limit = 100 } = input.query;
      const { accountId } = callerOf(input);
      const after = keyUnder(cursor, [accountId]);
      if (isRefusal(after)) return after;
      const scales = await scalesOf(service);
      const page = await service.history.postings(accountId, { limit, after });
      return answer(200, {
        postings: page.rows.map((row) => postingJson(row, scales.get(row.asset) ?? 0)),
        next: page.next === null ? null : cursorOf(page.next),
      });
    },
  });
}

const postingJson = (row: PostingRow, scale: number) => ({
  asset: row.asset,
  amount: formatMoney(row.amount, scale),
  reason: row.reason,
  reference: row.reference,
  topic: row.topic,
  position: row.position,
  at: rfc3339(row.atUs as TimestampUs),
});

/** The amount in the asset's minor units; above zero. */
export async function readAmount(
  service: OrderService,
  asset: string,
  text: string,
): Promise<Money | Refusal> {
  const scale = (await scalesOf(service)).get(asset);
  if (scale === undefined) return refuse('UNKNOWN_ASSET', `no asset ${asset}`);
  const fraction = text.split('.')[1] ?? '';
  if (fraction.length > scale) {
    return refuse('AMOUNT_TOO_PRECISE', `${asset} has ${scale} decimal places`);
  }
  const value = parseMoney(text, scale);
  if (value === null || value <= 0n) {
    return refuse('AMOUNT_OUT_OF_RANGE', `amount ${text} is zero or too large`);
  }
  return value;
}

function withdrawRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/withdrawals',
    summary: 'Take money out; the transaction id takes effect once, for ever',
    tag,
    scope: Scope.withdraw,
    cost: 'order',
    body: shape({ asset: assetName, amount, transaction_id: optional(transactionId) }),
    replies: {
      201: schemas.object({
        transaction_id: schemas.string,
        asset: schemas.string,
        amount: schemas.string,
      }),
    },
    errors: [
      'UNKNOWN_ASSET',
      'AMOUNT_TOO_PRECISE',
      'AMOUNT_OUT_OF_RANGE',
      'INSUFFICIENT_BALANCE',
      'TRANSACTION_ID_CONFLICT',
      'OUTCOME_UNKNOWN',
    ],
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const { asset, amount: text } = input.body;
      const value = await readAmount(service, asset, text);
      if (isRefusal(value)) return value;
      const id = input.body.transaction_id ?? service.newToken();
      const transaction = { transactionId: id, asset, amount: value };
      const outcome = await service.ledger.send(
        { kind: 'Withdraw', accountId, ...transaction },
        { accountId, reservation: { kind: 'withdrawal', ...transaction } },
      );
      if (outcome.kind !== 'applied') return outcome;
      return answer(201, { transaction_id: id, asset, amount: text });
    },
  });
}
