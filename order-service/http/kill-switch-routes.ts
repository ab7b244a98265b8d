/** The operator's kill switches: of an account, and of the whole exchange. All of it is in the logs. */
import { AccountStatus, MarketStatus, Scope } from '../../proto/messages.ts';
import type { EverywhereOutcome } from '../market-control.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal } from '../refusal.ts';
import { accountNamed, accountText } from './admin-routes.ts';
import { reasonText } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, type RouteResult, route } from './route.ts';
import { optional, shape } from './shape.ts';

const tag = 'admin';

const reasonBody = shape({ reason: optional(reasonText) });

export function killSwitchRoutes(service: OrderService): readonly Route[] {
  return [
    accountRoute(service, 'block', AccountStatus.blocked),
    accountRoute(service, 'unblock', AccountStatus.active),
    exchangeRoute(service, 'halt', MarketStatus.halted),
    exchangeRoute(service, 'cancel-only', MarketStatus.cancelOnly),
    exchangeRoute(service, 'resume', MarketStatus.trading),
  ];
}

function done(outcome: EverywhereOutcome): RouteResult {
  return outcome.kind === 'done-everywhere' ? answer(200, { markets: outcome.markets }) : outcome;
}

const doneSchema = schemas.object({
  markets: schemas.listOf(schemas.object({ market: schemas.string, sequence: schemas.integer })),
});

function accountRoute(service: OrderService, verb: string, status: AccountStatus): Route {
  return route({
    method: 'POST',
    path: `/v1/admin/accounts/{account_id}/${verb}`,
    summary:
      status === AccountStatus.blocked
        ? 'Cancel all orders of an account and take no other, in every market; it may still cancel'
        : 'Take orders of an account again, in every market',
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    params: shape({ account_id: accountText }),
    body: reasonBody,
    replies: { 200: doneSchema },
    errors: ['UNKNOWN_ACCOUNT', 'MARKET_HALTED', 'OUTCOME_UNKNOWN'],
    handle: async ({ params, body }) => {
      const accountId = await accountNamed(service, params.account_id);
      if (isRefusal(accountId)) return accountId;
      const change = { accountId, status, reason: body.reason ?? verb };
      return done(await service.control.changeAccountStatus(change));
    },
  });
}

function exchangeRoute(service: OrderService, verb: string, status: MarketStatus): Route {
  return route({
    method: 'POST',
    path: `/v1/admin/${verb}`,
    summary: `Change the status of every market: ${verb}`,
    tag,
    scope: Scope.admin,
    cost: 'cancel',
    body: reasonBody,
    replies: { 200: doneSchema },
    errors: ['MARKET_HALTED', 'OUTCOME_UNKNOWN'],
    handle: async ({ body }) => {
      const change = { status, reason: body.reason ?? verb };
      return done(await service.control.changeStatusEverywhere(change));
    },
  });
}
