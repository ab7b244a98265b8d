/**
 * Virtual time: a heap of things to happen, taken in order of (time, order of scheduling). Nothing
 * in a simulated cluster waits for anything else, so one seed gives one history.
 *
 *   schedule(delay, action) ──▶ heap ──▶ run: now = time; action(); let every promise settle; next
 */
import { assert } from '../proto/assert.ts';

interface Scheduled {
  readonly atUs: number;
  readonly order: number;
  readonly action: () => void;
  canceled: boolean;
}

const isBefore = (a: Scheduled, b: Scheduled): boolean =>
  a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);

export class Scheduler {
  readonly #heap: Scheduled[] = [];
  #nowUs: number;
  #scheduled = 0;
  #ran = 0;

  constructor(startUs: number) {
    this.#nowUs = startUs;
  }

  get nowUs(): number {
    return this.#nowUs;
  }

  /** How many actions ran so far. */
  get steps(): number {
    return this.#ran;
  }

  schedule(delayUs: number, action: () => void): { cancel(): void } {
    assert(
      Number.isSafeInteger(delayUs) && delayUs >= 0,
      `delay in whole microseconds: ${delayUs}`,
    );
    const entry: Scheduled = {
      atUs: this.#nowUs + delayUs,
      order: this.#scheduled++,
      action,
      canceled: false,
    };
    this.#push(entry);
    return {
      cancel: () => {
        entry.canceled = true;
      },
    };
  }

  /** Runs until `isOver` says so or virtual time reaches `untilUs`; tells whether it was over. */
  async run(untilUs: number, isOver: () => boolean): Promise<boolean> {
    await settlePromises();
    while (!isOver()) {
      const next = this.#heap[0];
      if (next === undefined || next.atUs > untilUs) {
        this.#nowUs = Math.max(this.#nowUs, untilUs);
        return false;
      }
      this.#pop();
      if (next.canceled) continue;
      this.#nowUs = next.atUs;
      this.#ran += 1;
      next.action();
      await settlePromises();
    }
    return true;
  }

  #push(entry: Scheduled): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Scheduled)) break;
      heap[index] = heap[parent] as Scheduled;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Scheduled)) child += 1;
      if (!isBefore(heap[child] as Scheduled, last)) break;
      heap[index] = heap[child] as Scheduled;
      index = child;
    }
    heap[index] = last;
  }
}

/** Every continuation that can run without virtual time moving has run when this resolves. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
