/**
 * The only file of the benchmarks that knows the core's path without objects. Everything is on: the
 * session's order of ids, rules, fees, events, event hash. How a command and an event stand in the
 * core's rows is the core's own business (engine/core/testing/matching-workload.ts).
 */
import '../../engine/runtime/whole-path-inlined.ts';
import { fastBook } from '../../engine/core/book/fast-book.ts';
import { commandInts } from '../../engine/core/hot/order-command.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import { readRecord, TradeHash } from '../../engine/core/testing/matching-workload.ts';
import { assert } from '../../proto/assert.ts';
import { commandSequence, epoch, offset, sessionId, timestampUs } from '../../proto/units.ts';
import { RECORD_BYTES } from '../workload/workload.ts';
import { openingBatch } from './bench-market.ts';

const COMMANDS_PER_RECORD = 1000;
// A local constant folds; an imported one is loaded at every use (November 2026, Node 20.20).
const COMMAND_BYTES = RECORD_BYTES;

export class MarketUnderTest {
  readonly #machine: MarketMachine;
  readonly #trades = new TradeHash();
  #applied = 0;

  constructor(market: string) {
    this.#machine = new MarketMachine({ market, book: fastBook });
    this.#machine.applyBatch(openingBatch(market), offset(0));
    assert(this.#machine.definition !== null, 'the market is open');
    commandInts.fill(0);
  }

  get trades(): number {
    return this.#trades.trades;
  }

  get tradeHash(): string {
    return this.#trades.value();
  }

  get restingOrders(): number {
    return this.#machine.restingOrderCount;
  }

  /** Applies the commands `from … to - 1` in log records of a thousand. */
  apply(records: DataView, from: number, to: number): void {
    const machine = this.#machine;
    for (let first = from; first < to; first += COMMANDS_PER_RECORD) {
      const end = Math.min(to, first + COMMANDS_PER_RECORD);
      this.#open();
      for (let index = first; index < end; index += 1) {
        readRecord(records, index * COMMAND_BYTES);
        machine.applyOrder(index - first);
      }
      this.#close(end - first);
    }
  }

  /** As `apply`; the clock is read around every command. */
  applyTimed(records: DataView, to: number, take: (microseconds: number) => void): void {
    const machine = this.#machine;
    for (let first = 0; first < to; first += COMMANDS_PER_RECORD) {
      const end = Math.min(to, first + COMMANDS_PER_RECORD);
      this.#open();
      for (let index = first; index < end; index += 1) {
        const startedMs = performance.now();
        readRecord(records, index * COMMAND_BYTES);
        machine.applyOrder(index - first);
        take((performance.now() - startedMs) * 1000);
      }
      this.#close(end - first);
    }
  }

  #open(): void {
    const header = {
      sessionId: sessionId(1),
      sessionEpoch: epoch(1),
      firstSequence: commandSequence(this.#applied + 1),
      timestampUs: timestampUs(this.#applied),
    };
    this.#machine.openRecord(header, offset(this.#machine.offset + 1), this.#trades);
  }

  #close(commands: number): void {
    this.#machine.closeRecord();
    this.#applied += commands;
  }
}
