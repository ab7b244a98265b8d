/** The operator: define markets, halt and resume them, pass over a poison command. */
import { parseDecimal, parseMoney } from '../../proto/decimal.ts';
import { limits as shared } from '../../proto/limits.ts';
import { type MarketDefinition, MarketStatus, Scope } from '../../proto/messages.ts';
import { BAND_PPM_MAX } from '../../proto/ranges.ts';
import { lots, minorUnits, ppm, priceTicks, offset as toOffset } from '../../proto/units.ts';
import type { MarketControlOutcome } from '../market-control.ts';
import type { OrderService } from '../order-service.ts';
import { definitionJson } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { amount, assetName, decimal, marketName, ofMarket, reasonText } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, type RouteResult, route } from './route.ts';
import { type Field, integer, optional, shape } from './shape.ts';

const tag = 'admin';
export const INT32_MAX = 2 ** 31 - 1;
export const count = (what: string, most: number = Number.MAX_SAFE_INTEGER) =>
  integer({ least: 0, most, what });

/** Rules that have a default, and that may change at any time. */
export const softRules = {
  min_price: optional(decimal),
  min_quantity: optional(decimal),
  min_notional: optional(amount),
  max_open_orders: optional(
    integer({ least: 1, most: shared.openOrdersPerAccountMax, what: 'open orders of one account' }),
  ),
  maker_fee_ppm: optional(count('parts per million', 999_999)),
  taker_fee_ppm: optional(count('parts per million', 999_999)),
  bid_band_ppm: optional(count('parts per million; 0: no band', BAND_PPM_MAX)),
  ask_band_ppm: optional(count('parts per million; 0: no band', 999_999)),
};

const definitionBody = shape({
  market: marketName,
  base_asset: optional(assetName),
  base_scale: count('decimal places of a minor unit', 18),
  quote_asset: optional(assetName),
  quote_scale: count('decimal places of a minor unit', 18),
  tick_size: decimal,
  lot_size: decimal,
  max_price: decimal,
  max_quantity: decimal,
  max_notional: optional(amount),
  max_resting_orders: optional(count('orders in the book', shared.restingOrdersMax)),
  ...softRules,
});
type DefinitionBody = typeof definitionBody extends Field<infer T> ? T : never;

const RESTING_ORDERS = 1_000_000;

export function marketAdminRoutes(service: OrderService): readonly Route[] {
  return [
    defineRoute(service),
    statusRoute(service, 'halt', MarketStatus.halted),
    statusRoute(service, 'resume', MarketStatus.trading),
    statusRoute(service, 'cancel-only', MarketStatus.cancelOnly),
    rulesRoute(service),
    quarantineRoute(service),
  ];
}

/** A market that exists, and is defined again without a word about it, keeps what it has. */
function openOrders(
  service: OrderService,
  { market, max_open_orders: asked, max_resting_orders: room = RESTING_ORDERS }: DefinitionBody,
): { readonly maxOpenOrders?: number } {
  if (asked !== undefined) return { maxOpenOrders: asked };
  const known = service.markets.desk(market)?.units?.definition;
  if (known === undefined) {
    return { maxOpenOrders: Math.min(shared.openOrdersPerAccountDefault, room) };
  }
  return known.maxOpenOrders === undefined ? {} : { maxOpenOrders: known.maxOpenOrders };
}

/** A definition with the widest limits, to read the wanted limits in its units. */
function widest(body: DefinitionBody): MarketDefinition {
  const [base = '', quote = ''] = body.market.split('-');
  return {
    market: body.market,
    baseAsset: body.base_asset ?? base,
    baseScale: body.base_scale,
    quoteAsset: body.quote_asset ?? quote,
    quoteScale: body.quote_scale,
    tickSize: body.tick_size,
    lotSize: body.lot_size,
    minPriceTicks: priceTicks(1),
    maxPriceTicks: priceTicks(1),
    minQuantityLots: lots(1),
    maxQuantityLots: lots(1),
    minNotionalMinor: minorUnits(0),
    maxNotionalMinor: minorUnits(Number.MAX_SAFE_INTEGER),
    maxRestingOrders: body.max_resting_orders ?? RESTING_ORDERS,
    makerFeePpm: ppm(body.maker_fee_ppm ?? 0),
    takerFeePpm: ppm(body.taker_fee_ppm ?? 0),
    ...(body.bid_band_ppm ? { bidBandPpm: body.bid_band_ppm } : {}),
    ...(body.ask_band_ppm ? { askBandPpm: body.ask_band_ppm } : {}),
  };
}

/** How many whole steps of 10^-18 × `step` the value is; null: not whole, zero, or too many. */
export function stepsOf(value: string, step: string, most: number): number | null {
  const [units, stepUnits] = [value, step].map((each) => parseDecimal(each, { scale: 18 }));
  if (units == null || stepUnits == null || stepUnits === 0n || units % stepUnits !== 0n) {
    return null;
  }
  const steps = units / stepUnits;
  return steps >= 1n && steps <= BigInt(most) ? Number(steps) : null;
}

/** Undefined: as wide as can be; null: finer than the asset, or more than one order can cost. */
export function notionalOf(
  value: string | undefined,
  scale: number,
  widestMinor: number,
): number | null {
  if (value === undefined) return widestMinor;
  const minor = parseMoney(value, scale);
  return minor === null || minor > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(minor);
}

function definitionOf(body: DefinitionBody): MarketDefinition | Refusal {
  const wide = widest(body);
  const { tick_size: tick, lot_size: lot, quote_scale: scale } = body;
  const limits = {
    min_price: stepsOf(body.min_price ?? tick, tick, INT32_MAX),
    max_price: stepsOf(body.max_price, tick, INT32_MAX),
    min_quantity: stepsOf(body.min_quantity ?? lot, lot, Number.MAX_SAFE_INTEGER),
    max_quantity: stepsOf(body.max_quantity, lot, Number.MAX_SAFE_INTEGER),
    min_notional: notionalOf(body.min_notional, scale, 0),
    max_notional: notionalOf(body.max_notional, scale, Number.MAX_SAFE_INTEGER),
  };
  for (const [name, value] of Object.entries(limits)) {
    if (value === null) {
      return refuse('INVALID_DEFINITION', `${name} is not whole ticks, lots or minor units`);
    }
  }
  const { min_price, max_price, min_quantity, max_quantity, min_notional, max_notional } =
    limits as Record<keyof typeof limits, number>;
  return {
    ...wide,
    minPriceTicks: priceTicks(min_price),
    maxPriceTicks: priceTicks(max_price),
    minQuantityLots: lots(min_quantity),
    maxQuantityLots: lots(max_quantity),
    minNotionalMinor: minorUnits(min_notional),
    maxNotionalMinor: minorUnits(max_notional),
  };
}

function defineRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/markets',
    summary: 'Define a market; the same definition again changes nothing',
    tag,
    scope: Scope.admin,
    cost: 'order',
    body: definitionBody,
    replies: { 201: schemas.definition, 200: schemas.definition },
    errors: ['INVALID_DEFINITION', 'AMOUNT_TOO_PRECISE', 'MARKET_EXISTS', 'OUTCOME_UNKNOWN'],
    handle: async ({ body }) => {
      const read = definitionOf(body);
      if (isRefusal(read)) return read;
      const definition = { ...read, ...openOrders(service, body) };
      const outcome = await service.control.define(definition);
      if (outcome.kind === 'refused' || outcome.kind === 'unknown') return outcome;
      return answer(outcome.kind === 'defined' ? 201 : 200, definitionJson(outcome.definition));
    },
  });
}

export function done(market: string, outcome: MarketControlOutcome): RouteResult {
  if (outcome.kind !== 'done') return outcome;
  return answer(200, { market, sequence: outcome.sequence });
}

export const doneSchema = schemas.object({ market: schemas.string, sequence: schemas.integer });

function statusRoute(service: OrderService, verb: string, status: MarketStatus): Route {
  return route({
    method: 'POST',
    path: `/v1/admin/markets/{market}/${verb}`,
    summary: `Change the status of the market: ${verb}`,
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    params: ofMarket,
    body: shape({ reason: optional(reasonText) }),
    replies: { 200: doneSchema },
    errors: ['UNKNOWN_MARKET', 'MARKET_HALTED', 'MARKET_CLOSED', 'OUTCOME_UNKNOWN'],
    handle: async ({ params: { market }, body }) => {
      const reason = body.reason ?? verb;
      return done(market, await service.control.changeStatus(market, { status, reason }));
    },
  });
}

function rulesRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/markets/{market}/rules',
    summary: 'Let the market play by the newest rules that every replica knows',
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    params: ofMarket,
    body: shape({}),
    replies: { 200: doneSchema },
    errors: ['UNKNOWN_MARKET', 'OUTCOME_UNKNOWN'],
    handle: async ({ params: { market } }) =>
      done(market, await service.control.activateRules(market)),
  });
}

function quarantineRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/markets/{market}/quarantine',
    summary: 'Pass over the poison command at this offset of commands.{market}',
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    params: ofMarket,
    body: shape({ offset: count('offset in the command log'), reason: optional(reasonText) }),
    replies: { 200: doneSchema },
    errors: ['UNKNOWN_MARKET', 'OUTCOME_UNKNOWN'],
    handle: async ({ params: { market }, body }) => {
      const record = { offset: toOffset(body.offset), reason: body.reason ?? 'quarantined' };
      return done(market, await service.control.quarantine(market, record));
    },
  });
}
