/**
 * The open orders of one market, and whose they are. Asked for only when an account meets itself, but
 * known at any time; so they stand in memory, and the store has a journal of them.
 *
 *   [market, 0]  the sequence up to which the journal goes: the cursor's, or it is not believed
 *   [market, 7]  accounts and ids of orders that were open before, in parts
 *   [market, 8]    …
 *   [market, 9]  what a step opened, and what it closed of those before
 *   [market, 10]   …                                   longer than twice what is open: begun anew
 *
 * A row for each open order was two writes of the three that an order costs (ADR 45).
 */
import { TABLE } from '../ports/view-store/tables.ts';
import type { ViewStore, ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import type { AccountId, OrderId, Sequence } from '../proto/units.ts';

interface JournalRow {
  /** Accounts and ids by turns. */
  readonly opened: readonly number[];
  readonly closed: readonly OrderId[];
}

/** The fold's own. */
const JOURNAL = 'open-order-journal';
const HEAD = 0;
const ORDERS_PER_ROW = 1_000;
/** A short journal is left alone. */
const CHANGES_MIN = 4_000;
const ROWS_PER_READ = 1_000;
const LAST = Number.MAX_SAFE_INTEGER;

type ReadViews = Pick<ViewStore, 'get' | 'range'>;

export class OpenOrders {
  readonly #market: string;
  readonly #accounts = new Map<OrderId, AccountId>();
  /** Of accounts that were asked for. */
  readonly #ofAccount = new Map<AccountId, Set<OrderId>>();
  /** Of the step, and still open. */
  readonly #opened = new Set<OrderId>();
  /** In the step, open before it. */
  #closed: OrderId[] = [];
  /** Rows of the journal: `from <= n < to`. */
  #from = HEAD + 1;
  #to = HEAD + 1;
  /** How many orders the journal names. */
  #changes = 0;
  /** Rows of before there was a journal, to be removed by the first step. */
  #superseded: ViewWrite[] = [];

  constructor(market: string) {
    this.#market = market;
  }

  /** As they stand at the cursor; false: that cannot be told from the store. */
  async load(views: ReadViews, at: Sequence | null): Promise<boolean> {
    const head = await views.get(JOURNAL, [this.#market, HEAD]);
    if (head === undefined) {
      await this.#loadRows(views);
      return true;
    }
    if (head !== at) return false;
    let from = HEAD + 1;
    for (;;) {
      const bounds = { from: [this.#market, from], to: [this.#market, LAST], limit: ROWS_PER_READ };
      const rows = await views.range(JOURNAL, bounds);
      for (const { key, value } of rows) this.#replay(Number(key[1]), value as JournalRow);
      if (rows.length < ROWS_PER_READ) return true;
      from = this.#to;
    }
  }

  #replay(place: number, { opened, closed }: JournalRow): void {
    if (this.#changes === 0) this.#from = place;
    this.#to = place + 1;
    for (let index = 0; index < opened.length; index += 2) {
      this.#accounts.set(opened[index + 1] as OrderId, opened[index] as AccountId);
    }
    for (const orderId of closed) this.#accounts.delete(orderId);
    this.#changes += opened.length / 2 + closed.length;
  }

  /** Before there was a journal, each open order was a row. */
  async #loadRows(views: ReadViews): Promise<void> {
    let from: readonly (string | number)[] = [0];
    for (;;) {
      const bounds = { from, to: [LAST], limit: ROWS_PER_READ };
      const rows = await views.range(TABLE.openOrders, bounds);
      for (const { key } of rows) {
        const [account, market, orderId] = key;
        if (market !== this.#market) continue;
        this.opened(account as AccountId, orderId as OrderId);
        this.#superseded.push({ table: TABLE.openOrders, key, value: undefined });
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_PER_READ) return;
      from = [...last.key, 0];
    }
  }

  get count(): number {
    return this.#accounts.size;
  }

  opened(accountId: AccountId, orderId: OrderId): void {
    this.#accounts.set(orderId, accountId);
    this.#opened.add(orderId);
    this.#ofAccount.get(accountId)?.add(orderId);
  }

  closed(accountId: AccountId, orderId: OrderId): void {
    if (!this.#accounts.delete(orderId)) return;
    this.#ofAccount.get(accountId)?.delete(orderId);
    if (!this.#opened.delete(orderId)) this.#closed.push(orderId);
  }

  /** As they stand now. */
  of(accountId: AccountId): ReadonlySet<OrderId> {
    const known = this.#ofAccount.get(accountId);
    if (known !== undefined) return known;
    const orders = new Set<OrderId>();
    for (const [orderId, account] of this.#accounts) {
      if (account === accountId) orders.add(orderId);
    }
    this.#ofAccount.set(accountId, orders);
    return orders;
  }

  /** What the step, which ends with this sequence, adds to the journal. */
  endStep(at: Sequence): readonly ViewWrite[] {
    const writes: ViewWrite[] = [{ table: JOURNAL, key: [this.#market, HEAD], value: at }];
    this.#changes += this.#opened.size + this.#closed.length;
    if (this.#changes > Math.max(CHANGES_MIN, 2 * this.#accounts.size)) this.#beginAnew(writes);
    else this.#append(writes, [...this.#opened], this.#closed);
    this.#opened.clear();
    this.#closed = [];
    for (const write of this.#superseded) writes.push(write);
    this.#superseded = [];
    return writes;
  }

  #beginAnew(writes: ViewWrite[]): void {
    for (let place = this.#from; place < this.#to; place += 1) {
      writes.push({ table: JOURNAL, key: [this.#market, place], value: undefined });
    }
    this.#from = this.#to;
    this.#append(writes, [...this.#accounts.keys()], []);
    this.#changes = this.#accounts.size;
  }

  #append(writes: ViewWrite[], orders: readonly OrderId[], closed: readonly OrderId[]): void {
    for (let from = 0; from < orders.length; from += ORDERS_PER_ROW) {
      const opened: number[] = [];
      for (let at = from; at < orders.length && at < from + ORDERS_PER_ROW; at += 1) {
        const orderId = orders[at]!;
        const account = this.#accounts.get(orderId);
        assert(account !== undefined, `order ${orderId} is open`);
        opened.push(account, orderId);
      }
      this.#put(writes, { opened, closed: [] });
    }
    if (closed.length > 0) this.#put(writes, { opened: [], closed });
  }

  #put(writes: ViewWrite[], value: JournalRow): void {
    writes.push({ table: JOURNAL, key: [this.#market, this.#to], value });
    this.#to += 1;
  }
}
