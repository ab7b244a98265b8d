/**
 * Cancels what an account has open, in one market or in all, until each has said that it did: a market
 * that is halted, being opened or out of reach is asked again.
 */
import { MarketStatus } from '../proto/messages.ts';
import type { AccountId } from '../proto/units.ts';
import type { MarketView } from './market-data/market-view.ts';
import type { Markets } from './markets.ts';
import type { OrderChanges } from './order-changes.ts';
import type { OrderDesk } from './order-desk.ts';
import { isRefusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';

export interface MassCancelOptions {
  readonly markets: Markets;
  readonly orders: OrderDesk;
  readonly changes: OrderChanges;
}

/** What was canceled in a market; null: given up, as it was told to. */
export interface MarketCanceled {
  readonly market: string;
  readonly canceled: number | null;
}

const isHalted = ({ status }: MarketView): boolean => status === MarketStatus.halted;

export class MassCancel {
  readonly #context: ServiceContext;
  readonly #options: MassCancelOptions;

  constructor(context: ServiceContext, options: MassCancelOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** `market` null: in all. Orders that come in meanwhile may or may not be among them. */
  async run(
    accountId: AccountId,
    market: string | null,
    isStopped: () => boolean,
  ): Promise<readonly MarketCanceled[]> {
    // Those that are still to be opened have orders too.
    const names = market === null ? this.#options.markets.names() : [market];
    return Promise.all(
      names.map(async (name) => ({
        market: name,
        canceled: await this.#inMarket(accountId, name, isStopped),
      })),
    );
  }

  /** In all markets; null for one that does not answer in the time of an answer. */
  inTime(accountId: AccountId): Promise<readonly MarketCanceled[]> {
    const { ports, limits } = this.#context;
    const untilMs = ports.clock.monotonicMs() + limits.answerTimeoutMs;
    return this.run(accountId, null, () => ports.clock.monotonicMs() > untilMs);
  }

  async #inMarket(
    accountId: AccountId,
    market: string,
    isStopped: () => boolean,
  ): Promise<number | null> {
    const { ports, limits } = this.#context;
    let delayMs = limits.retryDelayMsMin;
    while (!isStopped()) {
      const canceled = await this.#try(accountId, market);
      if (canceled !== null) return canceled;
      await ports.clock.sleep(delayMs);
      delayMs = Math.min(delayMs * 2, limits.retryDelayMsMax);
    }
    return null;
  }

  /** null: not yet. */
  async #try(accountId: AccountId, market: string): Promise<number | null> {
    const { markets, orders, changes } = this.#options;
    const desk = markets.find(market);
    if (isRefusal(desk)) return desk.code === 'UNKNOWN_MARKET' ? 0 : null;
    const { view } = desk;
    const hasOrders = view.orders.openCountOf(accountId) > 0;
    if (!hasOrders && !orders.isPlacing(accountId, market)) return 0;
    if (isHalted(view)) return null;
    const outcome = await changes.cancelAll({ accountId, market });
    // A market that was halted meanwhile counts none.
    const isDone = outcome.kind === 'all-canceled' && !isHalted(view);
    return isDone ? outcome.count : null;
  }
}
