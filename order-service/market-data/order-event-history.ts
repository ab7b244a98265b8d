/** What the read models remember of an account's orders besides their fills, oldest first. */
import type { AmendmentRow, PreventedMatchRow } from '../../ports/view-store/order-event-tables.ts';
import { TABLE } from '../../ports/view-store/tables.ts';
import type { ViewKey, ViewStore } from '../../ports/view-store/view-store.ts';
import type { AccountId, OrderId, Sequence } from '../../proto/units.ts';

/** Behind every number that stands in a key. */
const LAST = Number.MAX_SAFE_INTEGER;

export interface EventPage {
  /** The first that is wanted. */
  readonly from: number;
  readonly limit: number;
}

export class OrderEventHistory {
  readonly #views: ViewStore;

  constructor(views: ViewStore) {
    this.#views = views;
  }

  /** null: the account has no such match in the market. */
  async preventedMatch(
    accountId: AccountId,
    market: string,
    matchId: Sequence,
  ): Promise<PreventedMatchRow | null> {
    const row = await this.#views.get(TABLE.preventedMatches, [accountId, market, matchId]);
    return (row as PreventedMatchRow | undefined) ?? null;
  }

  /** In which the order would have been maker or taker. */
  preventedMatchesOf(
    accountId: AccountId,
    orderId: OrderId,
    page: EventPage,
  ): Promise<readonly PreventedMatchRow[]> {
    return this.#page(TABLE.orderPrevented, [accountId, orderId], page);
  }

  amendmentsOf(
    accountId: AccountId,
    orderId: OrderId,
    page: EventPage,
  ): Promise<readonly AmendmentRow[]> {
    return this.#page(TABLE.amendments, [accountId, orderId], page);
  }

  async #page<Row>(table: string, prefix: ViewKey, { from, limit }: EventPage) {
    const bounds = { from: [...prefix, from], to: [...prefix, LAST], limit };
    return (await this.#views.range(table, bounds)).map(({ value }) => value as Row);
  }
}
