import type { Command } from '../../../proto/messages.ts';
import { accountId, money } from '../../../proto/units.ts';

/** No command of a market: in its log the core throws in the middle of the record. */
export const POISON: Command = {
  kind: 'Deposit',
  transactionId: 't',
  accountId: accountId(1),
  asset: 'USD',
  amount: money(1n),
};
