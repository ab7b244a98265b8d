/**
 * Price-time priority in its plainest form. It shares no code with the engine: it says which orders
 * live while a workload is made, and which trades every engine must make of it.
 *
 *   side ─▶ prices, worst … best (last) ─▶ per price the orders, first come first
 */
interface Resting {
  readonly id: number;
  readonly sideIndex: number;
  readonly priceTicks: number;
  lots: number;
}

/** Negated for buys, so that the best price of both sides is the least. */
const rankOf = (sideIndex: number, priceTicks: number): number =>
  sideIndex === 0 ? -priceTicks : priceTicks;

class JudgeSide {
  /** Descending: the best rank is the last. */
  readonly #ranks: number[] = [];
  readonly #queues = new Map<number, Resting[]>();

  get bestRank(): number | null {
    return this.#ranks[this.#ranks.length - 1] ?? null;
  }

  first(rank: number): Resting {
    return this.#queues.get(rank)![0]!;
  }

  add(order: Resting, rank: number): void {
    const queue = this.#queues.get(rank);
    if (queue !== undefined) {
      queue.push(order);
      return;
    }
    this.#queues.set(rank, [order]);
    this.#ranks.splice(this.#placeOf(rank), 0, rank);
  }

  remove(order: Resting, rank: number): void {
    const queue = this.#queues.get(rank)!;
    queue.splice(queue.indexOf(order), 1);
    if (queue.length > 0) return;
    this.#queues.delete(rank);
    this.#ranks.splice(this.#placeOf(rank), 1);
  }

  #placeOf(rank: number): number {
    let low = 0;
    let high = this.#ranks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ranks[middle]! > rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class JudgeBook {
  trades = 0;
  readonly #sides = [new JudgeSide(), new JudgeSide()] as const;
  readonly #orders = new Map<number, Resting>();
  readonly #onGone: (id: number) => void;
  #hash = 0x811c9dc5 | 0;

  /** `onGone` is told of every order that no longer rests, in the order in which they leave. */
  constructor(onGone: (id: number) => void) {
    this.#onGone = onGone;
  }

  /** Over maker id, taker id, price and lots of every trade so far. */
  get tradeHash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  /** Whether a remainder rests. */
  limit(id: number, sideIndex: number, priceTicks: number, lots: number): boolean {
    const limitRank = sideIndex === 0 ? priceTicks : -priceTicks;
    const rest = this.#match(id, sideIndex, limitRank, lots);
    if (rest === 0) return false;
    const order = { id, sideIndex, priceTicks, lots: rest };
    this.#orders.set(id, order);
    this.#sides[sideIndex]!.add(order, rankOf(sideIndex, priceTicks));
    return true;
  }

  /** What finds no other side is dropped. */
  market(id: number, sideIndex: number, lots: number): void {
    this.#match(id, sideIndex, Number.POSITIVE_INFINITY, lots);
  }

  cancel(id: number): void {
    this.#drop(this.#orders.get(id)!);
  }

  #match(takerId: number, sideIndex: number, limitRank: number, lots: number): number {
    const opposite = this.#sides[1 - sideIndex]!;
    for (let left = lots; ; ) {
      const rank = opposite.bestRank;
      if (left === 0 || rank === null || rank > limitRank) return left;
      const maker = opposite.first(rank);
      const traded = Math.min(left, maker.lots);
      left -= traded;
      maker.lots -= traded;
      this.trades += 1;
      for (const word of [maker.id, takerId, maker.priceTicks, traded]) {
        this.#hash = Math.imul(this.#hash ^ word, 16777619);
      }
      if (maker.lots === 0) this.#drop(maker);
    }
  }

  #drop(order: Resting): void {
    this.#sides[order.sideIndex]!.remove(order, rankOf(order.sideIndex, order.priceTicks));
    this.#orders.delete(order.id);
    this.#onGone(order.id);
  }
}
