/** Money for nothing, in an exchange that is there to be tried out. */
import { Scope } from '../../proto/messages.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { readAmount } from './account-routes.ts';
import { depositErrors, depositInto } from './deposits.ts';
import { amount, assetName, ownId } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { callerOf, type Route, route } from './route.ts';
import { optional, shape } from './shape.ts';

/** Of any asset, at a time. */
const MOST = '1000000';

const moneyId = ownId('first-money', 'it takes effect once');

export function faucetRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/faucet',
    summary: `Put money into one's own account, up to ${MOST} at a time; in demonstrations only`,
    tag: 'account',
    scope: Scope.trade,
    cost: 'order',
    body: shape({ asset: assetName, amount, transaction_id: optional(moneyId) }),
    replies: { 201: schemas.deposit, 200: schemas.deposit },
    errors: depositErrors,
    handle: async (input) => {
      const { accountId } = callerOf(input);
      const { asset, amount: shown, transaction_id: given = service.newToken() } = input.body;
      const [value, most] = await Promise.all([
        readAmount(service, asset, shown),
        readAmount(service, asset, MOST),
      ]);
      if (isRefusal(value)) return value;
      if (isRefusal(most) || value > most) {
        return refuse('AMOUNT_OUT_OF_RANGE', `the faucet gives up to ${MOST} at a time`);
      }
      const transactionId = `faucet-${accountId}-${given}`;
      return depositInto(service, { accountId, asset, amount: shown, transactionId });
    },
  });
}
