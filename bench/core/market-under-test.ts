/**
 * The only file of the benchmarks that knows the core's path without objects. Everything is on: the
 * session's order of ids, rules, fees, events, event hash. How a command and an event stand in the
 * core's rows is the core's own business (engine/core/testing/matching-workload.ts).
 */
import { fastBook } from '../../engine/core/book/fast-book.ts';
import { commandInts } from '../../engine/core/hot/order-command.ts';
import { MarketMachine } from '../../engine/core/market-machine.ts';
import type { RecordHeader } from '../../engine/core/record-header.ts';
import { TradeHash, WorkloadRows } from '../../engine/core/testing/matching-workload.ts';
import { OwnCodeWhenBusy } from '../../engine/runtime/own-code.ts';
import { assert } from '../../proto/assert.ts';
import type { Command } from '../../proto/messages.ts';
import {
  accountId,
  commandSequence,
  epoch,
  offset,
  sessionId,
  timestampUs,
} from '../../proto/units.ts';
import { openingBatch } from './bench-market.ts';

const COMMANDS_PER_RECORD = 1000;
/** From one workload to the next; the hash of the trades takes the lower 32 bits of an id. */
const IDS = 2 ** 32;

export class MarketUnderTest {
  readonly #machine: MarketMachine;
  readonly #ownCode: OwnCodeWhenBusy;
  #trades = new TradeHash();
  #applied = 0;
  /** Greater than every order id so far, and what is added to those of the workload. */
  #idsFrom = 0;

  constructor(market: string) {
    this.#machine = new MarketMachine({ market, book: fastBook });
    this.#ownCode = new OwnCodeWhenBusy(this.#machine);
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

  /**
   * Empties the book, for a workload from its beginning: a market is warm when its own code is, so that runs are
   * of one market. Ids go on: a session uses none twice. There is no loop in here, which V8 would compile every dozen
   * of runs anew, beside one that is measured and for as long, since the path of an order would be in it.
   */
  restart(): void {
    const machine = this.#machine;
    const accounts = new Set(machine.snapshot().orders.accountId);
    machine.openRecord(this.#header(), offset(machine.offset + 1), null);
    let index = 0;
    accounts.forEach((account) => {
      this.#cancelAll(account, index);
      index += 1;
    });
    this.#close(index);
    assert(this.restingOrders === 0, 'the book is empty');
    this.#idsFrom += IDS;
    this.#trades = new TradeHash();
    commandInts.fill(0);
  }

  #cancelAll(account: number, index: number): void {
    const command: Command = { kind: 'CancelAllOrders', accountId: accountId(account), side: null };
    this.#machine.applyCommand(command, index);
  }

  /** Applies the commands `from … to - 1` in log records of a thousand. */
  apply(records: DataView, from: number, to: number): void {
    const rows = new WorkloadRows(records, this.#idsFrom);
    for (let first = from; first < to; first += COMMANDS_PER_RECORD) {
      const count = Math.min(to - first, COMMANDS_PER_RECORD);
      this.#open();
      rows.first = first;
      this.#machine.applyRows(rows, 0, count);
      this.#close(count);
    }
  }

  /** As `apply`; the clock is read around every command. */
  applyTimed(records: DataView, to: number, take: (microseconds: number) => void): void {
    const machine = this.#machine;
    const rows = new WorkloadRows(records, this.#idsFrom);
    for (let first = 0; first < to; first += COMMANDS_PER_RECORD) {
      const count = Math.min(to - first, COMMANDS_PER_RECORD);
      this.#open();
      rows.first = first;
      for (let index = 0; index < count; index += 1) {
        const startedMs = performance.now();
        machine.applyRows(rows, index, index + 1);
        take((performance.now() - startedMs) * 1000);
      }
      this.#close(count);
    }
  }

  #open(): void {
    const at = offset(this.#machine.offset + 1);
    this.#machine.openRecord(this.#header(), at, this.#trades);
  }

  #header(): RecordHeader {
    return {
      sessionId: sessionId(1),
      sessionEpoch: epoch(1),
      firstSequence: commandSequence(this.#applied + 1),
      timestampUs: timestampUs(this.#applied),
    };
  }

  #close(commands: number): void {
    this.#machine.closeRecord();
    this.#applied += commands;
    this.#ownCode.count(commands);
  }
}
