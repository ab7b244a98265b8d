/** What the read models remember: orders that are over, fills, trades, postings. */

import type { AggregateTradeRow, OrderHistoryRow } from '../../ports/view-store/market-tables.ts';
import { type PostingRow, postingKey, postingsOfRow } from '../../ports/view-store/postings.ts';
import {
  type AcceptedOrderRow,
  type FillRow,
  type OrderRow,
  type ProjectionName,
  TABLE,
  type TradeRow,
} from '../../ports/view-store/tables.ts';
import type { ViewKey, ViewStore } from '../../ports/view-store/view-store.ts';
import type { MarketUnits } from '../../proto/market-units.ts';
import { eventTopic } from '../../proto/topics.ts';
import type { AccountId, OrderId, Sequence } from '../../proto/units.ts';
import { isBehind, type Moment } from './moment.ts';
import type { OrderRecord } from './order-index.ts';
import { orderOfRow } from './order-of-row.ts';
import type { OrderState } from './order-state.ts';
import {
  pageByTime,
  pageFrom,
  pageFromFirst,
  type TimedTable,
  type TimePage,
} from './time-pages.ts';

/** Behind every number that stands in a key. */
const LAST = Number.MAX_SAFE_INTEGER;
/** Of one page, so that whoever looks for few among many holds nobody up. */
const ROWS_SEEN_MAX = 2_000;
/** With an order itself. */
const FIRST_FILLS = { fromTradeId: 0, limit: 1_000 } as const;

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null: there is none. */
  readonly next: ViewKey | null;
}

export interface PageRequest {
  readonly limit: number;
  /** The key of the last row that was shown. */
  readonly after: ViewKey | null;
}

export class History {
  readonly #views: ViewStore;
  readonly #unitsOf: (market: string) => MarketUnits | null;

  constructor(options: {
    readonly views: ViewStore;
    readonly unitsOf: (market: string) => MarketUnits | null;
  }) {
    this.#views = options.views;
    this.#unitsOf = options.unitsOf;
  }

  /** An account's own order; null: not in the view (yet). */
  async order(accountId: AccountId, orderId: OrderId): Promise<OrderRecord | null> {
    const row = (await this.#views.get(TABLE.orders, [accountId, orderId])) as OrderRow | undefined;
    if (row === undefined) return null;
    if (row.status === 'rejected') return { ...row, status: 'rejected' };
    return this.#orderOf(row, await this.fillsOfOrder(accountId, orderId, FIRST_FILLS));
  }

  async orderIdOf(accountId: AccountId, clientOrderId: string): Promise<OrderId | null> {
    const key = [accountId, clientOrderId];
    const row = (await this.#views.get(TABLE.ordersByClientId, key)) as
      | { readonly orderId: OrderId }
      | undefined;
    return row?.orderId ?? null;
  }

  /**
   * Latest ids first, without their fills; `keep` decides which. A page looks through so many rows at
   * most, so it may be short, and even empty, where others follow.
   */
  async orders(
    accountId: AccountId,
    page: PageRequest,
    keep: (row: OrderRow) => boolean,
  ): Promise<Page<OrderRecord>> {
    const found: OrderRecord[] = [];
    let after = page.after;
    let limit = page.limit;
    for (let seen = 0; seen < ROWS_SEEN_MAX; limit = Math.min(2 * limit, ROWS_SEEN_MAX - seen)) {
      const batch = await this.#newestFirst<OrderRow>(TABLE.orders, [accountId], { limit, after });
      for (const [index, row] of batch.rows.entries()) {
        after = batch.keys[index]!;
        if (!keep(row)) continue;
        found.push(row.status === 'rejected' ? row : this.#orderOf(row, []));
        if (found.length === page.limit) return { rows: found, next: after };
      }
      if (batch.rows.length < limit) return { rows: found, next: null };
      seen += batch.rows.length;
    }
    return { rows: found, next: after };
  }

  /** Oldest first. */
  async fillsOfOrder(
    accountId: AccountId,
    orderId: OrderId,
    page: { readonly fromTradeId: number; readonly limit: number },
  ): Promise<readonly FillRow[]> {
    const { fromTradeId, limit } = page;
    const table = this.#timed<FillRow>(TABLE.orderFills, [accountId, orderId], executedAt);
    if (fromTradeId === 0) return pageFrom(table, 0, limit);
    return pageFromFirst(table, ({ tradeId }) => tradeId >= fromTradeId, limit);
  }

  fills(accountId: AccountId, market: string, page: PageRequest): Promise<Page<FillRow>> {
    return this.#page<FillRow>(TABLE.fills, [accountId, market], page);
  }

  trades(market: string, page: PageRequest): Promise<Page<TradeRow>> {
    return this.#page<TradeRow>(TABLE.trades, [market], page);
  }

  /** Pages are of postings, of which a row may hold several: a page may end within one. */
  async postings(accountId: AccountId, page: PageRequest): Promise<Page<PostingRow>> {
    const { limit, after } = page;
    const entries = await this.#views.range(TABLE.postings, {
      from: after ?? [accountId, LAST],
      to: [accountId],
      // The first may have been shown whole.
      limit: limit + 1,
      reverse: true,
    });
    const rows = entries
      .flatMap(({ key, value }) => postingsOfRow(key, value).toReversed())
      .filter((row) => after === null || isOlder(row, after))
      .slice(0, limit);
    const last = rows[limit - 1];
    return { rows, next: last === undefined ? null : postingKey(last) };
  }

  /** Ids of the account's orders of a market, oldest first. */
  async ordersOfMarket(
    { accountId, market }: OwnerInMarket,
    page: TimePage & { readonly fromOrderId: OrderId | null },
  ): Promise<readonly OrderId[]> {
    const table = this.#timed<OrderHistoryRow>(TABLE.orderHistory, [accountId, market], (row) =>
      Number(row.createdAtUs),
    );
    const { fromOrderId, limit } = page;
    if (fromOrderId === null) {
      return (await pageByTime(table, page)).map(({ orderId }) => orderId);
    }
    // Ids do not rise from one session of the exchange to the next; the order of acceptance does.
    const named = (await this.#views.get(TABLE.orders, [accountId, fromOrderId])) as
      | OrderRow
      | undefined;
    const rows = await pageFrom(table, named?.createdSequence ?? 0, limit);
    return rows.map(({ orderId }) => orderId);
  }

  /** The account's fills of a market, oldest first. */
  async fillsOfMarket(
    { accountId, market }: OwnerInMarket,
    page: TimePage & { readonly fromTradeId: number | null },
  ): Promise<readonly FillRow[]> {
    const table = this.#timed<FillRow>(TABLE.fills, [accountId, market], executedAt);
    const { fromTradeId, limit } = page;
    if (fromTradeId === null) return pageByTime(table, page);
    return pageFromFirst(table, ({ tradeId }) => tradeId >= fromTradeId, limit);
  }

  /** The newest trade of a market that is not behind the moment; 0: none. Ids have no gaps. */
  async tradeAt(market: string, moment: Moment): Promise<number> {
    const [newest] = (await this.trades(market, { limit: 1, after: null })).rows;
    let [low, high] = [0, newest?.tradeId ?? 0] as [number, number];
    while (low < high) {
      const middle = low + Math.ceil((high - low) / 2);
      const row = (await this.#views.get(TABLE.trades, [market, middle])) as TradeRow | undefined;
      if (row !== undefined && isBehind(moment, { ...row, timestampUs: row.executedAtUs })) {
        high = middle - 1;
      } else low = middle;
    }
    return low;
  }

  /** Trades of a market, oldest first, from an id on; null: the newest. */
  tradesFrom(
    market: string,
    page: { readonly fromId: number | null; readonly limit: number },
  ): Promise<readonly TradeRow[]> {
    const table = this.#timed<TradeRow>(TABLE.trades, [market], executedAt);
    if (page.fromId !== null) return pageFrom(table, page.fromId, page.limit);
    return pageByTime(table, { fromUs: null, toUs: null, limit: page.limit });
  }

  /** Aggregated trades of a market, oldest first. */
  aggregateTrades(
    market: string,
    page: TimePage & { readonly fromId: number | null },
  ): Promise<readonly AggregateTradeRow[]> {
    const table = this.#timed<AggregateTradeRow>(TABLE.aggregateTrades, [market], executedAt);
    if (page.fromId !== null) return pageFrom(table, page.fromId, page.limit);
    return pageByTime(table, page);
  }

  #timed<Row>(table: string, prefix: ViewKey, atUs: (row: Row) => number): TimedTable<Row> {
    return { views: this.#views, table, prefix, atUs };
  }

  /** Last event of the market that the projection has folded. */
  sequence(projection: ProjectionName, market: string): Promise<Sequence> {
    return this.reached(projection, eventTopic(market));
  }

  /** The same by topic; of `commands.ledger` the offset that comes next. */
  async reached(projection: ProjectionName, topic: string): Promise<Sequence> {
    const cursor = await this.#views.cursor(projection, topic);
    return cursor?.sequence ?? (0 as Sequence);
  }

  #orderOf(row: AcceptedOrderRow, fills: readonly FillRow[]): OrderState {
    return orderOfRow(row, fills, this.#unitsOf(row.market));
  }

  async #page<Row>(table: string, prefix: ViewKey, page: PageRequest): Promise<Page<Row>> {
    const { rows, keys } = await this.#newestFirst<Row>(table, prefix, page);
    const last = keys[keys.length - 1] ?? null;
    return { rows, next: rows.length < page.limit ? null : last };
  }

  async #newestFirst<Row>(
    table: string,
    prefix: ViewKey,
    { limit, after }: PageRequest,
  ): Promise<{ readonly rows: readonly Row[]; readonly keys: readonly ViewKey[] }> {
    // A range in reverse includes its start: the row that was shown last is asked for and left out.
    const entries = await this.#views.range(table, {
      from: after ?? [...prefix, LAST],
      to: prefix,
      limit: after === null ? limit : limit + 1,
      reverse: true,
    });
    const isShown = (key: ViewKey) => after !== null && key.join('\n') === after.join('\n');
    const fresh = entries.filter(({ key }) => !isShown(key)).slice(0, limit);
    return {
      rows: fresh.map(({ value }) => value as Row),
      keys: fresh.map(({ key }) => key),
    };
  }
}

/** Of a row that holds both: a line that comes before the one that was shown last. */
function isOlder(row: PostingRow, shown: ViewKey): boolean {
  const [, atUs, topic, position, index] = shown;
  const isSamePlace = row.atUs === atUs && row.topic === topic && row.position === position;
  return !isSamePlace || row.index < Number(index);
}

interface OwnerInMarket {
  readonly accountId: AccountId;
  readonly market: string;
}

const executedAt = (row: { readonly executedAtUs: number }): number => row.executedAtUs;
