/**
 * The primary's output: one append in flight, and whatever was applied meanwhile travels in the next.
 *
 *   retained outputs ──▶ append ──▶ drop from retained
 *   └ missing before them? derived once more, from an older snapshot and the log
 *
 * An append that may or may not have landed is done again: copies are equal, and readers drop them.
 */
import { limits } from '../../proto/limits.ts';
import { eventTopic } from '../../proto/topics.ts';
import { type Offset, offset } from '../../proto/units.ts';
import { replay } from './commands-in.ts';
import type { RecordOutput } from './machine-factory.ts';
import { startingPoint } from './newest-snapshot.ts';
import { after, type RetainedOutputs } from './retained-outputs.ts';
import { retrying } from './retrying.ts';
import type { RuntimeContext } from './runtime-context.ts';

export class EventsOut {
  readonly #context: RuntimeContext;
  readonly #market: string;
  readonly #topic: string;
  readonly #retained: RetainedOutputs;
  readonly #isOver: () => boolean;
  /** How an append is tried; made once: see docs/adr/0054. */
  readonly #appending: Parameters<typeof retrying<Offset>>[1];
  /** What it appends. */
  #records: readonly Uint8Array[] = [];
  /** Input offset of the last output that is known to be in the event log; null: none. */
  #emitted: Offset | null;
  /** Where the event log goes on behind the last append; null: no append yet. */
  #logEnd: Offset | null = null;

  constructor(
    context: RuntimeContext,
    options: {
      readonly market: string;
      readonly retained: RetainedOutputs;
      readonly emitted: Offset | null;
      /** True when nothing more shall be appended. */
      readonly isOver: () => boolean;
    },
  ) {
    this.#context = context;
    this.#market = options.market;
    this.#topic = eventTopic(options.market);
    this.#retained = options.retained;
    this.#emitted = options.emitted;
    this.#isOver = options.isOver;
    this.#appending = {
      what: `append to ${this.#topic}`,
      isOver: options.isOver,
      action: () => context.ports.log.append(this.#topic, this.#records),
    };
  }

  get emitted(): Offset | null {
    return this.#emitted;
  }

  get logEnd(): Offset | null {
    return this.#logEnd;
  }

  /** Emits what is missing up to the first retained output (or up to `next`, when none is). */
  async fillGap(next: () => Offset): Promise<void> {
    await retrying(this.#context, {
      what: `derivation of ${this.#topic}`,
      isOver: this.#isOver,
      // What was appended before it broke off is not appended again.
      action: () => this.#fillGap(next()),
    });
  }

  async #fillGap(next: Offset): Promise<void> {
    const from = after(this.#emitted);
    const until = this.#retained.first ?? next;
    if (from >= until) return;
    const { log } = this.#context;
    log.info({ market: this.#market, from, until }, 'deriving missing outputs once more');
    const atMost = (from - 1) as Offset;
    const start = await startingPoint(this.#context, { market: this.#market, atMost });
    let outputs: RecordOutput[] = [];
    await replay(this.#context, {
      fold: start.fold,
      until,
      outputsFrom: from,
      isOver: this.#isOver,
      onOutput: (output) => outputs.push(output),
      onStretch: async () => {
        const ready = outputs;
        outputs = [];
        await this.#appendAll(ready);
      },
    });
  }

  /** Emits what is retained and not emitted yet; false: that is nothing. */
  async emitNext(): Promise<boolean> {
    const outputs = this.#pending();
    if (outputs.length === 0) return false;
    this.#context.ports.crashPoints.reach('CP6-applied-not-emitted');
    const { clock } = this.#context.ports;
    const startedMs = clock.monotonicMs();
    await this.#append(outputs);
    const us = (clock.monotonicMs() - startedMs) * 1000;
    this.#context.stages?.record('publish', us, outputs.length);
    return true;
  }

  #pending(): readonly RecordOutput[] {
    const from = after(this.#emitted);
    if (this.#retained.first === null) return [];
    return this.#retained.from(from, limits.recordsPerReadMax);
  }

  async #appendAll(outputs: readonly RecordOutput[]): Promise<void> {
    for (let index = 0; index < outputs.length; index += limits.recordsPerReadMax) {
      await this.#append(outputs.slice(index, index + limits.recordsPerReadMax));
    }
  }

  /** In several appends where they are many bytes: a log may limit what it takes at once. */
  async #append(outputs: readonly RecordOutput[]): Promise<void> {
    let records: Uint8Array[] = [];
    let bytes = 0;
    for (const [index, output] of outputs.entries()) {
      const record = output.bytes;
      if (records.length > 0 && bytes + record.length > limits.appendBytesMax) {
        if (!(await this.#appendRecords(records, outputs[index - 1]!))) return;
        records = [];
        bytes = 0;
      }
      records.push(record);
      bytes += record.length;
    }
    const last = outputs.at(-1);
    if (last !== undefined) await this.#appendRecords(records, last);
  }

  /** false: it is over, and nothing more shall be appended. */
  async #appendRecords(records: readonly Uint8Array[], last: RecordOutput): Promise<boolean> {
    const { crashPoints } = this.#context.ports;
    this.#records = records;
    const first = await retrying(this.#context, this.#appending);
    if (first === null) return false;
    crashPoints.reach('CP7-mid-emit-batch');
    this.#logEnd = offset(first + records.length);
    this.#emitted = last.inputOffset;
    this.#retained.dropThrough(last.inputOffset);
    return true;
  }
}
