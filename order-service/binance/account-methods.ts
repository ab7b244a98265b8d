/** Reads of an account: its orders, its trades, its balances, its rates. */
import type { FillRow } from '../../ports/view-store/tables.ts';
import { Scope } from '../../proto/messages.ts';
import type { Money, OrderId } from '../../proto/units.ts';
import type { OrderState } from '../market-data/order-state.ts';
import { hasScope } from '../security/request-auth.ts';
import { basisPoints, commission, feesOf, ratesJson } from './commissions.ts';
import { moneyText, ZERO } from './decimals.ts';
import { errors, isDialectError } from './dialect-error.ts';
import { timeOf } from './dialect-time.ts';
import {
  callerOf,
  type DialectContext,
  type DialectMethod,
  type MethodCall,
  type MethodResult,
} from './method.ts';
import { wantedOrder } from './order-entry.ts';
import { balancesReached, findOrder, listedOf, viewReached } from './order-search.ts';
import { ownTradeJson, queriedOrderJson } from './order-shapes.ts';
import { timeWindowOf } from './time-window.ts';

const ALL_OPEN_WEIGHT = 80;

export const accountMethods: readonly DialectMethod[] = [
  {
    rest: 'GET /api/v3/order',
    socket: ['order.status'],
    security: 'read',
    weight: 4,
    handle: queryOrder,
  },
  {
    rest: 'GET /api/v3/openOrders',
    socket: ['openOrders.status'],
    security: 'read',
    weight: (params) => (params.text('symbol') === undefined ? ALL_OPEN_WEIGHT : 6),
    handle: openOrders,
  },
  {
    rest: 'GET /api/v3/allOrders',
    socket: ['allOrders'],
    security: 'read',
    weight: 20,
    handle: allOrders,
  },
  {
    rest: 'GET /api/v3/myTrades',
    socket: ['myTrades'],
    security: 'read',
    weight: (params) => (params.text('orderId') === undefined ? 20 : 5),
    handle: ownTrades,
  },
  {
    rest: 'GET /api/v3/account',
    socket: ['account.status'],
    security: 'read',
    weight: 20,
    handle: account,
  },
  {
    rest: 'GET /api/v3/account/commission',
    socket: ['account.commission'],
    security: 'read',
    weight: 20,
    handle: commission,
  },
  {
    rest: 'GET /api/v3/rateLimit/order',
    socket: ['account.rateLimits.orders'],
    security: 'read',
    weight: 40,
    handle: orderRates,
  },
];

async function queryOrder(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const listed = listedOf(context, call.params.symbol());
  if (isDialectError(listed)) return listed;
  const wanted = wantedOrder(call.params, { id: 'orderId', clientId: 'origClientOrderId' });
  if (isDialectError(wanted)) return wanted;
  const { accountId } = callerOf(call);
  const order = await findOrder(context, { accountId, listed, wanted });
  return order === null ? errors.noSuchOrder : queriedOrderJson(listed, order);
}

async function openOrders(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const symbol = call.params.optionalSymbol();
  const listed = symbol === undefined ? null : listedOf(context, symbol);
  if (isDialectError(listed)) return listed;
  const isInPart = listed === null && context.service.markets.notAll !== null;
  if (isInPart) return errors.overloaded;
  const { accountId } = callerOf(call);
  const open = context.service.lookup.open(accountId, listed?.view.market ?? null);
  const shown: object[] = [];
  for (const order of [...open].reverse()) {
    const found = context.symbols.ofMarket(order.market);
    if (found === null) continue;
    const whole = (await context.service.lookup.whole(order)) as OrderState;
    shown.push(queriedOrderJson(found, whole));
  }
  return shown;
}

async function allOrders(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const window = timeWindowOf(params, 'a day');
  if (isDialectError(window)) return window;
  const limit = params.pageRows();
  const fromId = params.integer('orderId');
  const { accountId } = callerOf(call);
  await viewReached(context, 'order-history', listed);
  await viewReached(context, 'orders', listed);
  const { market } = listed.view;
  const ids = await context.service.history.ordersOfMarket(
    { accountId, market },
    { ...window, limit, fromOrderId: fromId === undefined ? null : (fromId as OrderId) },
  );
  const shown: object[] = [];
  for (const orderId of ids) {
    const order = await findOrder(context, { accountId, listed, wanted: { orderId } });
    if (order !== null) shown.push(queriedOrderJson(listed, order));
  }
  return shown;
}

async function ownTrades(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const { params } = call;
  const listed = listedOf(context, params.symbol());
  if (isDialectError(listed)) return listed;
  const window = timeWindowOf(params, 'a day');
  if (isDialectError(window)) return window;
  const limit = params.pageRows();
  const orderId = params.integer('orderId');
  const fromId = params.integer('fromId');
  if (fromId !== undefined && window.isBounded) return errors.combination;
  const { accountId } = callerOf(call);
  await viewReached(context, 'fills', listed);
  const { history } = context.service;
  const rows =
    orderId === undefined
      ? await history.fillsOfMarket(
          { accountId, market: listed.view.market },
          { ...window, limit, fromTradeId: fromId ?? null },
        )
      : await history.fillsOfOrder(accountId, orderId as OrderId, {
          fromTradeId: fromId ?? 0,
          limit,
        });
  return rows.map((row) => ownTradeJson(listed, row));
}

async function account(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const omitZero = call.params.flag('omitZeroBalances', 'false');
  const caller = callerOf(call);
  await balancesReached(context);
  const { service } = context;
  const balances = await shownBalances(context, caller.accountId);
  const fees = await feesOf(context, call, null);
  if (isDialectError(fees)) return fees;
  const newest = Math.max(0, ...service.markets.views().map(({ timestampUs }) => timestampUs));
  return {
    makerCommission: basisPoints(fees.makerPpm),
    takerCommission: basisPoints(fees.takerPpm),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: ratesJson(fees),
    canTrade: hasScope(caller, Scope.trade),
    canWithdraw: hasScope(caller, Scope.withdraw),
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: timeOf(newest),
    accountType: 'SPOT',
    balances: balances.filter(({ free, locked }) => !omitZero || free !== ZERO || locked !== ZERO),
    permissions: ['SPOT'],
    uid: caller.accountId,
  };
}

interface ShownBalance {
  readonly asset: string;
  readonly free: string;
  readonly locked: string;
}

/** Every asset that there is: an account that never had it has none of it. */
export async function shownBalances(
  context: DialectContext,
  accountId: FillRow['accountId'],
): Promise<readonly ShownBalance[]> {
  const { accounts } = context.service.ports;
  const [assets, own] = await Promise.all([accounts.assets(), accounts.balances(accountId)]);
  const balances = new Map(own.map((balance) => [balance.asset, balance]));
  return assets.map(({ asset, scale }) => {
    const { available, held } = balances.get(asset) ?? {
      available: 0n as Money,
      held: 0n as Money,
    };
    return { asset, free: moneyText(available, scale), locked: moneyText(held, scale) };
  });
}

function orderRates(context: DialectContext, call: MethodCall): MethodResult {
  const { tenSeconds, day } = context.meters.ordersOf(callerOf(call).accountId);
  return context.meters
    .published()
    .filter(({ rateLimitType }) => rateLimitType === 'ORDERS')
    .map((limit) => ({ ...limit, count: limit.interval === 'DAY' ? day : tenSeconds }));
}
