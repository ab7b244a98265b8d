/** What happened to an account's orders besides fills: matches that were prevented, amendments. */
import type { AmendmentRow, PreventedMatchRow } from '../../ports/view-store/order-event-tables.ts';
import type { OrderId, Sequence } from '../../proto/units.ts';
import { priceText, quantityText } from './decimals.ts';
import { errors, isDialectError } from './dialect-error.ts';
import { timeOf } from './dialect-time.ts';
import {
  callerOf,
  type DialectContext,
  type DialectMethod,
  type MethodCall,
  type MethodResult,
} from './method.ts';
import { listedOf, viewReached } from './order-search.ts';
import { NO_GROUP, selfTradeText } from './order-shapes.ts';
import type { Listed } from './symbols.ts';

export const orderEventMethods: readonly DialectMethod[] = [
  {
    rest: 'GET /api/v3/myPreventedMatches',
    socket: ['myPreventedMatches'],
    security: 'read',
    weight: (params) => (params.text('orderId') === undefined ? 2 : 20),
    handle: preventedMatches,
  },
  {
    rest: 'GET /api/v3/order/amendments',
    socket: ['order.amendments'],
    security: 'read',
    weight: 4,
    handle: amendments,
  },
];

/** One by its id, or those of an order, from one on. */
async function preventedMatches(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const matchId = params.integer('preventedMatchId');
  const orderId = params.integer('orderId');
  const from = params.integer('fromPreventedMatchId');
  const limit = params.pageRows();
  if ((matchId === undefined) === (orderId === undefined)) return errors.combination;
  if (matchId !== undefined && from !== undefined) return errors.combination;
  const { accountId } = callerOf(call);
  const { market } = listed.view;
  await viewReached(context, 'orders', listed);
  const { orderEvents } = context.service;
  if (matchId !== undefined) {
    const match = await orderEvents.preventedMatch(accountId, market, matchId as Sequence);
    return match === null ? [] : [preventedMatchJson(listed, match)];
  }
  const page = { from: from ?? 0, limit };
  const rows = await orderEvents.preventedMatchesOf(accountId, orderId as OrderId, page);
  return rows.filter((row) => row.market === market).map((row) => preventedMatchJson(listed, row));
}

async function amendments(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const orderId = params.integer('orderId');
  if (orderId === undefined) return errors.mandatory('orderId');
  const from = params.integer('fromExecutionId') ?? 0;
  const limit = params.pageRows();
  const { accountId } = callerOf(call);
  await viewReached(context, 'orders', listed);
  const { orderEvents } = context.service;
  const rows = await orderEvents.amendmentsOf(accountId, orderId as OrderId, { from, limit });
  return rows
    .filter(({ market }) => market === listed.view.market)
    .map((row) => amendmentJson(listed, row));
}

const preventedMatchJson = (listed: Listed, row: PreventedMatchRow): object => ({
  symbol: listed.symbol,
  preventedMatchId: row.matchId,
  takerOrderId: row.takerOrderId,
  makerSymbol: listed.symbol,
  makerOrderId: row.makerOrderId,
  tradeGroupId: NO_GROUP,
  selfTradePreventionMode: selfTradeText(row.mode),
  price: priceText(listed.units, row.priceTicks),
  ...(row.makerLots && { makerPreventedQuantity: quantityText(listed.units, row.makerLots) }),
  ...(row.takerLots && { takerPreventedQuantity: quantityText(listed.units, row.takerLots) }),
  transactTime: timeOf(row.atUs),
});

const amendmentJson = (listed: Listed, row: AmendmentRow): object => ({
  symbol: listed.symbol,
  orderId: row.orderId,
  executionId: row.sequence,
  // An order keeps its id.
  origClientOrderId: row.clientOrderId,
  newClientOrderId: row.clientOrderId,
  origQty: quantityText(listed.units, row.beforeLots),
  newQty: quantityText(listed.units, row.quantityLots),
  time: timeOf(row.atUs),
});
