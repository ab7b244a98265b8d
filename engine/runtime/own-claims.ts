import type { MarketSnapshot } from '../../proto/messages.ts';
import { type Epoch, epoch } from '../../proto/units.ts';

/**
 * This process's claims to lead one market, against what the log says. Who led under the same name
 * before it started is not this process.
 */
export class OwnClaims {
  readonly #node: string;
  /** The last claim, until the log decides against it. */
  #claimed: Epoch | null = null;
  #leading: Epoch | null = null;

  constructor(node: string) {
    this.#node = node;
  }

  get claimed(): Epoch | null {
    return this.#claimed;
  }

  /** The epoch in which it leads; null: another does. */
  get leading(): Epoch | null {
    return this.#leading;
  }

  /** To be called before the claim is appended. */
  next(leadership: MarketSnapshot['leadership']): Epoch {
    this.#claimed = epoch(leadership.epoch + 1);
    return this.#claimed;
  }

  /** To be called after each record. */
  read(leadership: MarketSnapshot['leadership']): 'won' | 'lost' | 'deposed' | 'unchanged' {
    if (leadership.node === this.#node && leadership.epoch === this.#claimed) {
      if (this.#leading !== null) return 'unchanged';
      this.#leading = leadership.epoch;
      return 'won';
    }
    if (this.#leading !== null) {
      this.#leading = null;
      this.#claimed = null;
      return 'deposed';
    }
    if (this.#claimed === null || leadership.epoch < this.#claimed) return 'unchanged';
    this.#claimed = null;
    return 'lost';
  }
}
