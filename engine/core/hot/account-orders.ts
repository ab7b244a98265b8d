/**
 * Which orders rest for an account, in order of entry into the book: a list through the order slots.
 *
 *   account id ─KeyIndex─▶ account number ─▶ first ──▶ slot ⇄ slot ⇄ slot ◀── last
 *                                            count
 *
 * An account number, once given, is kept: it costs 24 bytes and spares the bookkeeping of its death.
 * append, remove, countOf O(1); cancelling all costs what the account has resting. The account that was
 * looked up last is known: an order that is counted first and appended then is looked up once.
 */
import { assert } from '../../../proto/assert.ts';
import { KeyIndex } from './key-index.ts';
import { SlotWord } from './order-slots.ts';

// Local constants: see README.md, "constants".
const {
  account: SLOT_ACCOUNT,
  accountNext: SLOT_ACCOUNT_NEXT,
  accountPrevious: SLOT_ACCOUNT_PREVIOUS,
} = SlotWord;

const ACCOUNTS_MIN = 64;
const NO_ACCOUNT = -1;
/** Memory that was never touched costs none, so that growth may be seldom: at 262,144 it copies 4 MB. */
const GROWTH = 16;

export class AccountOrders {
  /** By account number; the first number is 1. */
  accountIds = new Float64Array(ACCOUNTS_MIN);
  private firsts = new Int32Array(ACCOUNTS_MIN);
  private lasts = new Int32Array(ACCOUNTS_MIN);
  private counts = new Int32Array(ACCOUNTS_MIN);
  private readonly numbers = new KeyIndex(0);
  /** The number that was found last; 0, which is no number, has an id that no account has. */
  private recent = 0;

  constructor() {
    this.accountIds[0] = NO_ACCOUNT;
  }

  /** First slot of the account `from[position]`, 0 when nothing rests for it. */
  first(from: Float64Array, position: number): number {
    return this.firsts[this.numberOf(from, position)]!;
  }

  /** Of the account `from[position]`; 0: nothing ever rested for it. */
  numberOf(from: Float64Array, position: number): number {
    const { recent } = this;
    if (this.accountIds[recent] === from[position]) return recent;
    const number = this.numbers.find(from, position, this.accountIds);
    if (number !== 0) this.recent = number;
    return number;
  }

  /** Orders that rest for the account `from[position]`. */
  countOf(from: Float64Array, position: number): number {
    return this.counts[this.numberOf(from, position)]!;
  }

  /** First slot of an account number, 0 when nothing rests for it. */
  firstOf(number: number): number {
    return this.firsts[number]!;
  }

  /** `ints` is the int32 view of the order slots. */
  append(ints: Int32Array, slot: number, from: Float64Array, position: number): void {
    let number = this.numberOf(from, position);
    if (number === 0) number = this.add(from, position);
    this.counts[number] = this.counts[number]! + 1;
    const last = this.lasts[number]!;
    const at = slot << 4;
    ints[at + SLOT_ACCOUNT] = number;
    ints[at + SLOT_ACCOUNT_NEXT] = 0;
    ints[at + SLOT_ACCOUNT_PREVIOUS] = last;
    if (last === 0) this.firsts[number] = slot;
    else ints[(last << 4) + SLOT_ACCOUNT_NEXT] = slot;
    this.lasts[number] = slot;
  }

  /**
   * Of an account list that is empty: slot row + 1 belongs to the account `accountIds[row]`, and the slots
   * came in the order of `rows`. Links in an array of their own first, four words a slot: going through
   * the slots (64 bytes each) in that order would miss the cache at every step.
   */
  load(ints: Int32Array, accountIds: Uint32Array, rows: Int32Array): void {
    const links = new Int32Array((rows.length + 1) * 4);
    const key = new Float64Array(1);
    for (let row = 0; row < rows.length; row += 1) {
      key[0] = accountIds[row]!;
      const number = this.numbers.find(key, 0, this.accountIds);
      links[(row + 1) << 2] = number === 0 ? this.add(key, 0) : number;
    }
    const { firsts, lasts, counts } = this;
    for (let entered = 0; entered < rows.length; entered += 1) {
      const slot = rows[entered]! + 1;
      const number = links[slot << 2]!;
      const last = lasts[number]!;
      links[(slot << 2) + 1] = last;
      if (last === 0) firsts[number] = slot;
      else links[(last << 2) + 2] = slot;
      lasts[number] = slot;
      counts[number] = counts[number]! + 1;
    }
    for (let slot = 1; slot <= rows.length; slot += 1) {
      const at = slot << 4;
      ints[at + SLOT_ACCOUNT] = links[slot << 2]!;
      ints[at + SLOT_ACCOUNT_PREVIOUS] = links[(slot << 2) + 1]!;
      ints[at + SLOT_ACCOUNT_NEXT] = links[(slot << 2) + 2]!;
    }
  }

  remove(ints: Int32Array, slot: number): void {
    const number = ints[(slot << 4) + SLOT_ACCOUNT]!;
    const next = ints[(slot << 4) + SLOT_ACCOUNT_NEXT]!;
    const previous = ints[(slot << 4) + SLOT_ACCOUNT_PREVIOUS]!;
    this.counts[number] = this.counts[number]! - 1;
    if (previous === 0) this.firsts[number] = next;
    else ints[(previous << 4) + SLOT_ACCOUNT_NEXT] = next;
    if (next === 0) this.lasts[number] = previous;
    else ints[(next << 4) + SLOT_ACCOUNT_PREVIOUS] = previous;
  }

  /** `visit` gets every slot and account number; returns how many there are. Asserts the links. */
  checkInvariants(ints: Int32Array, visit: (slot: number, number: number) => void): number {
    let count = 0;
    for (let number = 1; number <= this.numbers.size; number += 1) {
      let previous = 0;
      let ofAccount = 0;
      for (
        let slot = this.firsts[number]!;
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
      assert(this.counts[number] === ofAccount, `orders of account number ${number} are counted`);
      assert(this.lasts[number] === previous, `account number ${number} ends in its last order`);
      assert(
        this.numbers.find(this.accountIds, number, this.accountIds) === number,
        'an account finds its number',
      );
    }
    return count;
  }

  private add(from: Float64Array, position: number): number {
    const number = this.numbers.size + 1;
    if (number === this.accountIds.length) this.grow();
    this.accountIds[number] = from[position]!;
    this.numbers.insert(from, position, number);
    return number;
  }

  private grow(): void {
    const capacity = this.accountIds.length * GROWTH;
    const accountIds = new Float64Array(capacity);
    const firsts = new Int32Array(capacity);
    const lasts = new Int32Array(capacity);
    const counts = new Int32Array(capacity);
    accountIds.set(this.accountIds);
    firsts.set(this.firsts);
    lasts.set(this.lasts);
    counts.set(this.counts);
    this.accountIds = accountIds;
    this.firsts = firsts;
    this.lasts = lasts;
    this.counts = counts;
  }
}
