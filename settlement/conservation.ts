/**
 * The audit of the account store against itself: per asset Σ (available + held) = issued, nothing
 * below zero, and what is held is exactly the sum of the holds.
 */
import type { AccountStoreContents } from '../ports/account-store/account-store.ts';

/** One sentence per breach; empty when the books balance. */
export function conservationProblems(contents: AccountStoreContents): readonly string[] {
  const problems: string[] = [];
  const totals = new Map<string, bigint>();
  const held = new Map<string, bigint>();
  for (const { accountId, asset, available, held: heldAmount } of contents.balances) {
    add(totals, asset, available + heldAmount);
    add(held, `${accountId} ${asset}`, heldAmount);
    if (available < 0n || heldAmount < 0n) {
      problems.push(
        `account ${accountId} has ${available} available and ${heldAmount} held ${asset}`,
      );
    }
  }
  for (const { asset, amount } of contents.issued) add(totals, asset, -amount);
  for (const [asset, difference] of totals) {
    if (difference !== 0n) {
      problems.push(`${asset}: balances exceed what was issued by ${difference} minor units`);
    }
  }
  for (const hold of [...contents.holds, ...contents.withdrawalHolds]) {
    add(held, `${hold.accountId} ${hold.asset}`, -hold.amount);
    if (hold.amount < 0n) problems.push(`account ${hold.accountId} has a hold of ${hold.amount}`);
  }
  for (const [purse, difference] of held) {
    if (difference !== 0n) {
      problems.push(`account and asset ${purse}: held differs from its holds by ${difference}`);
    }
  }
  return problems;
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
