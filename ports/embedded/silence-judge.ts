/**
 * Tells whether a peer has been silent for too long, counted only over the time in which this
 * process could listen: whoever was stopped or stalled itself hears nobody, and must not conclude
 * that all the others hang.
 */
export class SilenceJudge {
  readonly #timeoutMs: number;
  #heardMs: number;

  constructor(options: { readonly timeoutMs: number; readonly nowMs: number }) {
    this.#timeoutMs = options.timeoutMs;
    this.#heardMs = options.nowMs;
  }

  heard(nowMs: number): void {
    this.#heardMs = Math.max(this.#heardMs, nowMs);
  }

  /** This process did not listen for so long. */
  deaf(stalledMs: number): void {
    this.#heardMs += stalledMs;
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#heardMs > this.#timeoutMs;
  }
}
