/**
 * User data: what happens to an account's orders and balances, to whoever listens for it. Reports
 * leave at once and in the engine's order; balances once settlement has them. Nothing is done for an
 * account of which nobody listens.
 */
import type { EventBatch } from '../../../proto/messages.ts';
import { eventTopic } from '../../../proto/topics.ts';
import type { AccountId } from '../../../proto/units.ts';
import type { MarketView } from '../../market-data/market-view.ts';
import type { OrderState } from '../../market-data/order-state.ts';
import { isPassing } from '../../patience.ts';
import { shownBalances } from '../account-methods.ts';
import { type DialectTime, timeOf } from '../dialect-time.ts';
import type { DialectContext } from '../method.ts';
import { AccountQueue } from './account-queue.ts';
import { untilReached } from './awaited-cursor.ts';
import { type ReportDraft, reportDrafts } from './execution-reports.ts';
import { LedgerTail } from './ledger-tail.ts';
import {
  type RefusedReplacement,
  refusedReplacements,
  rejectedReport,
} from './refused-replacements.ts';
import { accountPosition, balanceUpdate, executionReport, withWhole } from './user-payloads.ts';

type Told = ReportDraft | RefusedReplacement;

/** The engine's; of one event, as they were. */
const inOrder = (
  drafts: readonly ReportDraft[],
  refused: readonly RefusedReplacement[],
): readonly Told[] =>
  refused.length === 0
    ? drafts
    : [...drafts, ...refused].sort((left, right) => left.sequence - right.sequence);

export interface UserListener {
  tell(event: object): void;
}

const SETTLED_POLL_MS = 3;
const LATE_POLL_MS = 100;
const RETRY_MS = 1_000;

class AccountFeed {
  readonly listeners = new Set<UserListener>();
  readonly queue: AccountQueue;
  /** Assets of which the balance is told when settlement gets there: asset → event of a market. */
  readonly waiting = new Map<string, Map<string, number>>();
  isWaiting = false;

  constructor(onError: (error: unknown) => void) {
    this.queue = new AccountQueue(onError);
  }

  tell(event: object): void {
    for (const listener of this.listeners) listener.tell(event);
  }
}

export class UserFeeds {
  readonly #context: DialectContext;
  readonly #feeds = new Map<AccountId, AccountFeed>();
  readonly #ledger: LedgerTail;

  constructor(context: DialectContext) {
    this.#context = context;
    this.#ledger = new LedgerTail(context, {
      listens: (accountId) => this.#feeds.has(accountId),
      onTransfer: (transfer) => {
        const at = { now: this.#now(), cleared: transfer.at };
        this.#feeds.get(transfer.accountId)?.tell(balanceUpdate(transfer, at));
        return this.#tellBalances(transfer.accountId, [transfer.asset]);
      },
    });
  }

  add(accountId: AccountId, listener: UserListener): void {
    const { log } = this.#context.service;
    const onError = (error: unknown) => log.warn({ err: error }, 'user data cannot be told');
    const feed = this.#feeds.get(accountId) ?? new AccountFeed(onError);
    this.#feeds.set(accountId, feed);
    feed.listeners.add(listener);
    this.#ledger.start();
  }

  remove(accountId: AccountId, listener: UserListener): void {
    const feed = this.#feeds.get(accountId);
    feed?.listeners.delete(listener);
    if (feed?.listeners.size === 0) this.#feeds.delete(accountId);
    if (this.#feeds.size === 0) this.#ledger.stop();
  }

  close(): void {
    this.#feeds.clear();
    this.#ledger.stop();
  }

  changed(view: MarketView, batch: EventBatch): void {
    if (this.#feeds.size === 0) return;
    const drafts = reportDrafts(view, batch, (accountId) => this.#feeds.has(accountId));
    const refused = refusedReplacements(batch, this.#context.replacing);
    const touched = new Set<AccountId>();
    const at = timeOf(batch.timestampUs);
    for (const told of inOrder(drafts, refused)) {
      touched.add(told.accountId);
      if ('request' in told) this.#reportRefused(view, told, at);
      else this.#report(view, told, at);
    }
    for (const accountId of touched) this.#balancesWillChange(view, accountId);
  }

  #report(view: MarketView, draft: ReportDraft, at: DialectTime): void {
    const feed = this.#feeds.get(draft.accountId);
    const listed = this.#context.symbols.ofMarket(view.market);
    if (feed === undefined || listed === null) return;
    // Asked for now: it is forgotten when the cancel has its answer.
    const cancelId =
      draft.execution === 'CANCELED'
        ? (this.#context.cancelIds.get(draft.order.orderId) ?? this.#context.newClientId())
        : null;
    const tell = (known: ReportDraft) =>
      feed.tell(executionReport(known, { listed, now: this.#now(), at, cancelId }));
    if (draft.order.isWhole && feed.queue.isEmpty) tell(draft);
    else feed.queue.add(async () => tell(await this.#whole(draft)));
  }

  #reportRefused(view: MarketView, refused: RefusedReplacement, at: DialectTime): void {
    const feed = this.#feeds.get(refused.accountId);
    const listed = this.#context.symbols.ofMarket(view.market);
    if (feed === undefined || listed === null) return;
    const tell = () => feed.tell(rejectedReport(refused, { listed, now: this.#now(), at }));
    if (feed.queue.isEmpty) tell();
    else feed.queue.add(async () => tell());
  }

  async #whole(draft: ReportDraft): Promise<ReportDraft> {
    if (draft.order.isWhole) return draft;
    return withWhole(draft, (await this.#context.service.lookup.whole(draft.order)) as OrderState);
  }

  #balancesWillChange(view: MarketView, accountId: AccountId): void {
    const feed = this.#feeds.get(accountId);
    const { units, market, sequence } = view;
    if (feed === undefined || units === null) return;
    for (const asset of [units.definition.baseAsset, units.definition.quoteAsset]) {
      const events = feed.waiting.get(asset) ?? new Map<string, number>();
      feed.waiting.set(asset, events.set(market, sequence));
    }
    if (feed.isWaiting) return;
    feed.isWaiting = true;
    this.#tellWhenSettled(accountId, feed).catch((error: unknown) => {
      this.#context.service.log.warn({ err: error }, 'balances cannot be told');
    });
  }

  async #tellWhenSettled(accountId: AccountId, feed: AccountFeed): Promise<void> {
    const isHeard = () => feed.listeners.size > 0 && this.#feeds.get(accountId) === feed;
    try {
      while (feed.waiting.size > 0 && isHeard()) {
        const waiting = [...feed.waiting];
        feed.waiting.clear();
        const events = new Map(waiting.flatMap(([, markets]) => [...markets]));
        try {
          for (const [market, sequence] of events) await this.#settled(market, sequence, isHeard);
          if (!isHeard()) return;
          await this.#tellBalances(
            accountId,
            waiting.map(([asset]) => asset),
          );
        } catch (error) {
          if (!isPassing(error)) throw error;
          this.#context.service.log.warn({ err: error }, 'balances cannot be told now');
          for (const [asset, markets] of waiting) {
            feed.waiting.set(asset, new Map([...markets, ...(feed.waiting.get(asset) ?? [])]));
          }
          await this.#context.service.ports.clock.sleep(RETRY_MS);
        }
      }
    } finally {
      // In the step that finds nothing waiting: what comes right behind it would wait for nobody.
      feed.isWaiting = false;
    }
  }

  /** However late it is: balances that were told before would stay wrong until the next event. */
  async #settled(market: string, sequence: number, isHeard: () => boolean): Promise<void> {
    const { accounts, clock } = this.#context.service.ports;
    await untilReached(clock, {
      isWanted: isHeard,
      isReached: async () =>
        ((await accounts.cursor(eventTopic(market)))?.sequence ?? 0) >= sequence,
      pollMs: SETTLED_POLL_MS,
      latePollMs: LATE_POLL_MS,
    });
  }

  async #tellBalances(accountId: AccountId, assets: readonly string[]): Promise<void> {
    const all = await shownBalances(this.#context, accountId);
    const touched = all.filter(({ asset }) => assets.includes(asset));
    this.#feeds.get(accountId)?.tell(accountPosition(touched, this.#now()));
  }

  #now(): DialectTime {
    return timeOf(this.#context.service.ports.clock.nowUs());
  }
}
