/**
 * What the ledger's log says of transactions, accounts and fees beside the money, and whether the account
 * store knows it: an id that it forgot would be paid a second time, a rate that it changed is charged.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Account, AccountStore } from '../../ports/account-store/account-store.ts';
import type { FeeTier } from '../../ports/account-store/fee-tiers.ts';
import type { Command } from '../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import type { Findings } from './findings.ts';

export type ReadableFacts = Pick<AccountStore, 'accounts' | 'feeTiers' | 'transactionApplied'>;

const ASKED_AT_ONCE = 256;

/** Of one thing, in a form that two equal ones share. */
interface Row {
  readonly key: string;
  readonly value: object;
}

const accountRow = ({ accountId, name, makerFeePpm, takerFeePpm, feeTier }: Account): Row => ({
  key: `account ${accountId}`,
  value: { name, makerFeePpm, takerFeePpm, feeTier: feeTier ?? '' },
});

const feeTierRow = ({ tier, market, makerFeePpm, takerFeePpm }: FeeTier): Row => ({
  key: `fee tier ${tier}${market === '' ? '' : ` in ${market}`}`,
  value: { makerFeePpm, takerFeePpm },
});

export class LedgerFacts {
  /** Ids of the transactions that the account store has settled. */
  readonly transactions = new Set<string>();
  /** As of the account store's cursor. */
  readonly #settled = new Map<string, object>();
  /** Changed behind it, perhaps in the store too by now. */
  readonly #ahead = new Set<string>();

  note(command: Command, position: 'settled' | 'ahead'): void {
    const row = rowOf(command);
    if (row === null) return;
    if (position === 'settled') this.#settled.set(row.key, row.value);
    else this.#ahead.add(row.key);
  }

  compare(stored: readonly Row[], findings: Findings): void {
    const known = new Map(stored.map(({ key, value }) => [key, value]));
    for (const key of new Set([...this.#settled.keys(), ...known.keys()])) {
      if (this.#ahead.has(key)) continue;
      const [expected, found] = [this.#settled.get(key), known.get(key)];
      if (isDeepStrictEqual(expected, found)) continue;
      findings.add(
        'wrong',
        key,
        `the logs make it ${textOf(expected)}, stored is ${textOf(found)}`,
      );
    }
  }

  async compareTransactions(accounts: ReadableFacts, findings: Findings): Promise<void> {
    const ids = [...this.transactions];
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE) {
      const asked = ids.slice(at, at + ASKED_AT_ONCE);
      const applied = await Promise.all(asked.map((id) => accounts.transactionApplied(id)));
      for (const [index, id] of asked.entries()) {
        if (applied[index] === true) continue;
        findings.add(
          'wrong',
          LEDGER_TOPIC,
          `transaction ${id} is settled, and its id is not taken`,
        );
      }
    }
  }
}

/** To be read once the store's contents are, and before the logs. */
export async function readFacts(accounts: ReadableFacts): Promise<readonly Row[]> {
  const rows = (await accounts.accounts()).map(accountRow);
  return [...rows, ...(await accounts.feeTiers()).map(feeTierRow)];
}

function rowOf(command: Command): Row | null {
  if (command.kind === 'OpenAccount') return accountRow(command);
  return command.kind === 'DefineFeeTier' ? feeTierRow(command) : null;
}

const textOf = (value: object | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value);
