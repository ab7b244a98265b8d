/** An account's own money. */

import type { PostingRow } from '../../ports/view-store/postings.ts';
import { formatMoney, parseMoney } from '../../proto/decimal.ts';
import { Scope } from '../../proto/messages.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type AccountId, type Money, money, type TimestampUs } from '../../proto/units.ts';
import type { DoorLimits } from '../limits.ts';
import { balancesAt, type PastBalances } from '../market-data/past-balances.ts';
import type { OrderService } from '../order-service.ts';
import { rfc3339 } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { cursorOf, keyUnder } from './cursor.ts';
import {
  amount,
  assetName,
  cursorText,
  limitText,
  minSequence,
  momentText,
  transactionId,
} from './fields.ts';
import { waitForSequence } from './min-sequence.ts';
import { reachedTime } from './past-moment.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, route } from './route.ts';
import { optional, shape } from './shape.ts';

const tag = 'account';
/** Of a posting among its account's: time, topic, position, index. */
const PLACE = ['number', 'string', 'number', 'number'] as const;

export function accountRoutes(service: OrderService, doors: DoorLimits): readonly Route[] {
  return [balancesRoute(service), ledgerRoute(service, doors), withdrawRoute(service)];
}

function balancesRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/balances',
    summary: 'Available, held and total per asset: now, or at the time `at`',
    tag,
    scope: Scope.read,
    query: shape({ min_sequence: optional(minSequence), at: optional(momentText) }),
    replies: { 200: schemas.balances },
    errors: [
      'INVALID_COMBINATION',
      'MOMENT_OUT_OF_REACH',
      'SEQUENCE_NOT_REACHED',
      'OVERLOADED',
      'NOT_READY',
    ],
    handle: async (input) => {
      const late = await waitForSequence(service, 'balances', input.query.min_sequence, null);
      if (late !== null) return late;
      const { accountId } = callerOf(input);
      const { at } = input.query;
      if (at === undefined) return answer(200, await balancesJson(service, accountId));
      const atUs = await reachedTime(service, at);
      if (isRefusal(atUs)) return atUs;
      const { past, history, ports } = service;
      const markets = service.markets.views().map(({ market }) => market);
      const sources = { past, history, clock: ports.clock, markets };
      const then = await balancesAt(sources, { accountId, atUs });
      return isRefusal(then) ? then : answer(200, await shownBalances(service, then));
    },
  });
}

export async function balancesJson(service: OrderService, accountId: AccountId): Promise<object> {
  const { accounts } = service.ports;
  const sequences = new Map<string, number>();
  for (const { market } of service.markets.views()) {
    sequences.set(market, (await accounts.cursor(eventTopic(market)))?.sequence ?? 0);
  }
  return shownBalances(service, { balances: await accounts.balances(accountId), sequences });
}

async function shownBalances(
  service: OrderService,
  { balances, sequences }: PastBalances,
): Promise<object> {
  const scales = await scalesOf(service);
  const shown = balances.map(({ asset, available, held }) => {
    const text = (value: Money) => formatMoney(value, scales.get(asset) ?? 0);
    const total = money(available + held);
    return { asset, available: text(available), held: text(held), total: text(total) };
  });
  const sequence = [...sequences].map(([market, last]) => `${market}:${last}`).join(',');
  return { balances: shown, sequence };
}

async function scalesOf(service: OrderService): Promise<ReadonlyMap<string, number>> {
  const assets = await service.ports.accounts.assets();
  return new Map(assets.map(({ asset, scale }) => [asset, scale]));
}

function ledgerRoute(service: OrderService, doors: DoorLimits): Route {
  return route({
    method: 'GET',
    path: '/v1/ledger',
    summary:
      'Own postings, latest first: every change of the total, up to now or up to the time `at`',
    tag,
    scope: Scope.read,
    query: shape({
      cursor: optional(cursorText),
      limit: limitText(doors.pageRowsMax),
      min_sequence: optional(minSequence),
      at: optional(momentText),
    }),
    replies: { 200: schemas.page('postings', schemas.posting) },
    errors: ['INVALID_COMBINATION', 'MOMENT_OUT_OF_REACH', 'SEQUENCE_NOT_REACHED'],
    handle: async (input) => {
      const { cursor, limit = 100, at } = input.query;
      const { accountId } = callerOf(input);
      if (at !== undefined && cursor !== undefined) {
        return refuse('INVALID_COMBINATION', 'a page goes on without at');
      }
      const late = await waitForSequence(service, 'postings', input.query.min_sequence, null);
      if (late !== null) return late;
      const time = at === undefined ? null : await reachedTime(service, at);
      if (isRefusal(time)) return time;
      const after = time === null ? keyUnder(cursor, [accountId], PLACE) : [accountId, time + 1];
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
