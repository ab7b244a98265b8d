/**
 * The state of a snapshot whose rows are still arriving in memory: proven as they come, restored when they are there.
 *
 *   head ─▶ hash ─▶ rows, as they arrive ─▶ what follows the orders ─▶ the state hash that the snapshot says
 */
import { assert } from '../../proto/assert.ts';
import type { BookImage, RestorableState, SnapshotHead } from '../../proto/messages.ts';
import { ArrivingRows } from './book/arriving-rows.ts';
import { IMAGE_LAYOUT } from './book/book-image.ts';
import { EventHash } from './hot/event-hash.ts';
import { mixAfterOrders, mixBeforeOrders } from './state-hash.ts';

interface State {
  readonly head: SnapshotHead;
  readonly image: BookImage;
}

/** Whether a book of this build can have this memory; who cannot takes the orders out of it. */
export const isOfThisBuild = ({ layout }: BookImage): boolean => layout === IMAGE_LAYOUT;

export class ArrivingState {
  readonly #state: State;
  readonly #hash = new EventHash();
  readonly #rows: ArrivingRows;

  constructor(state: State) {
    const { head, image } = state;
    this.#state = state;
    mixBeforeOrders(this.#hash, head);
    const { nextPriority } = head;
    this.#rows = new ArrivingRows({ image, hash: this.#hash, nextPriority });
  }

  /** So many rows are in memory by now. Throws AssertionFailed for one that is in no book. */
  arrived(rows: number): void {
    this.#rows.arrived(rows);
  }

  /** When all rows are there. Throws AssertionFailed when the state does not have the hash of the snapshot. */
  proven(): RestorableState {
    const { head, image } = this.#state;
    this.#rows.end(head.icebergs ?? []);
    mixAfterOrders(this.#hash, head);
    const hash = this.#hash.value();
    assert(hash === head.stateHash, `its state has hash ${hash}, it says ${head.stateHash}`);
    return { ...head, orders: image };
  }
}
