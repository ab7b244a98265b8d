/** Money for nothing, in an exchange that is there to be tried out. */
import { Scope } from '../../proto/messages.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { readAmount } from './account-routes.ts';
import { depositErrors, depositInto } from './deposits.ts';
import { amount, assetName } from './fields.ts';
import * as schemas from './reply-schemas.ts';
import { callerOf, type Route, route } from './route.ts';
import { optional, shape, text } from './shape.ts';

/** Of any asset, at a time. */
const MOST = '1000000';

/** The account stands in front of it: nobody uses up what another one would name. */
const ownId = text({
  pattern: /^[A-Za-z0-9._:-]{1,40}$/,
  what: '1 to 40 of A-Z a-z 0-9 . _ : -; it takes effect once',
  example: 'first-money',
});

export function faucetRoute(service: OrderService): Route {
  return route({
    method: 'POST',
    path: '/v1/faucet',
    summary: `Put money into one's own account, up to ${MOST} at a time; in demonstrations only`,
    tag: 'account',
    scope: Scope.trade,
    cost: 'order',
    body: shape({ asset: assetName, amount, transaction_id: optional(ownId) }),
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
