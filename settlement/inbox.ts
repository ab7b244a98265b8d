/**
 * Records on their way from the readers to the store. What arrives while one step is being stored
 * travels together in the next; a reader that is too far ahead waits.
 *
 *   reader events.BTC-USD ──put──▶ ┌───────┐
 *   reader events.ETH-USD ──put──▶ │ inbox │ ──take: all that waits──▶ one AccountStore.apply
 *   reader commands.ledger ─put──▶ └───────┘
 */
export class Inbox<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  #closed = false;
  #wakeTaker: (() => void) | null = null;
  #wakePutters: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Resolves once there is room for more; at once to false when the inbox is closed. */
  async put(items: readonly Item[]): Promise<boolean> {
    if (this.#closed) return false;
    this.#items.push(...items);
    this.#wakeTaker?.();
    while (this.#items.length >= this.#capacity && !this.#closed) {
      await new Promise<void>((resolve) => this.#wakePutters.push(resolve));
    }
    return !this.#closed;
  }

  /** Everything that waits, oldest first, as soon as there is something; null once it is closed. */
  async take(): Promise<readonly Item[] | null> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
      this.#wakeTaker = null;
    }
    if (this.#closed) return null;
    const taken = this.#items;
    this.#items = [];
    this.#releasePutters();
    return taken;
  }

  /** What was not taken is dropped: its readers will read it again from the stored cursor. */
  close(): void {
    this.#closed = true;
    this.#items = [];
    this.#wakeTaker?.();
    this.#releasePutters();
  }

  #releasePutters(): void {
    const waiting = this.#wakePutters;
    this.#wakePutters = [];
    for (const wake of waiting) wake();
  }
}
