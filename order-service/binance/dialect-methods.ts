import { accountMethods } from './account-methods.ts';
import { cancelReplaceMethod } from './cancel-replace.ts';
import { exchangeInfoMethod } from './exchange-info.ts';
import { marketMethods } from './market-methods.ts';
import type { DialectMethod } from './method.ts';
import { orderEntryMethods } from './order-entry.ts';
import { orderEventMethods } from './order-event-methods.ts';
import { stubMethods } from './stub-methods.ts';
import { tickerMethods } from './ticker-methods.ts';

/** Every method of the dialect, over REST and over the WebSocket API. */
export const dialectMethods: readonly DialectMethod[] = [
  ...marketMethods,
  exchangeInfoMethod,
  ...tickerMethods,
  ...orderEntryMethods,
  cancelReplaceMethod,
  ...accountMethods,
  ...orderEventMethods,
  ...stubMethods,
];
