import type { RecordBatch } from './record-batches.ts';

interface Producer {
  readonly epoch: number;
  /** Sequence of its next record, in this epoch. */
  readonly next: number;
}

/**
 * That each writer's batches lie in the log as it wrote them: every writer numbers its records, and
 * begins again at 0 in each of its epochs, which only grow. So a batch that was lost, moved or
 * doubled leaves a hole. A writer that was not seen before begins anywhere.
 */
export class ProducerSequences {
  readonly #producers: Map<number, Producer>;

  constructor(before?: ProducerSequences) {
    this.#producers = new Map(before === undefined ? [] : before.#producers);
  }

  /** What is wrong with the batch where it stands; null: nothing. */
  take(batch: RecordBatch): string | null {
    const { producerId, producerEpoch: epoch, sequence, records } = batch;
    // Not an idempotent writer: none of ours.
    if (producerId < 0) return null;
    const known = this.#producers.get(producerId);
    this.#producers.set(producerId, { epoch, next: sequence + records.length });
    if (known === undefined) return null;
    const expected = epoch > known.epoch ? 0 : known.next;
    if (epoch >= known.epoch && sequence === expected) return null;
    return (
      `its writer ${producerId} numbered it ${sequence} in epoch ${epoch}, ` +
      `after ${known.next - 1} in epoch ${known.epoch}`
    );
  }

  /** Takes the batch as the first that is known of its writer. */
  begin(batch: RecordBatch): void {
    if (batch.producerId >= 0) this.#producers.delete(batch.producerId);
    this.take(batch);
  }
}
