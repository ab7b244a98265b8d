/**
 * Accounts that were asked for, and that the account store may not have yet: who asks again under the same
 * name, because no answer came, means the same account.
 */
import { type AccountId, accountId } from '../proto/units.ts';

interface Opening {
  readonly accountId: AccountId;
  /** Requests without an outcome. */
  count: number;
}

export class AccountOpenings {
  readonly #byName = new Map<string, Opening>();
  #last = 0;

  /** Of an account that is on its way. */
  idOf(name: string): AccountId | undefined {
    return this.#byName.get(name)?.accountId;
  }

  nameOf(id: AccountId): string | undefined {
    for (const [name, opening] of this.#byName) {
      if (opening.accountId === id) return name;
    }
    return undefined;
  }

  /** Above `highest`, the last that is there, and above all that are on their way. */
  nextId(highest: number): AccountId {
    do {
      this.#last = Math.max(this.#last, highest) + 1;
    } while (this.nameOf(accountId(this.#last)) !== undefined);
    return accountId(this.#last);
  }

  begin(name: string, id: AccountId): void {
    const opening = this.#byName.get(name) ?? { accountId: id, count: 0 };
    opening.count += 1;
    this.#byName.set(name, opening);
  }

  /** A request has its outcome: it was applied, or never will be. */
  end(name: string): void {
    const opening = this.#byName.get(name);
    if (opening === undefined) return;
    opening.count -= 1;
    if (opening.count <= 0) this.#byName.delete(name);
  }

  /** The store has it. */
  isThere(name: string): void {
    this.#byName.delete(name);
  }
}
