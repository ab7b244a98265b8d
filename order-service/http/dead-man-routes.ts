/** The dead-man timer: cancels all, unless it is set again in time. */
import { limits } from '../../proto/limits.ts';
import { Scope } from '../../proto/messages.ts';
import type { AccountId, TimestampUs } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { rfc3339 } from '../presentation.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { marketName } from './fields.ts';
import { definedMarket } from './market-routes.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, route } from './route.ts';
import { type Field, integer, optional, shape } from './shape.ts';

const tag = 'orders';
const PATH = '/v1/cancel-all-after';

export const deadManBody = shape({
  ms: integer({ least: 0, most: limits.deadManMsMax, what: 'from now on; 0: no timer' }),
  market: optional(marketName),
});
type DeadManBody = typeof deadManBody extends Field<infer T> ? T : never;

const nullableInteger = { type: ['integer', 'null'] } as const;
const timer = schemas.object({
  market: schemas.nullable,
  cancel_at: schemas.nullable,
  cancel_at_us: nullableInteger,
});

export function deadManRoutes(service: OrderService): readonly Route[] {
  return [setRoute(service), listRoute(service)];
}

const timerJson = (market: string | null, cancelAtUs: TimestampUs | null) => ({
  market,
  cancel_at: cancelAtUs === null ? null : rfc3339(cancelAtUs),
  cancel_at_us: cancelAtUs,
});

/** Over HTTP and on a socket alike. */
export async function setDeadMan(
  service: OrderService,
  accountId: AccountId,
  { ms, market: named }: DeadManBody,
): Promise<ReturnType<typeof timerJson> | Refusal> {
  const market = named ?? null;
  if (market !== null) {
    const found = definedMarket(service, market);
    if (isRefusal(found)) return found;
  }
  const watched = { accountId, market };
  const set = ms === 0 ? service.deadMan.disarm(watched) : service.deadMan.arm(watched, ms);
  const cancelAtUs = await set;
  return isRefusal(cancelAtUs) ? cancelAtUs : timerJson(market, cancelAtUs);
}

function setRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: PATH,
    summary: 'Cancel all own orders after so long, unless this is asked again before',
    tag,
    scope: Scope.cancel,
    cost: 'cancel',
    body: deadManBody,
    replies: { 200: timer },
    errors: ['UNKNOWN_MARKET'],
    handle: async (input) => {
      const set = await setDeadMan(service, callerOf(input).accountId, input.body);
      return isRefusal(set) ? set : answer(200, set);
    },
  });
}

function listRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: PATH,
    summary: 'Own dead-man timers',
    tag,
    scope: Scope.read,
    replies: { 200: schemas.object({ timers: schemas.listOf(timer) }) },
    handle: (input) => {
      const timers = service.deadMan
        .of(callerOf(input).accountId)
        .map(({ market, cancelAtUs }) => timerJson(market, cancelAtUs));
      return answer(200, { timers });
    },
  });
}
