/**
 * Lays the read tables beside the logs: every trade is in table `trades` once and as it was, and the
 * postings of each account add up to what it owns. Trades of a table that is behind are judged as of its
 * cursor, postings once it has come as far as the account store, and as of that: tables go on meanwhile.
 *
 * The tables' layout is that of ports/view-store: `trades` [market, tradeId], `postings`
 * [account, atUs, topic, position, index] with lines [asset, amount, reason], or with one as an object.
 */
import type { AccountStoreContents } from '../../ports/account-store/account-store.ts';
import type { Clock } from '../../ports/clock/clock.ts';
import type { ViewKey, ViewStore } from '../../ports/view-store/view-store.ts';
import { eventTopic, LEDGER_TOPIC } from '../../proto/topics.ts';
import type { AccountTotals } from './expected-money.ts';
import type { Findings } from './findings.ts';
import type { MarketAudit } from './market-audit.ts';

export type ReadableViews = Pick<ViewStore, 'cursor' | 'range'>;

export interface LoggedTrade {
  readonly tradeId: number;
  readonly sequence: number;
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly makerOrderId: number;
  readonly takerOrderId: number;
}

type PostedLine = readonly [asset: string, amount: bigint];
type Postings =
  | { readonly lines: readonly PostedLine[] }
  | { readonly asset: string; readonly amount: bigint };

export interface ViewComparison {
  readonly views: ReadableViews;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  readonly waitForSettledMs: number;
  readonly contents: AccountStoreContents;
  readonly totals: AccountTotals;
  readonly markets: ReadonlyMap<string, MarketAudit>;
  readonly accounts: Iterable<number>;
  readonly findings: Findings;
}

export interface ViewCounts {
  readonly viewTrades: number;
  readonly viewPostings: number;
}

const PAGE_ROWS = 1_000;
const POLL_MS = 20;

export async function compareViews(comparison: ViewComparison): Promise<ViewCounts> {
  await waitForViews(comparison);
  let viewTrades = 0;
  for (const [market, audit] of comparison.markets) {
    viewTrades += await compareTrades(comparison, market, audit);
  }
  return { viewTrades, viewPostings: await comparePostings(comparison) };
}

/**
 * Trades up to the table's cursor, since what stands behind it may be on its way, and up to where the
 * log was read: an exchange that runs goes on in between.
 */
async function compareTrades(
  { views, findings }: ViewComparison,
  market: string,
  audit: Pick<MarketAudit, 'trades' | 'nextSequence'>,
): Promise<number> {
  const cursor = await views.cursor('trades', eventTopic(market));
  if (cursor === null) return 0;
  const through = Math.min(cursor.sequence, audit.nextSequence - 1);
  const expected = new Map(
    audit.trades.filter(({ sequence }) => sequence <= through).map((t) => [t.tradeId, t]),
  );
  const count = expected.size;
  const range = { from: [market, 0], to: [market, Number.MAX_SAFE_INTEGER] };
  for await (const { key, value } of rows(views, 'trades', range)) {
    const row = value as LoggedTrade;
    if (row.sequence > through) continue;
    const trade = expected.get(Number(key[1]));
    expected.delete(Number(key[1]));
    const where = `${market} trade ${key[1]}`;
    if (trade === undefined) findings.add('wrong', where, 'in table trades, but in no log');
    else if (!sameTrade(trade, row)) findings.add('wrong', where, 'table trades tells another one');
  }
  for (const { tradeId } of expected.values()) {
    findings.add('lost', `${market} trade ${tradeId}`, 'in the log, but not in table trades');
  }
  return count;
}

function sameTrade(logged: LoggedTrade, row: LoggedTrade): boolean {
  return (Object.keys(logged) as (keyof LoggedTrade)[]).every(
    (field) => logged[field] === row[field],
  );
}

/** Only when the table has come as far as the account store; what it holds beyond that is left out. */
async function comparePostings(comparison: ViewComparison): Promise<number> {
  const { views, totals, findings } = comparison;
  if (!(await hasComeAsFar(comparison))) return 0;
  const isSettled = settledPostings(comparison);
  const sums = new Map<string, bigint>();
  let count = 0;
  for (const account of comparison.accounts) {
    const range = { from: [account], to: [account + 1] };
    for await (const { key, value } of rows(views, 'postings', range)) {
      if (!isSettled(key)) continue;
      for (const [asset, amount] of linesOf(value as Postings)) {
        const owned = `${account}/${asset}`;
        sums.set(owned, (sums.get(owned) ?? 0n) + BigInt(amount));
        count += 1;
      }
    }
  }
  for (const { accountId, asset, amount } of totals.entries()) {
    const sum = sums.get(`${accountId}/${asset}`) ?? 0n;
    if (sum === amount) continue;
    const text = `its postings of ${asset} add up to ${sum}, the logs make ${amount}`;
    findings.add('unbalanced', `account ${accountId}`, text);
  }
  return count;
}

const linesOf = (row: Postings): readonly PostedLine[] =>
  'lines' in row ? row.lines : [[row.asset, row.amount]];

/** By the account store's cursors: of the ledger an offset, of a market the sequence of an event. */
function settledPostings({ contents }: ViewComparison): (key: ViewKey) => boolean {
  const ends = new Map(
    contents.cursors.map(({ topic, cursor }) => [
      topic,
      topic === LEDGER_TOPIC ? cursor.nextLogOffset : cursor.sequence + 1,
    ]),
  );
  return ([, , topic, position]) => Number(position) < (ends.get(String(topic)) ?? 0);
}

async function hasComeAsFar({ views, contents }: ViewComparison): Promise<boolean> {
  for (const { topic, cursor } of contents.cursors) {
    const seen = await views.cursor('postings', topic);
    if (seen === null || seen.sequence < cursor.sequence) return false;
  }
  return contents.cursors.length > 0;
}

/** Projections follow on their own: they get some time to come as far as the account store. */
async function waitForViews(comparison: ViewComparison): Promise<void> {
  const { views, clock, contents } = comparison;
  const deadlineMs = clock.monotonicMs() + comparison.waitForSettledMs;
  const [first] = contents.cursors;
  // No projection has ever run here.
  if (first === undefined || (await views.cursor('postings', first.topic)) === null) return;
  while (!(await hasComeAsFar(comparison)) && clock.monotonicMs() < deadlineMs) {
    await clock.sleep(POLL_MS);
  }
}

async function* rows(
  views: ReadableViews,
  table: string,
  range: { readonly from: ViewKey; readonly to: ViewKey },
): AsyncGenerator<{ readonly key: ViewKey; readonly value: unknown }> {
  let from = range.from;
  for (;;) {
    const page = await views.range(table, { from, to: range.to, limit: PAGE_ROWS });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    // The next key in order: the same one with something behind it.
    from = [...last.key, 0];
  }
}
