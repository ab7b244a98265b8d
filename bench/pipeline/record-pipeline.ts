/**
 * The only file of the benchmarks that knows how a record goes through the machine as bytes:
 *
 *   record ─▶ verify, decode ─▶ match, rules, events, event hash ─▶ encode ─▶ record of the event log
 */
import { fastBook } from '../../engine/core/book/fast-book.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import { RecordPath } from '../../engine/core/record-path.ts';
import { OwnCodeWhenBusy } from '../../engine/runtime/own-code.ts';
import { assert } from '../../proto/assert.ts';
import { encodeCommandBatch } from '../../proto/codec.ts';
import type { CancelAllOrders, MarketSnapshot } from '../../proto/messages.ts';
import { accountId, commandSequence, epoch, offset, sessionId } from '../../proto/units.ts';
import { controlBatch, openingBatch } from '../core/bench-market.ts';
import { COMMANDS_PER_RECORD } from '../workload/order-commands.ts';

export class RecordPipeline {
  readonly #machine: MarketMachine;
  readonly #path: RecordPath;
  readonly #ownCode: OwnCodeWhenBusy;
  /** Of the record that defines the market and opens its session. */
  readonly openingOutput: Uint8Array;

  constructor(market: string) {
    this.#machine = new MarketMachine({ market, book: fastBook });
    this.#path = new RecordPath(this.#machine);
    this.#ownCode = new OwnCodeWhenBusy(this.#machine);
    this.openingOutput = this.take(encodeCommandBatch(openingBatch(market)));
    assert(this.#machine.definition !== null, 'the market is open');
  }

  get restingOrders(): number {
    return this.#machine.restingOrderCount;
  }

  /** The record of the event log that answers it. */
  take(record: Uint8Array): Uint8Array {
    this.#path.open(record);
    this.#ownCode.count(this.#path.commandCount);
    return this.#path.apply(offset(this.#machine.offset + 1)).bytes;
  }

  /** Empties the book by commands of session 1, and says how many. */
  empty(firstSequence: number): number {
    const accounts = new Set(this.#machine.snapshot().orders.accountId);
    const commands = Array.from(accounts, (id): CancelAllOrders => {
      return { kind: 'CancelAllOrders', accountId: accountId(id), side: null };
    });
    const session = { sessionId: sessionId(1), sessionEpoch: epoch(1) };
    // Records as long as all others: within one, nobody sees to the market's code.
    for (let at = 0; at < commands.length; at += COMMANDS_PER_RECORD) {
      const record = controlBatch(...commands.slice(at, at + COMMANDS_PER_RECORD));
      const place = { ...session, firstSequence: commandSequence(firstSequence + at) };
      this.take(encodeCommandBatch({ ...record, ...place }));
    }
    assert(this.restingOrders === 0, 'the book is empty');
    return commands.length;
  }

  eventHash(): string {
    return this.#machine.eventHash();
  }

  /** Of the last record that was taken. */
  snapshot(): MarketSnapshot {
    return this.#machine.snapshot();
  }
}
