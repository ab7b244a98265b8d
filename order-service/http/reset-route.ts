/** A demonstration that begins anew. */
import { Scope } from '../../proto/messages.ts';
import type { Money } from '../../proto/units.ts';
import { resetDemo } from '../demo-reset.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { readAmount } from './account-routes.ts';
import { mayIssue } from './deposits.ts';
import { amount, assetName } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { answer, type Route, route } from './route.ts';
import { list, shape } from './shape.ts';

const ASSETS_MAX = 32;

export function resetRoute(service: OrderService, demonstration: 'on' | 'off'): Route {
  return route({
    method: 'POST',
    path: '/v1/admin/reset',
    summary:
      'Of demonstrations only: cancel every order, and leave each account that has money with ' +
      'exactly these balances; keys, markets and history stay, and a halted market stays halted',
    tag: 'admin',
    scope: Scope.admin,
    cost: 'cancel',
    body: shape({
      balances: list({ of: shape({ asset: assetName, amount }), least: 1, most: ASSETS_MAX }),
    }),
    replies: {
      200: schemas.object({ canceled_orders: schemas.integer, accounts: schemas.integer }),
    },
    errors: [
      'NOT_A_DEMONSTRATION',
      'UNKNOWN_ASSET',
      'AMOUNT_TOO_PRECISE',
      'AMOUNT_OUT_OF_RANGE',
      'INSUFFICIENT_BALANCE',
      'MARKET_HALTED',
      'SEQUENCE_NOT_REACHED',
      'OUTCOME_UNKNOWN',
    ],
    handle: async ({ body }) => {
      if (demonstration === 'off') {
        return refuse('NOT_A_DEMONSTRATION', 'this order-service was not started with --faucet on');
      }
      const wanted = new Map<string, Money>();
      for (const { asset, amount: text } of body.balances) {
        const value = await readAmount(service, asset, text);
        if (isRefusal(value)) return value;
        const accounts = BigInt((await service.ports.accounts.accounts()).length);
        if (!(await mayIssue(service, asset, value * accounts))) {
          return refuse('AMOUNT_OUT_OF_RANGE', `there would be more ${asset} than can be counted`);
        }
        wanted.set(asset, value);
      }
      const outcome = await resetDemo(service, wanted);
      if (outcome.kind !== 'reset') return outcome;
      const { canceledOrders, accounts } = outcome;
      return answer(200, { canceled_orders: canceledOrders, accounts });
    },
  });
}
