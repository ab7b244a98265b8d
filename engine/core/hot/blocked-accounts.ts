/** Accounts that may only cancel: state of the market, set by records of its log. */
import type { AccountId } from '../../../proto/units.ts';
import { commandDoubles, Wide } from './order-command.ts';

// Local constants: see README.md, "constants".
const ROW_WIDE = commandDoubles;
const { accountId: ROW_ACCOUNT_ID } = Wide;

export class BlockedAccounts {
  /** Asked for every order, so it is a number and not the size of a set. */
  count = 0;
  private readonly accounts = new Set<number>();

  /** Only when there are some. */
  has(): boolean {
    return this.accounts.has(ROW_WIDE[ROW_ACCOUNT_ID]!);
  }

  block(): void {
    this.accounts.add(ROW_WIDE[ROW_ACCOUNT_ID]!);
    this.count = this.accounts.size;
  }

  unblock(): void {
    this.accounts.delete(ROW_WIDE[ROW_ACCOUNT_ID]!);
    this.count = this.accounts.size;
  }

  /** For a snapshot: ascending, and nothing when nobody is blocked. */
  state(): { readonly blockedAccounts?: readonly AccountId[] } {
    const ascending = [...this.accounts].sort((a, b) => a - b) as unknown as AccountId[];
    return ascending.length === 0 ? {} : { blockedAccounts: ascending };
  }
}
