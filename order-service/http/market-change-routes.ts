/** The operator changes what a market asks of the orders to come, and ends it. */
import { definitionProblem, type MarketUnits } from '../../proto/market-units.ts';
import { type MarketDefinition, Scope } from '../../proto/messages.ts';
import { lots, minorUnits, ppm, priceTicks } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { marketJson } from '../presentation.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { amount, decimal, ofMarket, reasonText } from './fields.ts';
import {
  done,
  doneSchema,
  INT32_MAX,
  notionalOf,
  softRules,
  stepsOf,
} from './market-admin-routes.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, route } from './route.ts';
import { type Field, optional, shape } from './shape.ts';

const changeBody = shape({
  tick_size: optional(decimal),
  lot_size: optional(decimal),
  max_price: optional(decimal),
  max_quantity: optional(decimal),
  max_notional: optional(amount),
  ...softRules,
});
type ChangeBody = typeof changeBody extends Field<infer T> ? T : never;

export function marketChangeRoutes(service: OrderService): readonly Route[] {
  return [changeRoute(service), delistRoute(service)];
}

/** What is said in decimals, in the market's own steps; null: it is not whole. Absent: as it was. */
function numbersOf(body: ChangeBody, d: MarketDefinition): Record<string, number | null> {
  const steps = (value: string | undefined, step: string, most: number, as: number) =>
    value === undefined ? as : stepsOf(value, step, most);
  const notional = (value: string | undefined, as: number) => notionalOf(value, d.quoteScale, as);
  const most = Number.MAX_SAFE_INTEGER;
  return {
    tick_size: steps(body.tick_size, d.tickSize, INT32_MAX, d.priceStepTicks ?? 1),
    lot_size: steps(body.lot_size, d.lotSize, most, d.quantityStepLots ?? 1),
    min_price: steps(body.min_price, d.tickSize, INT32_MAX, d.minPriceTicks),
    max_price: steps(body.max_price, d.tickSize, INT32_MAX, d.maxPriceTicks),
    min_quantity: steps(body.min_quantity, d.lotSize, most, d.minQuantityLots),
    max_quantity: steps(body.max_quantity, d.lotSize, most, d.maxQuantityLots),
    min_notional: notional(body.min_notional, d.minNotionalMinor),
    max_notional: notional(body.max_notional, d.maxNotionalMinor),
  };
}

/** What is absent when it asks for nothing. */
function optionalFields(
  asked: Readonly<Record<'tick' | 'lot' | 'bid' | 'ask' | 'open', number>>,
): Partial<MarketDefinition> {
  return {
    ...(asked.tick > 1 && { priceStepTicks: asked.tick }),
    ...(asked.lot > 1 && { quantityStepLots: asked.lot }),
    ...(asked.bid > 0 && { bidBandPpm: asked.bid }),
    ...(asked.ask > 0 && { askBandPpm: asked.ask }),
    ...(asked.open > 0 && { maxOpenOrders: asked.open }),
  };
}

function changed({ definition: d }: MarketUnits, body: ChangeBody): MarketDefinition | Refusal {
  const read = numbersOf(body, d);
  const wrong = Object.keys(read).find((name) => read[name] === null);
  if (wrong !== undefined) {
    const finest = `ticks of ${d.tickSize}, lots of ${d.lotSize}, minor units`;
    return refuse('INVALID_DEFINITION', `${wrong} is not whole ${finest}`);
  }
  const numbers = read as Record<string, number>;
  const number = (name: string) => numbers[name]!;
  const {
    priceStepTicks: _,
    quantityStepLots: __,
    bidBandPpm,
    askBandPpm,
    maxOpenOrders,
    ...rest
  } = d;
  const next: MarketDefinition = {
    ...rest,
    minPriceTicks: priceTicks(number('min_price')),
    maxPriceTicks: priceTicks(number('max_price')),
    minQuantityLots: lots(number('min_quantity')),
    maxQuantityLots: lots(number('max_quantity')),
    minNotionalMinor: minorUnits(number('min_notional')),
    maxNotionalMinor: minorUnits(number('max_notional')),
    makerFeePpm: ppm(body.maker_fee_ppm ?? d.makerFeePpm),
    takerFeePpm: ppm(body.taker_fee_ppm ?? d.takerFeePpm),
    ...optionalFields({
      tick: number('tick_size'),
      lot: number('lot_size'),
      bid: body.bid_band_ppm ?? bidBandPpm ?? 0,
      ask: body.ask_band_ppm ?? askBandPpm ?? 0,
      open: body.max_open_orders ?? maxOpenOrders ?? 0,
    }),
  };
  const problem = definitionProblem(next);
  return problem === null ? next : refuse('INVALID_DEFINITION', problem);
}

function changeRoute(service: OrderService): Route {
  return route({
    method: 'PATCH',
    path: '/v1/admin/markets/{market}',
    summary: 'Change what the market asks of orders to come; those that are open stay as they are',
    tag: 'admin',
    scope: Scope.admin,
    cost: 'order',
    params: ofMarket,
    body: changeBody,
    replies: { 200: schemas.market },
    errors: [
      'UNKNOWN_MARKET',
      'INVALID_DEFINITION',
      'MARKET_HALTED',
      'MARKET_CLOSED',
      'OUTCOME_UNKNOWN',
    ],
    handle: async ({ params: { market }, body }) => {
      const desk = service.markets.find(market);
      if (isRefusal(desk)) return desk;
      if (desk.units === null) return refuse('UNKNOWN_MARKET', `no market ${market}`);
      const definition = changed(desk.units, body);
      if (isRefusal(definition)) return definition;
      const outcome = await service.control.send(market, { kind: 'ChangeMarket', definition });
      if (outcome.kind !== 'done') return outcome;
      return answer(200, marketJson(desk.units, desk.view));
    },
  });
}

function delistRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/markets/{market}/delist',
    summary: 'Cancel all orders of the market and close it for good; what happened stays readable',
    tag: 'admin',
    scope: Scope.admin,
    cost: 'cancel',
    params: ofMarket,
    body: shape({ reason: optional(reasonText) }),
    replies: { 200: doneSchema },
    errors: [
      'UNKNOWN_MARKET',
      'MARKET_HALTED',
      'MARKET_HAS_ORDERS',
      'OVERLOADED',
      'OUTCOME_UNKNOWN',
    ],
    handle: async ({ params: { market }, body }) =>
      done(market, await service.delisting.run(market, body.reason ?? 'delisted')),
  });
}
