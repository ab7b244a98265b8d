/**
 * What clients ask of the rest of such an exchange, while they load its markets and as they look after
 * an account. There is no margin, no futures, no networks, no order lists: the answers say so, and
 * markets load without any option set.
 */
import { feeRates } from '../../ports/account-store/fee-tiers.ts';
import { isAbsent } from '../accounts.ts';
import { rateText } from './decimals.ts';
import { errors, isDialectError } from './dialect-error.ts';
import { symbolsWanted } from './exchange-info.ts';
import { callerOf, type DialectMethod } from './method.ts';

/** Of an account; there are no order lists, no other matching than the book's, no filters of its own. */
const none = (rest: string, socket: string, weight: number, body: object): DialectMethod => ({
  rest: `GET /api/v3/${rest}`,
  socket: [socket],
  security: 'read',
  weight,
  handle: () => body,
});

const nothing = (
  rest: NonNullable<DialectMethod['rest']>,
  security: DialectMethod['security'],
  body: object,
): DialectMethod => ({ rest, socket: [], security, weight: 1, handle: () => body });

export const stubMethods: readonly DialectMethod[] = [
  none('allOrderList', 'allOrderLists', 20, []),
  none('openOrderList', 'openOrderLists.status', 6, []),
  none('orderList', 'orderList.status', 4, errors.noSuchList),
  none('myAllocations', 'myAllocations', 20, []),
  none('myFilters', 'myFilters', 40, { exchangeFilters: [], symbolFilters: [], assetFilters: [] }),
  nothing('GET /fapi/v1/exchangeInfo', 'none', { symbols: [] }),
  nothing('GET /dapi/v1/exchangeInfo', 'none', { symbols: [] }),
  nothing('GET /sapi/v1/capital/config/getall', 'read', []),
  nothing('GET /sapi/v1/margin/allPairs', 'key', []),
  nothing('GET /sapi/v1/margin/isolated/allPairs', 'key', []),
  nothing('GET /sapi/v1/spot/delist-schedule', 'key', []),
  nothing('GET /sapi/v1/system/status', 'none', { status: 0, msg: 'normal' }),
  {
    rest: 'GET /sapi/v1/asset/tradeFee',
    socket: [],
    security: 'read',
    weight: 1,
    handle: async (context, call) => {
      const wanted = symbolsWanted(context, call.params.optionalSymbol(), undefined);
      if (isDialectError(wanted)) return wanted;
      const own = await context.service.accounts.account(callerOf(call).accountId);
      if (isAbsent(own)) return errors.overloaded;
      return wanted.map(({ symbol, units: { definition } }) => {
        const { makerFeePpm, takerFeePpm } = feeRates(own, definition);
        const commission = { makerCommission: rateText(makerFeePpm) };
        return { symbol, ...commission, takerCommission: rateText(takerFeePpm) };
      });
    },
  },
];
