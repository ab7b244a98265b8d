/** What an account pays: the rates of its fills, in the dialect's words. */
import { feeRates } from '../../ports/account-store/fee-tiers.ts';
import { isAbsent } from '../accounts.ts';
import { rateText, ZERO } from './decimals.ts';
import { type DialectError, errors, isDialectError } from './dialect-error.ts';
import { callerOf, type DialectContext, type MethodCall, type MethodResult } from './method.ts';
import { listedOf } from './order-search.ts';
import type { Listed } from './symbols.ts';

export interface Fees {
  readonly makerPpm: number;
  readonly takerPpm: number;
}

const PPM_PER_BASIS_POINT = 100;
export const basisPoints = (ppm: number): number => Math.round(ppm / PPM_PER_BASIS_POINT);

const NO_DISCOUNT = {
  enabledForAccount: false,
  enabledForSymbol: false,
  discountAsset: '',
  discount: ZERO,
};

export const ratesJson = ({ makerPpm, takerPpm }: Fees) => ({
  maker: rateText(makerPpm),
  taker: rateText(takerPpm),
  buyer: ZERO,
  seller: ZERO,
});

/** The account's own rates, else those of the market (of the first one, where none is named). */
export async function feesOf(
  context: DialectContext,
  call: MethodCall,
  listed: Listed | null,
): Promise<Fees | DialectError> {
  const own = await context.service.accounts.account(callerOf(call).accountId);
  if (isAbsent(own)) return errors.overloaded;
  const definition = (listed ?? context.symbols.all()[0])?.units.definition;
  if (definition === undefined) return { makerPpm: 0, takerPpm: 0 };
  const { makerFeePpm: makerPpm, takerFeePpm: takerPpm } = feeRates(own, definition);
  return { makerPpm, takerPpm };
}

export async function commission(context: DialectContext, call: MethodCall): Promise<MethodResult> {
  const listed = listedOf(context, call.params.symbol());
  if (isDialectError(listed)) return listed;
  const fees = await feesOf(context, call, listed);
  if (isDialectError(fees)) return fees;
  const none = { maker: ZERO, taker: ZERO, buyer: ZERO, seller: ZERO };
  return {
    symbol: listed.symbol,
    standardCommission: ratesJson(fees),
    specialCommission: none,
    taxCommission: none,
    discount: NO_DISCOUNT,
  };
}

/** The rates that an order would pay. */
export async function commissionOfOrder(
  context: DialectContext,
  call: MethodCall,
  listed: Listed,
): Promise<MethodResult> {
  const fees = await feesOf(context, call, listed);
  if (isDialectError(fees)) return fees;
  const { maker, taker } = ratesJson(fees);
  return {
    standardCommissionForOrder: { maker, taker },
    specialCommissionForOrder: { maker: ZERO, taker: ZERO },
    taxCommissionForOrder: { maker: ZERO, taker: ZERO },
    discount: NO_DISCOUNT,
  };
}
