/**
 * Where one market's machine stands: the state after all records before `next`.
 *
 *   record `next` ──open──▶ apply ──▶ machine ──▶ EventBatch, as bytes
 *                     └───────┴─ cannot be decoded, or throws ─▶ poison: nothing more until it is passed over
 */
import type { LogRecord } from '../../ports/event-log/event-log.ts';
import type { SessionChains } from '../../ports/event-log/session-chains.ts';
import { assert } from '../../proto/assert.ts';
import { DecodeError } from '../../proto/codec.ts';
import { RulesTooNew } from '../../proto/rules-version.ts';
import { type Offset, offset, type TimestampUs } from '../../proto/units.ts';
import type { Machine, RecordOutput } from './machine-factory.ts';

/** A record that halts its market, at the same offset on every replica. */
export interface Poison {
  readonly offset: Offset;
  readonly problem: string;
  /** Whether the machine was in the middle of the record: its state is then undefined. */
  readonly machine: 'intact' | 'broken';
}

/** The operator's word in the log; the first one for an offset counts. */
export interface Quarantine {
  readonly offset: Offset;
  readonly reason: string;
  readonly timestampUs: TimestampUs;
}

export type Applied = RecordOutput | 'hashed' | 'poison';

export class MarketFold {
  readonly market: string;
  #machine: Machine;
  #next: Offset;
  #poison: Poison | null = null;
  /** Found to be poison before: not tried again when the market is built anew. */
  readonly #passedOver: Map<Offset, Quarantine>;

  constructor(options: {
    readonly market: string;
    readonly machine: Machine;
    readonly next: Offset;
    readonly passedOver?: ReadonlyMap<Offset, Quarantine>;
  }) {
    this.market = options.market;
    this.#machine = options.machine;
    this.#next = options.next;
    this.#passedOver = new Map(options.passedOver);
  }

  get machine(): Machine {
    return this.#machine;
  }

  /** The record that comes next. */
  get next(): Offset {
    return this.#next;
  }

  get poison(): Poison | null {
    return this.#poison;
  }

  get passedOver(): ReadonlyMap<Offset, Quarantine> {
    return this.#passedOver;
  }

  /**
   * Applies the next record. `made`: what it did; `hashed`: it did that, and nobody wanted to know
   * (`want`); `poison`: the market is halted before it. Throws DecodeError (CRC_MISMATCH,
   * SCHEMA_TOO_NEW) and StreamError (HISTORY_CHANGED), and is then as it was; RulesTooNew, and is then
   * of no more use.
   */
  apply(record: LogRecord, chains: SessionChains, want: 'output' | 'hash'): Applied {
    assert(this.#poison === null, `${this.market} is halted at ${this.#next}`);
    assert(record.offset === this.#next, `record ${record.offset} comes before ${this.#next}`);
    const problem = this.#open(record, chains);
    const known = this.#passedOver.get(record.offset);
    if (known !== undefined) return this.#passOver(known);
    if (problem !== null) return this.#halt(problem, 'intact');
    let output: RecordOutput | 'hashed' = 'hashed';
    try {
      if (want === 'output') output = this.#machine.apply(record.offset);
      else this.#machine.replay(record.offset);
    } catch (error) {
      // No poison: a build that knows these rules goes on from here.
      if (error instanceof RulesTooNew) throw error;
      return this.#halt(error instanceof Error ? error.message : String(error), 'broken');
    }
    this.#next = offset(this.#next + 1);
    return output;
  }

  /** null: the machine holds the record; else why no batch of commands can be read there. */
  #open(record: LogRecord, chains: SessionChains): string | null {
    try {
      chains.follow(record, this.#machine.open(record.bytes, record.crc));
      return null;
    } catch (error) {
      if (!(error instanceof DecodeError) || error.code !== 'UNDECODABLE') throw error;
      chains.followPoison(record);
      return error.message;
    }
  }

  /** After poison that broke the machine: the same market, built anew up to just before it. */
  replaceMachine(machine: Machine): void {
    assert(this.#poison?.machine === 'broken', 'only a broken machine is replaced');
    this.#machine = machine;
    this.#poison = { ...this.#poison, machine: 'intact' };
  }

  passOver(quarantine: Quarantine): RecordOutput {
    assert(this.#poison?.offset === quarantine.offset, 'only poison is passed over');
    assert(this.#poison.machine === 'intact', 'the machine was built anew');
    this.#passedOver.set(quarantine.offset, quarantine);
    this.#poison = null;
    return this.#passOver(quarantine);
  }

  #passOver({ offset: at, reason, timestampUs }: Quarantine): RecordOutput {
    const output = this.#machine.passOver(at, reason, timestampUs);
    this.#next = offset(at + 1);
    return output;
  }

  #halt(problem: string, machine: Poison['machine']): 'poison' {
    this.#poison = { offset: this.#next, problem, machine };
    return 'poison';
  }
}
