/**
 * Which orders rest for an account, in order of entry into the book: a list through the order slots.
 *
 *   account id ─KeyIndex─▶ account number ─▶ │ first │ last │ count │ id │   16 bytes: in one cache line
 *                                                │      └──────────────────────┐
 *                                                └──▶ slot ⇄ slot ⇄ slot ◀──────┘
 *
 * An account number, once given, is kept: it costs 28 bytes and spares the bookkeeping of its death.
 * append, remove, countOf O(1); cancelling all costs what the account has resting. An account that was
 * counted is known to the order that is appended then: it is looked up once.
 */
import { assert } from '../../../proto/assert.ts';
import type { BookImage } from '../../../proto/messages.ts';
import { Icebergs } from './icebergs.ts';
import { KeyIndex } from './key-index.ts';
import { commandDoubles, commandInts, Field, Wide } from './order-command.ts';
import { type OrderSlotsOptions, SlotWord } from './order-slots.ts';
import { reservedMemory } from './reserved-memory.ts';

// Local constants: see README.md, "constants".
const {
  account: SLOT_ACCOUNT,
  accountNext: SLOT_ACCOUNT_NEXT,
  accountPrevious: SLOT_ACCOUNT_PREVIOUS,
} = SlotWord;

const ROW = commandInts;
const ROW_WIDE = commandDoubles;
const { accountWord: ROW_ACCOUNT_WORD } = Field;
const { accountId: ROW_ACCOUNT_ID } = Wide;

/** Positions within a list. */
const FIRST = 0;
const LAST = 1;
const COUNT = 2;
/** uint32, seen as int32, as events have it. */
const ID = 3;
/** Of a list, without its account's id: what an image holds. */
const LIST_WORDS = ID;

const ACCOUNTS_MIN = 64;
/** Memory that was never touched costs none: a market has room for as many accounts as orders, up to these. */
const ACCOUNTS_FIRST_MAX = 262_144;
/** Of more accounts: at 262,144 it copies 6 MB. */
const GROWTH = 16;
/** Accounts that are remembered without looking them up, by the lowest bits of their ids. */
const RECENT = 16_384;

/** What slots say of their accounts, see `SlotWord`. */
export interface AccountLinks {
  /** By row, which is slot - 1. */
  readonly numbers: Int32Array;
  /** By slot. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
}

export class AccountOrders extends Icebergs {
  /** By account number; the first number is 1. */
  accountIds: Float64Array;
  private accountLists: Int32Array;
  private readonly accountNumbers: KeyIndex;
  /** Account numbers; 0: none. Who trades once mostly trades again. */
  private readonly recentAccounts = new Int32Array(RECENT);
  /** Of the account that was counted last; 0: none. */
  private countedAccount = 0;

  constructor(options: OrderSlotsOptions) {
    super(options);
    const room = Math.min(ACCOUNTS_FIRST_MAX, ACCOUNTS_MIN + options.maxRestingOrders);
    this.accountIds = new Float64Array(reservedMemory(room << 3));
    this.accountLists = new Int32Array(reservedMemory(room << 4));
    this.accountNumbers = new KeyIndex({ keysMax: room });
  }

  /** First slot of the row's account, 0 when nothing rests for it. */
  protected firstOfAccount(): number {
    return this.accountLists[(this.accountNumber() << 2) + FIRST]!;
  }

  /** Of the row's account; 0: nothing ever rested for it. */
  accountNumber(): number {
    const word = ROW[ROW_ACCOUNT_WORD]!;
    const number = this.recentAccounts[word & (RECENT - 1)]!;
    return number !== 0 && this.accountLists[(number << 2) + ID] === word
      ? number
      : this.lookUpAccount(ROW_WIDE, ROW_ACCOUNT_ID);
  }

  /** Orders that rest for the row's account. */
  countOfAccount(): number {
    this.countedAccount = this.accountNumber();
    return this.accountLists[(this.countedAccount << 2) + COUNT]!;
  }

  /** The id of an account number, as int32. */
  accountWordOf(number: number): number {
    return this.accountLists[(number << 2) + ID]!;
  }

  /** First slot of an account number, 0 when nothing rests for it. */
  firstOfNumber(number: number): number {
    return this.accountLists[(number << 2) + FIRST]!;
  }

  /** Last of the orders of the row's account. */
  protected appendToAccount(slot: number): void {
    let number = this.countedAccount;
    if (number === 0 || this.accountWordOf(number) !== ROW[ROW_ACCOUNT_WORD]) {
      number = this.accountNumber();
      if (number === 0) number = this.addAccount(ROW_WIDE, ROW_ACCOUNT_ID);
    }
    this.linkToAccount(slot, number);
  }

  /** Last of the orders of an account number. */
  private linkToAccount(slot: number, number: number): void {
    const { accountLists: lists, slotInts: ints } = this;
    const list = number << 2;
    const last = lists[list + LAST]!;
    const at = slot << 4;
    ints[at + SLOT_ACCOUNT] = number;
    ints[at + SLOT_ACCOUNT_NEXT] = 0;
    ints[at + SLOT_ACCOUNT_PREVIOUS] = last;
    if (last === 0) lists[list + FIRST] = slot;
    else ints[(last << 4) + SLOT_ACCOUNT_NEXT] = slot;
    lists[list + LAST] = slot;
    lists[list + COUNT] = lists[list + COUNT]! + 1;
  }

  /** Of each row's account; who has none gets one. Most accounts have more than one order. */
  accountNumbersOf(ids: Uint32Array): Int32Array {
    const numbers = new Int32Array(ids.length);
    const key = new Float64Array(1);
    const { recentAccounts } = this;
    for (let row = 0; row < ids.length; row += 1) {
      const id = ids[row]!;
      let number = recentAccounts[id & (RECENT - 1)]!;
      if (number === 0 || this.accountIds[number] !== id) {
        key[0] = id;
        number = this.lookUpAccount(key, 0) || this.addAccount(key, 0);
      }
      numbers[row] = number;
    }
    return numbers;
  }

  /**
   * Into empty lists: the slots of `entered` (slot, account number, slot …; slot 0: nobody), in this order.
   * Slot n belongs to the account `numbers[n - 1]`. The links are for whoever writes the slots: to go
   * through those, 64 bytes each, in order of entry would miss the cache at every step.
   */
  loadAccounts(numbers: Int32Array, entered: Int32Array): AccountLinks {
    const next = new Int32Array(numbers.length + 1);
    const previous = new Int32Array(numbers.length + 1);
    const { accountLists: lists } = this;
    let count = 0;
    for (let at = 0; at < entered.length; at += 2) {
      const slot = entered[at]!;
      if (slot === 0) continue;
      count += 1;
      const list = entered[at + 1]! << 2;
      const last = lists[list + LAST]!;
      previous[slot] = last;
      if (last === 0) lists[list + FIRST] = slot;
      else next[last] = slot;
      lists[list + LAST] = slot;
      lists[list + COUNT] = lists[list + COUNT]! + 1;
    }
    assert(count === numbers.length, 'no two orders entered the book at once');
    return { numbers, next, previous };
  }

  /** As `loadAccounts` left it. */
  accountsImage(): Pick<BookImage, 'accountIds' | 'accountLists'> {
    const accounts = this.accountNumbers.size;
    const accountIds = Uint32Array.from(this.accountIds.subarray(1, accounts + 1));
    const accountLists = new Int32Array(accounts * LIST_WORDS);
    for (let row = 0; row < accounts; row += 1) {
      const list = (row + 1) << 2;
      accountLists.set(this.accountLists.subarray(list, list + LIST_WORDS), row * LIST_WORDS);
    }
    return { accountIds, accountLists };
  }

  /** Into empty lists. The links are the slots'. */
  takeAccounts({ accountIds, accountLists }: Pick<BookImage, 'accountIds' | 'accountLists'>): void {
    const id = new Float64Array(1);
    for (let row = 0; row < accountIds.length; row += 1) {
      id[0] = accountIds[row]!;
      assert(this.lookUpAccount(id, 0) === 0, 'an account has one number');
      this.addAccount(id, 0);
      const from = row * LIST_WORDS;
      const list = (row + 1) << 2;
      this.accountLists[list + FIRST] = accountLists[from + FIRST]!;
      this.accountLists[list + LAST] = accountLists[from + LAST]!;
      this.accountLists[list + COUNT] = accountLists[from + COUNT]!;
    }
  }

  protected removeFromAccount(slot: number): void {
    const { accountLists: lists, slotInts: ints } = this;
    const list = ints[(slot << 4) + SLOT_ACCOUNT]! << 2;
    const next = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!;
    const previous = ints[(slot << 4) + SLOT_ACCOUNT_PREVIOUS]!;
    if (previous === 0) lists[list + FIRST] = next;
    else ints[(previous << 4) + SLOT_ACCOUNT_NEXT] = next;
    if (next === 0) lists[list + LAST] = previous;
    else ints[(next << 4) + SLOT_ACCOUNT_PREVIOUS] = previous;
    lists[list + COUNT] = lists[list + COUNT]! - 1;
  }

  /** It enters the book anew. */
  protected toEndOfAccount(slot: number): void {
    const number = this.slotInts[(slot << 4) + SLOT_ACCOUNT]!;
    this.removeFromAccount(slot);
    this.linkToAccount(slot, number);
  }

  /** `visit` gets every slot and account number; returns how many there are. Asserts the links. */
  checkAccounts(visit: (slot: number, number: number) => void): number {
    const { slotInts: ints } = this;
    let count = 0;
    for (let number = 1; number <= this.accountNumbers.size; number += 1) {
      let previous = 0;
      let ofAccount = 0;
      for (
        let slot = this.firstOfNumber(number);
        slot !== 0;
        slot = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!
      ) {
        assert(
          ints[(slot << 4) + SLOT_ACCOUNT] === number,
          `slot ${slot} is in its account's list`,
        );
        assert(ints[(slot << 4) + SLOT_ACCOUNT_PREVIOUS] === previous, `slot ${slot} links back`);
        visit(slot, number);
        previous = slot;
        ofAccount += 1;
      }
      count += ofAccount;
      assert(
        this.accountLists[(number << 2) + COUNT] === ofAccount,
        `orders of account number ${number} are counted`,
      );
      assert(
        this.accountLists[(number << 2) + LAST] === previous,
        `account number ${number} ends in its last order`,
      );
      assert(
        this.lookUpAccount(this.accountIds, number) === number &&
          this.accountWordOf(number) === (this.accountIds[number]! | 0),
        'an account finds its number',
      );
    }
    return count;
  }

  private lookUpAccount(from: Float64Array, position: number): number {
    const number = this.accountNumbers.find(from, position, this.accountIds);
    if (number !== 0) this.recentAccounts[from[position]! & (RECENT - 1)] = number;
    return number;
  }

  private addAccount(from: Float64Array, position: number): number {
    const number = this.accountNumbers.size + 1;
    if (number === this.accountIds.length) this.growAccounts();
    this.accountIds[number] = from[position]!;
    this.accountLists[(number << 2) + ID] = from[position]!;
    this.accountNumbers.insert(from, position, number);
    return number;
  }

  private growAccounts(): void {
    const capacity = this.accountIds.length * GROWTH;
    const accountIds = new Float64Array(capacity);
    const lists = new Int32Array(capacity << 2);
    accountIds.set(this.accountIds);
    lists.set(this.accountLists);
    this.accountIds = accountIds;
    this.accountLists = lists;
  }
}
