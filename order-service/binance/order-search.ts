/** Finds an account's own orders by either id, open or over; someone else's do not exist. */

import type { ProjectionName } from '../../ports/view-store/tables.ts';
import { eventTopic } from '../../proto/topics.ts';
import type { AccountId, OrderId } from '../../proto/units.ts';
import { isRejected, type OrderRecord } from '../market-data/order-index.ts';
import type { OrderState } from '../market-data/order-state.ts';
import { type DialectError, errors } from './dialect-error.ts';
import type { DialectContext } from './method.ts';
import type { Listed } from './symbols.ts';

const POLL_MS = 5;
/** A view that is further behind is shown as it is. */
const PATIENCE_MS = 2_000;

export function listedOf(context: DialectContext, symbol: string): Listed | DialectError {
  const listed = context.symbols.find(symbol);
  if (listed !== null) return listed;
  // It may be of a market that is being opened.
  return context.service.markets.notAll === null ? errors.symbol : errors.overloaded;
}

export interface OrderWanted {
  readonly accountId: AccountId;
  readonly listed: Listed;
  readonly wanted: { readonly orderId?: OrderId; readonly clientOrderId?: string };
}

/** An order that is open, or on its way; null: neither. */
export async function liveOrder(
  context: DialectContext,
  want: OrderWanted,
): Promise<OrderRecord | null> {
  const { accountId, listed, wanted } = want;
  const orderId = wanted.orderId ?? (await openIdOf(context, want));
  if (orderId === null) return null;
  const placing = context.service.orders.placing(orderId);
  if (placing !== null && placing.accountId === accountId) await placing.outcome;
  const order = listed.view.orders.findOpen(orderId);
  if (order === null || order.accountId !== accountId) return null;
  const isNamed = wanted.clientOrderId === undefined || wanted.orderId === undefined;
  if (isNamed) return order;
  const whole = await context.service.lookup.whole(order);
  return whole.clientOrderId === wanted.clientOrderId ? order : null;
}

async function openIdOf(context: DialectContext, want: OrderWanted): Promise<OrderId | null> {
  const { accountId, wanted } = want;
  if (wanted.clientOrderId === undefined) return null;
  const found = await context.service.ports.accounts.orderIdOf(accountId, wanted.clientOrderId);
  return found?.orderId ?? null;
}

/** Open or over, with its fills, in this market; null: there is none. */
export async function findOrder(
  context: DialectContext,
  want: OrderWanted,
): Promise<OrderState | null> {
  const found = await recordOf(context, want);
  if (found !== null) return shownAs(context, want, found);
  // It may be over, and the read models on their way to it.
  await viewReached(context, 'orders', want.listed);
  return findOrderNow(context, want);
}

/** The same, of read models that were waited for, or are shown as they are. */
export async function findOrderNow(
  context: DialectContext,
  want: OrderWanted,
): Promise<OrderState | null> {
  const found = await recordOf(context, want);
  return found === null ? null : shownAs(context, want, found);
}

async function recordOf(
  { service }: DialectContext,
  { accountId, wanted }: OrderWanted,
): Promise<OrderRecord | null> {
  if (wanted.orderId === undefined) {
    return service.lookup.findByClientId(accountId, wanted.clientOrderId ?? '');
  }
  const placing = service.orders.placing(wanted.orderId);
  if (placing !== null && placing.accountId === accountId) await placing.outcome;
  return service.lookup.find(accountId, wanted.orderId);
}

async function shownAs(
  { service }: DialectContext,
  { listed, wanted }: OrderWanted,
  found: OrderRecord,
): Promise<OrderState | null> {
  if (isRejected(found) || found.market !== listed.view.market) return null;
  const whole = (await service.lookup.whole(found)) as OrderState;
  const isOther =
    wanted.orderId !== undefined &&
    wanted.clientOrderId !== undefined &&
    whole.clientOrderId !== wanted.clientOrderId;
  return isOther ? null : whole;
}

/** Waits until the read models have what this service has seen of the market, or patience ends. */
export async function viewReached(
  context: DialectContext,
  projections: ProjectionName | readonly ProjectionName[],
  listed: Listed,
): Promise<void> {
  const { history } = context.service;
  const { market, sequence } = listed.view;
  await allReached(
    context,
    [projections].flat().map((projection) => ({
      sequence,
      ask: () => history.sequence(projection, market),
    })),
  );
}

/** The same for the balances. */
export async function balancesReached(context: DialectContext): Promise<void> {
  await allReached(
    context,
    context.service.markets.views().map(({ market, sequence }) => ({
      sequence,
      ask: () => settledSequence(context, market),
    })),
  );
}

/** False: they were not behind, so that looking again shows nothing new. */
export async function balancesCaughtUp(context: DialectContext): Promise<boolean> {
  const views = context.service.markets.views();
  const settled = await Promise.all(views.map(({ market }) => settledSequence(context, market)));
  const isBehind = views.some(({ sequence }, index) => settled[index]! < sequence);
  if (isBehind) await balancesReached(context);
  return isBehind;
}

async function settledSequence(context: DialectContext, market: string): Promise<number> {
  const cursor = await context.service.ports.accounts.cursor(eventTopic(market));
  return cursor?.sequence ?? 0;
}

/** In one patience for all of them. */
async function allReached(
  context: DialectContext,
  wanted: readonly { readonly sequence: number; readonly ask: () => Promise<number> }[],
): Promise<void> {
  const { clock } = context.service.ports;
  const untilMs = clock.monotonicMs() + PATIENCE_MS;
  for (const { sequence, ask } of wanted) {
    while ((await ask()) < sequence && clock.monotonicMs() < untilMs) await clock.sleep(POLL_MS);
  }
}
