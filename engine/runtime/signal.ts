/**
 * Wakes one loop that waits for "something has changed". A notice that comes while the loop is at
 * work is kept, so none is lost; a wake-up too many is harmless.
 */
export class Signal {
  #raised = false;
  #wake: (() => void) | null = null;

  notify(): void {
    this.#raised = true;
    this.#wake?.();
    this.#wake = null;
  }

  next(): Promise<void> {
    if (!this.#raised) {
      return new Promise((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#raised = false;
    return Promise.resolve();
  }
}
