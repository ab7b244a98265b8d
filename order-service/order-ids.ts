import { assert } from '../proto/assert.ts';
import { type Epoch, type OrderId, orderId, type SessionId } from '../proto/units.ts';

/** 8 bits session │ 17 bits epoch │ 28 bits counter = 53 bits (ADR 3). Plain arithmetic: > 32 bits. */
const EPOCHS = 2 ** 17;
const COUNTER = 2 ** 28;

/** Ids of one session and epoch; they only grow. */
export class OrderIds {
  readonly #base: number;
  #counter = 0;

  constructor(sessionId: SessionId, epoch: Epoch) {
    assert(sessionId >= 1 && sessionId <= 255, 'session ids are 1 … 255');
    assert(epoch >= 1 && epoch < EPOCHS, `order ids hold epochs below ${EPOCHS}, got ${epoch}`);
    this.#base = (sessionId * EPOCHS + epoch) * COUNTER;
  }

  /** The next epoch starts anew: a service that has used up its ids restarts. */
  next(): OrderId {
    this.#counter += 1;
    assert(this.#counter < COUNTER, 'the order ids of this epoch are used up: restart');
    return orderId(this.#base + this.#counter);
  }
}
