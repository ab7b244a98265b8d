/** Lays the account store beside the money that the logs say there is. */
import type { AccountStoreContents } from '../../ports/account-store/account-store.ts';
import type { OutboxEntry } from '../../ports/account-store/outbox.ts';
import { type AccountTotals, FEE_ACCOUNT, needOf } from './expected-money.ts';
import type { Findings } from './findings.ts';
import type { LedgerAudit } from './ledger-audit.ts';
import type { MarketAudit } from './market-audit.ts';

export interface StoreComparison {
  readonly contents: AccountStoreContents;
  /** Outbox entries seen right before or right after `contents` was read. */
  readonly outbox: readonly OutboxEntry[];
  readonly totals: AccountTotals;
  readonly markets: ReadonlyMap<string, MarketAudit>;
  readonly ledger: LedgerAudit;
  readonly findings: Findings;
}

export function compareStore(comparison: StoreComparison): void {
  checkHolds(comparison);
  checkWithdrawalHolds(comparison);
  checkBalances(comparison);
  checkIssued(comparison);
}

function checkHolds({ contents, outbox, markets, findings }: StoreComparison): void {
  const inOutbox = new Set<number>();
  for (const { reserved } of outbox) {
    if (reserved.kind === 'order' || reserved.kind === 'amend') inOutbox.add(reserved.orderId);
  }
  const held = new Set<string>();
  for (const hold of contents.holds) {
    const where = `order ${hold.orderId}`;
    const market = markets.get(hold.market);
    held.add(`${hold.market}/${hold.orderId}`);
    if (hold.amount < 0n) findings.add('unbalanced', where, `its hold is ${hold.amount}`);
    const isOver = market?.money.overWithHold.has(hold.orderId) === true;
    const inFlight =
      !isOver && (inOutbox.has(hold.orderId) || market?.ordersInFlight.has(hold.orderId) === true);
    const order = market?.money.openOrders.get(hold.orderId);
    const arithmetic = market?.reference.defined?.arithmetic;
    if (order === undefined || arithmetic === undefined) {
      if (inFlight) continue;
      findings.add('unbalanced', where, `orphan hold of ${hold.amount} ${hold.asset}: not open`);
      continue;
    }
    const need = needOf(order, arithmetic);
    const asNeeded = hold.amount === need.amount || (inFlight && hold.amount > need.amount);
    if (asNeeded && hold.asset === need.asset && hold.accountId === order.accountId) continue;
    const text = `account ${order.accountId} needs ${need.amount} ${need.asset} for it`;
    findings.add(
      'unbalanced',
      where,
      `${text}, the hold is ${hold.amount} ${hold.asset} of account ${hold.accountId}`,
    );
  }
  for (const [name, market] of markets) {
    for (const orderId of market.money.openOrders.keys()) {
      if (held.has(`${name}/${orderId}`)) continue;
      findings.add('unbalanced', `order ${orderId}`, 'it is open but has no hold');
    }
  }
}

function checkWithdrawalHolds({ contents, outbox, ledger, findings }: StoreComparison): void {
  const inOutbox = new Set<string>();
  for (const { reserved } of outbox) {
    if (reserved.kind === 'withdrawal') inOutbox.add(reserved.transactionId);
  }
  for (const hold of contents.withdrawalHolds) {
    const where = `withdrawal ${hold.transactionId}`;
    if (hold.amount < 0n) findings.add('unbalanced', where, `its hold is ${hold.amount}`);
    if (inOutbox.has(hold.transactionId)) continue;
    if (ledger.withdrawalsInFlight.has(hold.transactionId)) continue;
    findings.add('unbalanced', where, `orphan hold of ${hold.amount} ${hold.asset}`);
  }
}

/** Balances against the logs, and against the holds that the store itself lists. */
function checkBalances({ contents, totals, findings }: StoreComparison): void {
  const heldBy = new Map<string, bigint>();
  for (const hold of [...contents.holds, ...contents.withdrawalHolds]) {
    const key = `${hold.accountId}/${hold.asset}`;
    heldBy.set(key, (heldBy.get(key) ?? 0n) + hold.amount);
  }
  const seen = new Set<string>();
  for (const { accountId, asset, available, held } of contents.balances) {
    const key = `${accountId}/${asset}`;
    const where = `account ${accountId}`;
    if (seen.has(key)) findings.add('duplicated', where, `two balances of ${asset}`);
    seen.add(key);
    if (available < 0n || held < 0n) {
      findings.add('unbalanced', where, `negative: ${available} available, ${held} held ${asset}`);
    }
    const holds = heldBy.get(key) ?? 0n;
    if (held !== holds) {
      findings.add('unbalanced', where, `${held} ${asset} held, its holds sum to ${holds}`);
    }
    const expected = totals.get(accountId, asset);
    if (available + held !== expected) {
      const kind = accountId === FEE_ACCOUNT ? 'fees of' : 'a total of';
      const text = `${available + held} ${asset}, the logs make ${kind} ${expected}`;
      findings.add('unbalanced', where, text);
    }
  }
  for (const { accountId, asset, amount } of totals.entries()) {
    if (amount === 0n || seen.has(`${accountId}/${asset}`)) continue;
    const text = `no balance of ${asset}, the logs make ${amount}`;
    findings.add('unbalanced', `account ${accountId}`, text);
  }
}

/** Σ of all balances = issued = deposits − withdrawals, per asset, to the unit. */
function checkIssued({ contents, ledger, findings }: StoreComparison): void {
  const sums = new Map<string, bigint>();
  for (const { asset, available, held } of contents.balances) {
    sums.set(asset, (sums.get(asset) ?? 0n) + available + held);
  }
  const stored = new Map(contents.issued.map(({ asset, amount }) => [asset, amount as bigint]));
  for (const asset of new Set([...sums.keys(), ...stored.keys(), ...ledger.issued.keys()])) {
    const expected = ledger.issued.get(asset) ?? 0n;
    const issued = stored.get(asset) ?? 0n;
    const sum = sums.get(asset) ?? 0n;
    if (issued !== expected) {
      const text = `${issued} issued, deposits less withdrawals are ${expected}`;
      findings.add('unbalanced', asset, text);
    }
    if (sum !== expected) {
      const text = `all balances sum to ${sum}, deposits less withdrawals to ${expected}`;
      findings.add('unbalanced', asset, text);
    }
  }
}
