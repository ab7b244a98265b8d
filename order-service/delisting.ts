/**
 * The end of a market: cancels only ──▶ the orders of every account are cancelled ──▶ closed for good.
 * Each step stands in the log, so whoever is interrupted says it again and goes on from there.
 */
import { MarketStatus } from '../proto/messages.ts';
import type { MarketControl, MarketControlOutcome } from './market-control.ts';
import type { MarketView } from './market-data/market-view.ts';
import type { Markets } from './markets.ts';
import type { OrderChanges } from './order-changes.ts';
import { isRefusal } from './refusal.ts';

/** Accounts whose orders are cancelled at a time. */
const ACCOUNTS_AT_A_TIME = 64;
/** Another operator may let it trade between two steps; then it is begun again. */
const ROUNDS_MAX = 3;

export interface DelistingOptions {
  readonly markets: Markets;
  readonly control: MarketControl;
  readonly changes: OrderChanges;
}

export class Delisting {
  readonly #options: DelistingOptions;

  constructor(options: DelistingOptions) {
    this.#options = options;
  }

  /** Resolves once the market is closed; a market that is closed already stays so. */
  async run(market: string, reason: string): Promise<MarketControlOutcome> {
    const { markets, control } = this.#options;
    const desk = markets.find(market);
    if (isRefusal(desk)) return desk;
    const { view } = desk;
    for (let round = 1; ; round += 1) {
      if (view.status === MarketStatus.closed) return { kind: 'done', sequence: view.sequence };
      const failed = (await this.#onlyCancels(view, reason)) ?? (await this.#cancelAll(view));
      if (failed !== null) return failed;
      const closed = await control.changeStatus(market, { status: MarketStatus.closed, reason });
      const hasOrders = closed.kind === 'refused' && closed.code === 'MARKET_HAS_ORDERS';
      if (!hasOrders || round === ROUNDS_MAX) return closed;
    }
  }

  /** null: from here on no order comes in. */
  async #onlyCancels(
    { market, status }: MarketView,
    reason: string,
  ): Promise<MarketControlOutcome | null> {
    if (status === MarketStatus.cancelOnly) return null;
    const change = { status: MarketStatus.cancelOnly, reason };
    const outcome = await this.#options.control.changeStatus(market, change);
    return outcome.kind === 'done' ? null : outcome;
  }

  /** null: nothing that was open is any more. */
  async #cancelAll(view: MarketView): Promise<MarketControlOutcome | null> {
    const { market } = view;
    const accounts = view.orders.accounts();
    for (let from = 0; from < accounts.length; from += ACCOUNTS_AT_A_TIME) {
      const outcomes = await Promise.all(
        accounts
          .slice(from, from + ACCOUNTS_AT_A_TIME)
          .map((accountId) => this.#options.changes.cancelAll({ accountId, market })),
      );
      for (const outcome of outcomes) {
        if (outcome.kind !== 'all-canceled') return outcome;
      }
    }
    return null;
  }
}
