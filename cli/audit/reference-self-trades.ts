/** What becomes of an order that meets one of its own account: the mode of the one that comes decides. */
import { SelfTradePrevention } from '../../proto/messages.ts';
import type { RestingOrder } from './reference-book.ts';

interface Comer {
  readonly accountId: number;
  readonly selfTradePrevention: SelfTradePrevention | undefined;
}

/** Who ends instead of the trade, or who has nothing left of it; null: they trade. */
export function preventedTrade(
  taker: Comer,
  maker: RestingOrder,
): { readonly ends: 'taker' | 'maker' | 'both' | 'smaller' } | null {
  const mode = taker.selfTradePrevention;
  if (mode === undefined || maker.accountId !== taker.accountId) return null;
  const ends = {
    [SelfTradePrevention.expireTaker]: 'taker',
    [SelfTradePrevention.expireMaker]: 'maker',
    [SelfTradePrevention.expireBoth]: 'both',
    [SelfTradePrevention.decrement]: 'smaller',
  } as const;
  return { ends: ends[mode] };
}

/** Lots that a fill-or-kill order would get, of these orders in the order in which it meets them. */
export function lotsToBeHad(taker: Comer, makers: Iterable<RestingOrder>): number {
  let lots = 0;
  for (const maker of makers) {
    const prevented = preventedTrade(taker, maker);
    if (prevented === null) lots += maker.remainingLots;
    else if (prevented.ends !== 'maker') break;
  }
  return lots;
}
