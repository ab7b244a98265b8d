/**
 * The match that self-trade prevention ended an order instead of. The log says who ended; with whom
 * follows from the book at that event, since a taker meets the first order of the best price:
 *
 *   EXPIRE_MAKER   the maker ends; its counterpart is the taker of the command
 *   EXPIRE_BOTH    the maker ends, and right behind it the taker: each is the other's counterpart
 *   EXPIRE_TAKER   the taker alone ends; its counterpart is the own order that stands first
 *   DECREMENT      TradePrevented names both
 */
import type { OrderDone } from '../../proto/messages.ts';
import { Side } from '../../proto/messages.ts';
import type { Lots, OrderId, PriceTicks, Sequence } from '../../proto/units.ts';
import type { OrderIndex } from './order-index.ts';
import { lotsInView, type OrderState } from './order-state.ts';
import type { RestingBook } from './resting-book.ts';

export interface PreventedMatch {
  /** Sequence of the first event that told of it. */
  readonly matchId: Sequence;
  readonly counterOrderId: OrderId;
  /** The maker's. */
  readonly priceTicks: PriceTicks;
  /** What would have been traded. */
  readonly quantityLots: Lots;
}

const NONE = 0 as Sequence;

export class PreventedMatches {
  readonly #book: RestingBook;
  readonly #orders: OrderIndex;
  /** Who enters the book by the command at hand; null: nobody whose matches are told here. */
  #taker: OrderState | null = null;
  /** The match that its own event told last. */
  #told: Sequence = NONE;
  /** The maker that ended last. */
  #ended: { readonly sequence: Sequence; readonly match: PreventedMatch } | null = null;

  constructor(book: RestingBook, orders: OrderIndex) {
    this.#book = book;
    this.#orders = orders;
  }

  enters(order: OrderState): void {
    this.#taker = order;
  }

  /** The taker at hand decrements: the log tells its matches. */
  areTold(sequence: Sequence): void {
    this.#taker = null;
    this.#told = sequence;
  }

  /** Notes the match with the order; called before it leaves the book. */
  ends(event: OrderDone, order: OrderState, at: readonly [Sequence, number]): void {
    order.preventedMatch = this.#endOf(event, order, at);
    const id = order.preventedMatch?.matchId ?? (this.#taker === null ? this.#told : NONE);
    if (id !== NONE) order.preventedMatchId = id;
  }

  #endOf(
    event: OrderDone,
    order: OrderState,
    [sequence, quoteMinorPerTickLot]: readonly [Sequence, number],
  ): PreventedMatch | null {
    const taker = this.#taker;
    if (taker === null) return null;
    if (event.wasResting) {
      const match = { ...matchOf(taker, order, quoteMinorPerTickLot), matchId: sequence };
      this.#ended = { sequence, match: { ...match, counterOrderId: order.orderId } };
      return { ...match, counterOrderId: taker.orderId };
    }
    if (this.#ended?.sequence === sequence - 1) return this.#ended.match;
    const otherSide = order.side === Side.buy ? Side.sell : Side.buy;
    const maker = this.#book.firstAtBest(otherSide, this.#orders.openOf(order.accountId));
    if (maker === null) return null;
    const match = matchOf(order, maker, quoteMinorPerTickLot);
    return { ...match, matchId: sequence, counterOrderId: maker.orderId };
  }
}

function matchOf(
  taker: OrderState,
  maker: OrderState,
  quoteMinorPerTickLot: number,
): Pick<PreventedMatch, 'priceTicks' | 'quantityLots'> {
  const { priceTicks } = maker;
  const lotCost = priceTicks * quoteMinorPerTickLot;
  const left = taker.quoteBudgetMinor - taker.filledTickLots * quoteMinorPerTickLot;
  const wanted = taker.quantityLots > 0 ? taker.remainingLots : Math.floor(left / lotCost);
  return { priceTicks, quantityLots: Math.min(wanted, lotsInView(maker)) as Lots };
}
