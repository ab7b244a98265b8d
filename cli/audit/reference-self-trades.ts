/** What becomes of an order that meets one of its own account: the mode of the one that comes decides. */
import { SelfTradePrevention } from '../../proto/messages.ts';
import { type RestingOrder, visible } from './reference-book.ts';

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
  for (const level of levelsOf(makers)) {
    // As it would be met: whoever shows a next part goes to the end of its level.
    const queue = level.map((maker) => ({
      maker,
      shown: visible(maker),
      left: maker.remainingLots,
    }));
    for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) {
      const { maker, shown } = turn;
      const prevented = preventedTrade(taker, maker);
      if (prevented !== null && prevented.ends !== 'maker') return lots;
      if (prevented !== null) continue;
      lots += shown;
      const left = turn.left - shown;
      if (left > 0) queue.push({ maker, shown: Math.min(maker.part?.display ?? left, left), left });
    }
  }
  return lots;
}

function levelsOf(makers: Iterable<RestingOrder>): RestingOrder[][] {
  const levels: RestingOrder[][] = [];
  for (const maker of makers) {
    const level = levels.at(-1);
    if (level?.[0]?.priceTicks === maker.priceTicks) level.push(maker);
    else levels.push([maker]);
  }
  return levels;
}
