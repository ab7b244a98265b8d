/**
 * What an account had at a time that is over, from the logs alone: its total is the sum of its postings up to
 * then, and what was held of it is what its orders that were open then could still cost.
 *
 *   postings ≤ time ──────────────▶ total ─────┐
 *   each market of then ─▶ open orders ─▶ held ─┴▶ available = total - held
 *
 * A withdrawal moves money at its record in the ledger: what it reserved before that counts as available.
 */
import type { Clock } from '../../ports/clock/clock.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import { type AccountId, type Money, money, type TimestampUs } from '../../proto/units.ts';
import { type Need, needOf, needOfBudget } from '../holds.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import type { History } from './history.ts';
import type { MarketView } from './market-view.ts';
import type { OrderState } from './order-state.ts';
import type { PastMarkets } from './past-markets.ts';

const PAGE_ROWS = 1_000;
/** Some seconds of reading in small pieces. */
const POSTINGS_MAX = 200_000;
const PAUSE_MS = 1;

export interface PastBalances {
  readonly balances: readonly {
    readonly asset: string;
    readonly available: Money;
    readonly held: Money;
  }[];
  /** Last event of each market that is in. */
  readonly sequences: ReadonlyMap<string, number>;
}

interface PastBooks {
  readonly past: PastMarkets;
  readonly history: History;
  readonly clock: Clock;
  readonly markets: readonly string[];
}

/** The views have folded all postings up to now, which is behind `atUs`. */
export async function balancesAt(
  sources: PastBooks,
  owner: { readonly accountId: AccountId; readonly atUs: TimestampUs },
): Promise<PastBalances | Refusal> {
  const totals = await sources.past.inTurn(() => totalsAt(sources, owner));
  if (isRefusal(totals)) return totals;
  const held = new Map<string, bigint>();
  const sequences = new Map<string, number>();
  for (const market of sources.markets) {
    const view = await sources.past.viewAt(market, { kind: 'time', timestampUs: owner.atUs });
    if (isRefusal(view)) return view;
    sequences.set(market, view.sequence);
    for (const { asset, amount } of needsIn(view, owner.accountId)) {
      held.set(asset, (held.get(asset) ?? 0n) + amount);
    }
  }
  const balances = [...totals].sort(byAsset).map(([asset, total]) => {
    const ofOrders = money(held.get(asset) ?? 0n);
    return { asset, available: money(total - ofOrders), held: ofOrders };
  });
  return { balances, sequences };
}

const byAsset = ([left]: readonly [string, bigint], [right]: readonly [string, bigint]): number =>
  left < right ? -1 : 1;

/** By asset; of one that came and went, 0. */
async function totalsAt(
  { history, clock }: PastBooks,
  { accountId, atUs }: { readonly accountId: AccountId; readonly atUs: TimestampUs },
): Promise<ReadonlyMap<string, bigint> | Refusal> {
  const totals = new Map<string, bigint>();
  let after: readonly (string | number)[] = [accountId, atUs + 1];
  for (let seen = 0; seen < POSTINGS_MAX; seen += PAGE_ROWS) {
    const page = await history.postings(accountId, { limit: PAGE_ROWS, after });
    for (const { asset, amount } of page.rows) {
      totals.set(asset, (totals.get(asset) ?? 0n) + amount);
    }
    if (page.next === null) return totals;
    after = page.next;
    await clock.sleep(PAUSE_MS);
  }
  return refuse('MOMENT_OUT_OF_REACH', `over ${POSTINGS_MAX} postings before it`);
}

function needsIn(view: MarketView, accountId: AccountId): readonly Need[] {
  const { units } = view;
  if (units === null) return [];
  return [...view.orders.openOf(accountId)].map((order) => needLeft(units, order));
}

/** What it may still cost. */
function needLeft(units: MarketUnits, order: OrderState): Need {
  const { side, priceTicks, remainingLots: lots, quoteBudgetMinor: amount } = order;
  return amount > 0
    ? needOfBudget(units, { side, priceTicks, amount })
    : needOf(units, { side, priceTicks, lots });
}
