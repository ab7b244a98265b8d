/**
 * The state of a snapshot whose rows are still arriving in memory: summed as they come, restored when they are there.
 *
 *   head ─▶ hash ─▶ rows, as they arrive (and their CRC) ─▶ what follows the orders ─▶ the state hash that the snapshot says
 */
import { assert } from '../../proto/assert.ts';
import type { BookImage, RestorableState, SnapshotHead } from '../../proto/messages.ts';
import { IMAGE_LAYOUT } from './book/book-image.ts';
import { RowSums } from './book/row-sums.ts';
import { EventHash } from './hot/event-hash.ts';
import { mixAfterOrders, mixBeforeOrders } from './state-hash.ts';

/** Whether a book of this build can have this memory; who cannot takes the orders out of it. */
export const isOfThisBuild = ({ layout }: BookImage): boolean => layout === IMAGE_LAYOUT;

export class ArrivingState {
  readonly #head: SnapshotHead;
  readonly #image: BookImage;
  readonly #hash = new EventHash();
  readonly #rows: RowSums;

  constructor(head: SnapshotHead, image: BookImage) {
    this.#head = head;
    this.#image = image;
    mixBeforeOrders(this.#hash, head);
    this.#rows = new RowSums(image, this.#hash);
  }

  /** So many rows are in memory by now. */
  arrived(rows: number): void {
    this.#rows.arrived(rows);
  }

  /** CRC-32C of all rows, when they are there. */
  get rowsCrc(): number {
    return this.#rows.crc;
  }

  /** When all rows are there. Throws AssertionFailed when the state does not have the hash of the snapshot. */
  proven(): RestorableState {
    const head = this.#head;
    this.#rows.arrived(head.orderCount);
    mixAfterOrders(this.#hash, head);
    const hash = this.#hash.value();
    assert(hash === head.stateHash, `its state has hash ${hash}, it says ${head.stateHash}`);
    return { ...head, orders: this.#image };
  }
}
