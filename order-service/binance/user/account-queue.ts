/** Things to do for one account, one behind the other, each when the one before is done. */
export class AccountQueue {
  readonly #onError: (error: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #length = 0;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(work: () => Promise<void>): void {
    this.#length += 1;
    this.#last = this.#last
      .then(work)
      .catch(this.#onError)
      .finally(() => {
        this.#length -= 1;
      });
  }
}
