import type { Order } from '../../client/api-types.ts';
import { BookComparison, type Difference, type SurfacedLevel } from './book-comparison.ts';
import {
  type LobsterBook,
  type LobsterMessage,
  type LobsterOrder,
  type LobsterSide,
  startingBook,
} from './lobster-files.ts';

/** The exchange as the feed needs it, over the public API. Sizes are shares, prices cents. */
export interface Venue {
  /** Rests unless `ioc`. `account` is a number that the venue maps to one of its accounts. */
  place(order: {
    readonly account: number;
    readonly side: LobsterSide;
    readonly priceCents: number;
    readonly size: number;
    readonly timeInForce: 'gtc' | 'ioc';
  }): Promise<Order>;
  /** `total` is the new quantity, filled part included; the order keeps its place. */
  reduce(account: number, orderId: string, total: number): Promise<void>;
  cancel(account: number, orderId: string): Promise<void>;
  order(account: number, orderId: string): Promise<Order>;
  /** The book after everything above. */
  book(): Promise<LobsterBook>;
}

export interface FeedOptions {
  readonly venue: Venue;
  readonly messages: readonly LobsterMessage[];
  /** null: nothing to seed from and to compare with. */
  readonly books: readonly LobsterBook[] | null;
  /** Whether levels that surface from beyond the tenth are placed when the book file shows them. */
  readonly deepLevels: 'place' | 'leave-out';
  readonly restingAccounts: number;
  readonly interrupted: AbortSignal;
  readonly progress: (row: number) => void;
}

export interface ExecutionCheck {
  readonly executions: number;
  /** Executions that hit exactly the order that NASDAQ names, for exactly its size. */
  readonly hitNamedOrder: number;
  readonly misses: readonly { readonly row: number; readonly why: string }[];
}

export interface FeedReport {
  readonly messages: number;
  readonly applied: number;
  readonly hidden: number;
  readonly seeded: number;
  readonly book: { readonly rows: number; readonly agreeing: number } | null;
  readonly differences: readonly Difference[];
  readonly surfaced: readonly SurfacedLevel[];
  readonly execution: ExecutionCheck;
  /** Messages about an order that is not in our book, and why. */
  readonly notApplied: readonly { readonly row: number; readonly why: string }[];
}

/** One order of ours that stands for an order, or for the rest of a level, at NASDAQ. */
interface Standing {
  readonly id: string;
  readonly account: number;
  /** Quantity as the exchange knows it, filled part included. */
  total: number;
  remaining: number;
}

/** The account number that sends the aggressive side of executions. */
export const AGGRESSOR = 0;

/** Drives the exchange message by message, one request at a time, and keeps score. */
export class LobsterFeed {
  readonly #options: FeedOptions;
  readonly #comparison = new BookComparison();
  readonly #byOrderId = new Map<string, Standing>();
  /** Orders that were there before the sample are known as level totals only: `side price`. */
  readonly #byLevel = new Map<string, Standing[]>();
  readonly #surfaced: SurfacedLevel[] = [];
  readonly #misses: { row: number; why: string }[] = [];
  readonly #notApplied: { row: number; why: string }[] = [];
  #placed = 0;
  #seeded = 0;
  #applied = 0;
  #hidden = 0;
  #executions = 0;
  #unknownExecutions = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  async run(): Promise<FeedReport> {
    const { messages, books, interrupted, progress } = this.#options;
    const [firstBook, firstMessage] = [books?.[0], messages[0]];
    if (firstBook !== undefined && firstMessage !== undefined) {
      await this.#seed(startingBook(firstBook, firstMessage));
    }
    for (const [index, message] of messages.entries()) {
      if (interrupted.aborted) break;
      await this.#apply(message);
      const theirs = books?.[index];
      if (theirs !== undefined) await this.#compare(message.row, theirs);
      progress(message.row);
    }
    return this.#report();
  }

  async #seed(book: LobsterBook): Promise<void> {
    for (const side of ['buy', 'sell'] as const) {
      for (const level of side === 'buy' ? book.bids : book.asks) {
        await this.#placeLevel({ side, ...level });
      }
    }
  }

  async #placeLevel(level: {
    readonly side: LobsterSide;
    readonly priceCents: number;
    readonly size: number;
  }): Promise<void> {
    const key = `${level.side} ${level.priceCents}`;
    this.#byLevel.set(key, [...(this.#byLevel.get(key) ?? []), await this.#rest(level)]);
    this.#seeded += 1;
  }

  async #rest(order: {
    readonly side: LobsterSide;
    readonly priceCents: number;
    readonly size: number;
  }): Promise<Standing> {
    const account = 1 + (this.#placed % this.#options.restingAccounts);
    this.#placed += 1;
    const { side, priceCents, size } = order;
    const { id } = await this.#options.venue.place({
      account,
      side,
      priceCents,
      size,
      timeInForce: 'gtc',
    });
    return { id, account, total: size, remaining: size };
  }

  async #apply(message: LobsterMessage): Promise<void> {
    switch (message.kind) {
      case 'submit':
        this.#byOrderId.set(message.orderId, await this.#rest(message));
        this.#applied += 1;
        return;
      case 'reduce':
      case 'delete':
      case 'execute': {
        const standing = this.#standingFor(message);
        if (standing === null) {
          const why = `order ${message.orderId} stood beyond the tenth level and is unknown`;
          this.#notApplied.push({ row: message.row, why });
          if (message.kind === 'execute') this.#unknownExecutions += 1;
          return;
        }
        if (message.kind === 'execute') await this.#execute(message, standing);
        else await this.#takeAway(message, standing);
        this.#applied += 1;
        return;
      }
      case 'hidden-execution':
      case 'cross':
      case 'halt':
        // No effect on the visible book, which is all that the files show.
        this.#hidden += 1;
        return;
    }
  }

  #standingFor(message: LobsterOrder): Standing | null {
    const named = this.#byOrderId.get(message.orderId);
    if (named !== undefined) return named;
    const level = this.#byLevel.get(`${message.side} ${message.priceCents}`) ?? [];
    return level.find(({ remaining }) => remaining >= message.size) ?? null;
  }

  /** A cancel in full or in part. A seeded order stands for several, so it may only shrink. */
  async #takeAway(message: LobsterOrder, standing: Standing): Promise<void> {
    standing.remaining -= message.size;
    standing.total -= message.size;
    if (standing.remaining <= 0) {
      await this.#options.venue.cancel(standing.account, standing.id);
    } else {
      await this.#options.venue.reduce(standing.account, standing.id, standing.total);
    }
  }

  async #execute(message: LobsterOrder, standing: Standing): Promise<void> {
    this.#executions += 1;
    const { venue } = this.#options;
    const taker = await venue.place({
      account: AGGRESSOR,
      side: message.side === 'buy' ? 'sell' : 'buy',
      priceCents: message.priceCents,
      size: message.size,
      timeInForce: 'ioc',
    });
    standing.remaining -= message.size;
    const maker = await venue.order(standing.account, standing.id);
    const theirs = new Set(maker.fills.map((fill) => fill.trade_id));
    const hit = taker.fills.filter((fill) => theirs.has(fill.trade_id));
    const shares = hit.reduce((sum, fill) => sum + Number(fill.quantity), 0);
    if (hit.length !== taker.fills.length || shares !== message.size) {
      this.#misses.push({
        row: message.row,
        why: `order ${message.orderId}: ${shares} of ${message.size} shares hit it`,
      });
    }
  }

  async #compare(row: number, theirs: LobsterBook): Promise<void> {
    const ours = await this.#options.venue.book();
    this.#comparison.compare(row, theirs, ours);
    for (const level of this.#comparison.surfaced(row, theirs, ours)) {
      if (this.#options.deepLevels === 'leave-out') continue;
      this.#surfaced.push(level);
      await this.#placeLevel(level);
    }
  }

  #report(): FeedReport {
    const { books, messages } = this.#options;
    const { rows, agreeing, differences } = this.#comparison.report();
    return {
      messages: messages.length,
      applied: this.#applied,
      hidden: this.#hidden,
      seeded: this.#seeded,
      book: books === null ? null : { rows, agreeing },
      differences,
      surfaced: this.#surfaced,
      execution: {
        executions: this.#executions + this.#unknownExecutions,
        hitNamedOrder: this.#executions - this.#misses.length,
        misses: this.#misses,
      },
      notApplied: this.#notApplied,
    };
  }
}
