import { assert } from '../../proto/assert.ts';
import { type Offset, offset } from '../../proto/units.ts';
import type { RecordOutput } from './machine-factory.ts';

/**
 * Outputs that are not known to be in the event log yet, oldest first, without a gap.
 *
 *   ┌ first ─────────────── next ┐      push at the end, drop from the front: O(1) amortised
 *   │ 1040 │ 1041 │ 1042 │ 1043 │
 */
export class RetainedOutputs {
  #outputs: RecordOutput[] = [];
  /** Outputs before it are dropped already. */
  #head = 0;
  #eventCount = 0;

  get size(): number {
    return this.#outputs.length - this.#head;
  }

  /** A measure of the memory they take. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Input offset of the oldest; null: none. */
  get first(): Offset | null {
    return this.#outputs[this.#head]?.inputOffset ?? null;
  }

  push(output: RecordOutput): void {
    const last = this.#outputs[this.#outputs.length - 1];
    assert(
      this.size === 0 || output.inputOffset === (last?.inputOffset ?? 0) + 1,
      `output of ${output.inputOffset} is retained out of order`,
    );
    this.#outputs.push(output);
    this.#eventCount += output.eventCount;
  }

  get(inputOffset: Offset): RecordOutput | null {
    const first = this.first;
    if (first === null || inputOffset < first) return null;
    return this.#outputs[this.#head + inputOffset - first] ?? null;
  }

  /** At most `countMax` outputs from `inputOffset` on. */
  from(inputOffset: Offset, countMax: number): readonly RecordOutput[] {
    const first = this.first;
    if (first === null) return [];
    assert(inputOffset >= first, `output ${inputOffset} is not retained any more`);
    const start = this.#head + inputOffset - first;
    return this.#outputs.slice(start, start + countMax);
  }

  clear(): void {
    this.#outputs = [];
    this.#head = 0;
    this.#eventCount = 0;
  }

  dropThrough(inputOffset: Offset): void {
    for (let first = this.first; first !== null && first <= inputOffset; first = this.first) {
      this.#dropFirst();
    }
    this.#compact();
  }

  /** Keeps the newest, so that memory stays bounded; what is dropped can be derived again. */
  shrinkTo(eventCountMax: number): void {
    while (this.#eventCount > eventCountMax && this.size > 1) this.#dropFirst();
    this.#compact();
  }

  #dropFirst(): void {
    this.#eventCount -= this.#outputs[this.#head]?.eventCount ?? 0;
    this.#head += 1;
  }

  #compact(): void {
    if (this.#head < 1024 || this.#head < this.#outputs.length / 2) return;
    this.#outputs = this.#outputs.slice(this.#head);
    this.#head = 0;
  }
}

/** The input offset after the given one; the first when there is none. */
export const after = (inputOffset: Offset | null): Offset =>
  offset(inputOffset === null ? 0 : inputOffset + 1);
