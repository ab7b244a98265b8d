/** Money into an account: a record in the ledger, once per transaction id. */
import { type AccountId, money } from '../../proto/units.ts';
import type { OrderService } from '../order-service.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { readAmount } from './account-routes.ts';
import { answer, type RouteResult } from './route.ts';

const DEPOSIT_MINOR_MAX = 2n ** 61n;
const ISSUED_MINOR_MAX = 2n ** 63n - 2n ** 60n;

export const depositErrors = [
  'UNKNOWN_ASSET',
  'AMOUNT_TOO_PRECISE',
  'AMOUNT_OUT_OF_RANGE',
  'OUTCOME_UNKNOWN',
] as const;

export async function depositInto(
  service: OrderService,
  deposit: {
    readonly accountId: AccountId;
    readonly asset: string;
    /** A decimal string. */
    readonly amount: string;
    readonly transactionId: string;
  },
): Promise<RouteResult> {
  const { accountId, asset, amount, transactionId } = deposit;
  const value = await readAmount(service, asset, amount);
  if (isRefusal(value)) return value;
  if (!(await mayIssue(service, asset, value))) {
    return refuse('AMOUNT_OUT_OF_RANGE', `there would be more ${asset} than can be counted`);
  }
  if (await service.ports.accounts.transactionApplied(transactionId)) {
    return answer(200, { transaction_id: transactionId, status: 'applied_before' });
  }
  const command = {
    kind: 'Deposit',
    transactionId,
    accountId,
    asset,
    amount: money(value),
  } as const;
  const outcome = await service.ledger.send(command);
  if (outcome.kind !== 'applied') return outcome;
  return answer(201, {
    transaction_id: transactionId,
    account_id: String(accountId),
    asset,
    amount,
    status: 'applied',
  });
}

/**
 * All money of an asset together must stay an int64. Far enough below it that deposits which are on
 * their way at the same moment cannot add up to more.
 */
export async function mayIssue(
  service: OrderService,
  asset: string,
  amount: bigint,
): Promise<boolean> {
  const issued = await service.ports.accounts.issued(asset);
  return amount <= DEPOSIT_MINOR_MAX && issued + amount <= ISSUED_MINOR_MAX;
}
