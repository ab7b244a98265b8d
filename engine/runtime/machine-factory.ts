import type { CommandBatchHeader } from '../../proto/codec.ts';
import type { BookImage, MarketSnapshot, RestorableState } from '../../proto/messages.ts';
import type { Offset, TimestampUs } from '../../proto/units.ts';
import { fastBook as book } from '../core/book/fast-book.ts';
import { imageOfMarket } from '../core/market-image.ts';
import { MarketMachine } from '../core/market-machine.ts';
import { outputOf, type RecordOutput } from '../core/record-output.ts';
import { RecordPath } from '../core/record-path.ts';
import { OwnCodeWhenBusy } from './own-code.ts';

export type { RecordOutput } from '../core/record-output.ts';

/** What a replica needs of the state machine. Tests put one in that throws or errs. */
export interface Machine
  extends Pick<RecordPath, 'open' | 'apply' | 'replay'>,
    Pick<
      MarketMachine,
      | 'snapshot'
      | 'stateHash'
      | 'eventHash'
      | 'leadership'
      | 'sequence'
      | 'restingOrderCount'
      | 'nextExpiryUs'
    > {
  /** Takes the place of the poison record at `offset`. */
  passOver(offset: Offset, reason: string, atUs: TimestampUs): RecordOutput;
}

export interface MachineFactory {
  create(market: string): Machine;
  /** Throws when the snapshot's parts contradict each other or its state hash. */
  restore(snapshot: RestorableState): Machine;
  /** See `imageOfMarket`. */
  imageOf(snapshot: MarketSnapshot): BookImage | null;
}

export const marketMachines = machinesOf();

/** `rulesMax`: of a build that knows no newer rules. */
export function machinesOf(build: { readonly rulesMax?: number } = {}): MachineFactory {
  const optionsOf = (market: string) => ({ ...build, market, book });
  return {
    create: (market) => new RecordMachine(new MarketMachine(optionsOf(market))),
    restore: (snapshot) =>
      new RecordMachine(MarketMachine.restore(snapshot, optionsOf(snapshot.market))),
    imageOf: imageOfMarket,
  };
}

/** A machine that takes records as they stand in the log. */
class RecordMachine implements Machine {
  readonly #machine: MarketMachine;
  readonly #path: RecordPath;
  readonly #ownCode: OwnCodeWhenBusy;

  constructor(machine: MarketMachine) {
    this.#machine = machine;
    this.#path = new RecordPath(machine);
    this.#ownCode = new OwnCodeWhenBusy(machine);
  }

  get leadership(): MarketSnapshot['leadership'] {
    return this.#machine.leadership;
  }

  get sequence() {
    return this.#machine.sequence;
  }

  get restingOrderCount(): number {
    return this.#machine.restingOrderCount;
  }

  get nextExpiryUs(): number {
    return this.#machine.nextExpiryUs;
  }

  open(bytes: Uint8Array, wholeCrc?: number): CommandBatchHeader {
    return this.#path.open(bytes, wholeCrc);
  }

  apply(inputOffset: Offset): RecordOutput {
    this.#ownCode.count(this.#path.commandCount);
    return this.#path.apply(inputOffset);
  }

  replay(inputOffset: Offset): void {
    this.#ownCode.count(this.#path.commandCount);
    this.#path.replay(inputOffset);
  }

  passOver(offset: Offset, reason: string, atUs: TimestampUs): RecordOutput {
    return outputOf(this.#machine.passOver(offset, reason, atUs));
  }

  snapshot(): MarketSnapshot {
    return this.#machine.snapshot();
  }

  stateHash() {
    return this.#machine.stateHash();
  }

  eventHash() {
    return this.#machine.eventHash();
  }
}
