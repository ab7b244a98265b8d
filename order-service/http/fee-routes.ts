/** What trading costs: the fee table, who is in which tier, and what oneself pays. */
import { type FeeRates, feeRates } from '../../ports/account-store/fee-tiers.ts';
import { Scope } from '../../proto/messages.ts';
import { ppm } from '../../proto/units.ts';
import { accountsNotReady, isAbsent } from '../accounts.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { accountNamed, accountText } from './admin-routes.ts';
import { marketName } from './fields.ts';
import { count } from './market-admin-routes.ts';
import * as schemas from './reply-schemas.ts';
import { answer, callerOf, type Route, route } from './route.ts';
import { optional, shape, text } from './shape.ts';

/** As a tier's name: in none. */
const NO_TIER = 'none';
const tierName = text({
  pattern: /^[a-z0-9-]{1,32}$/,
  what: 'the name of a fee tier; none: no tier',
  example: 'market-maker',
});
const feePpm = count('parts per million', 999_999);
const rates = { maker_fee_ppm: schemas.integer, taker_fee_ppm: schemas.integer };
const tierSchema = schemas.object({ tier: schemas.string, market: schemas.nullable, ...rates });

export function feeRoutes(service: OrderService): readonly Route[] {
  return [ownFeesRoute(service), tiersRoute(service), defineRoute(service), assignRoute(service)];
}

const ratesJson = ({ makerFeePpm, takerFeePpm }: FeeRates) => ({
  maker_fee_ppm: makerFeePpm,
  taker_fee_ppm: takerFeePpm,
});

function ownFeesRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/fees',
    summary: 'What the account pays in each market: its own rates, its tier, or the market',
    tag: 'account',
    scope: Scope.read,
    replies: {
      200: schemas.object({
        tier: schemas.nullable,
        fees: schemas.listOf(schemas.object({ market: schemas.string, ...rates })),
      }),
    },
    handle: async (input) => {
      const account = await service.accounts.account(callerOf(input).accountId);
      if (isAbsent(account)) return accountsNotReady();
      const fees = service.markets.views().flatMap(({ market, units }) => {
        return units === null
          ? []
          : [{ market, ...ratesJson(feeRates(account, units.definition)) }];
      });
      return answer(200, { tier: account.feeTier ?? null, fees });
    },
  });
}

function tiersRoute(service: OrderService): Route {
  return route({
    method: 'GET',
    path: '/v1/admin/fee-tiers',
    summary: 'The fee table',
    tag: 'admin',
    scope: Scope.admin,
    replies: { 200: schemas.object({ fee_tiers: schemas.listOf(tierSchema) }) },
    handle: async () => {
      const rows = await service.ports.accounts.feeTiers();
      const shown = rows.map(({ tier, market, ...row }) => ({
        tier,
        market: market === '' ? null : market,
        ...ratesJson(row),
      }));
      return answer(200, { fee_tiers: shown });
    },
  });
}

function defineRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/fee-tiers',
    summary: 'Say what a tier pays in a market, or in all without a row; for orders to come',
    tag: 'admin',
    scope: Scope.admin,
    cost: 'order',
    body: shape({
      tier: tierName,
      market: optional(marketName),
      maker_fee_ppm: feePpm,
      taker_fee_ppm: feePpm,
    }),
    replies: { 200: tierSchema },
    errors: ['INVALID_FIELD', 'UNKNOWN_MARKET', 'OUTCOME_UNKNOWN'],
    handle: async ({ body }) => {
      const { tier, market } = body;
      if (tier === NO_TIER) return refuse('INVALID_FIELD', `${NO_TIER} is no tier`);
      if (market !== undefined && (service.markets.view(market)?.units ?? null) === null) {
        return refuse('UNKNOWN_MARKET', `no market ${market}`);
      }
      const row = { makerFeePpm: ppm(body.maker_fee_ppm), takerFeePpm: ppm(body.taker_fee_ppm) };
      const command = { kind: 'DefineFeeTier', tier, market: market ?? '', ...row } as const;
      const outcome = await service.ledger.send(command);
      if (outcome.kind !== 'applied') return outcome;
      service.accounts.forgetFees();
      return answer(200, { tier, market: market ?? null, ...ratesJson(row) });
    },
  });
}

function assignRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/accounts/{account_id}/fee-tier',
    summary: 'Put an account in a fee tier, or in none; for orders to come',
    tag: 'admin',
    scope: Scope.admin,
    cost: 'order',
    params: shape({ account_id: accountText }),
    body: shape({ tier: tierName }),
    replies: { 200: schemas.object({ account_id: schemas.string, tier: schemas.nullable }) },
    errors: ['UNKNOWN_ACCOUNT', 'UNKNOWN_FEE_TIER', 'OUTCOME_UNKNOWN'],
    handle: async ({ params, body: { tier } }) => {
      const accountId = await accountNamed(service, params.account_id);
      if (isRefusal(accountId)) return accountId;
      const { accounts } = service.ports;
      const rows = await accounts.feeTiers();
      if (tier !== NO_TIER && !rows.some((row) => row.tier === tier)) {
        return refuse('UNKNOWN_FEE_TIER', `no fee tier ${tier}`);
      }
      const account = await accounts.account(accountId);
      if (account === null) return accountsNotReady();
      const { feeTier: _, ...rest } = account;
      const after = tier === NO_TIER ? rest : { ...rest, feeTier: tier };
      const outcome = await service.ledger.send({ kind: 'OpenAccount', ...after });
      if (outcome.kind !== 'applied') return outcome;
      service.accounts.forgetAccount(accountId);
      return answer(200, { account_id: String(accountId), tier: tier === NO_TIER ? null : tier });
    },
  });
}
