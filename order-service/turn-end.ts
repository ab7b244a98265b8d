/**
 * Which sockets write at the end of a turn of the event loop. Whoever has something of its own, such as
 * the answer to an order, does at once. What many are told leaves a few sockets at a time, a turn for each
 * part: thousands of writes in one turn would keep those who place orders waiting for 20 to 40 ms.
 *
 *   own ─────────▶ this turn
 *   told to many ─▶ │ first SHARED_PER_TURN │ the next of them │ …    orders are read between
 *
 * Of each socket everything leaves in order: what waits when its turn comes goes in one piece.
 */

/** A write is some 10 µs. */
export const SHARED_PER_TURN = 64;

export interface Leaving {
  flush(): void;
}

export class TurnEnd {
  readonly #soon: () => void;
  #own: Leaving[] = [];
  /** They leave before those who are coming; the ones before `#next` have left. */
  #shared: readonly Leaving[] = [];
  #next = 0;
  #coming: Leaving[] = [];
  #isDue = false;

  /** `soon` calls `leave` at the end of the turn. */
  constructor(soon: () => void) {
    this.#soon = soon;
  }

  ownWaits(one: Leaving): void {
    this.#own.push(one);
    this.#comeSoon();
  }

  sharedWaits(one: Leaving): void {
    this.#coming.push(one);
    this.#comeSoon();
  }

  leave(): void {
    this.#isDue = false;
    const own = this.#own;
    this.#own = [];
    for (const one of own) one.flush();
    for (let room = SHARED_PER_TURN; room > 0 && this.#isAnyLeft(); room -= 1) {
      this.#next += 1;
      this.#shared[this.#next - 1]!.flush();
    }
    if (this.#isAnyLeft()) this.#comeSoon();
  }

  /** Places that are held, those of who has left included. */
  get placesHeld(): number {
    return this.#shared.length + this.#coming.length;
  }

  #isAnyLeft(): boolean {
    if (this.#next < this.#shared.length) return true;
    this.#shared = this.#coming;
    this.#coming = [];
    this.#next = 0;
    return this.#shared.length > 0;
  }

  #comeSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#soon();
  }
}
