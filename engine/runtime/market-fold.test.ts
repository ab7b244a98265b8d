import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogRecord } from '../../ports/event-log/event-log.ts';
import { SessionChains } from '../../ports/event-log/session-chains.ts';
import { crc32c, decodeCommandBatch } from '../../proto/codec.ts';
import { offset, timestampUs } from '../../proto/units.ts';
import { naiveBook } from '../core/book/naive-book.ts';
import { MarketMachine } from '../core/market-machine.ts';
import { outputOf } from '../core/record-output.ts';
import { marketMachines } from './machine-factory.ts';
import { MarketFold } from './market-fold.ts';
import { controlRecord, nonsenseRecord, OrderFlow } from './testing/order-flow.ts';
import { POISON } from './testing/poison-command.ts';

const MARKET = 'BTC-USD';
const RECORDS = 400;

const fold = () =>
  new MarketFold({ market: MARKET, machine: marketMachines.create(MARKET), next: offset(0) });
const chains = () => new SessionChains('commands.BTC-USD');

/** With their CRCs every other time, as some logs give them. */
const recordsOf = (bytes: readonly Uint8Array[]): LogRecord[] =>
  bytes.map((record, at) => ({
    offset: offset(at),
    bytes: record,
    ...(at % 2 === 0 ? {} : { crc: crc32c(record) }),
  }));

function history(): LogRecord[] {
  const flow = new OrderFlow({ market: MARKET, seed: 41 });
  const mark = (markId: number) => controlRecord({ kind: 'SnapshotMarked', markId });
  return recordsOf([flow.start(), ...flow.many(RECORDS), mark(1), ...flow.many(20)]);
}

describe('a market that is applied record by record', () => {
  it('makes the bytes that the naive machine makes through objects', () => {
    const judge = new MarketMachine({ market: MARKET, book: naiveBook });
    const [tested, session] = [fold(), chains()];
    for (const record of history()) {
      const expected = judge.applyBatch(decodeCommandBatch(record.bytes), record.offset);
      assert.deepEqual(tested.apply(record, session, 'output'), outputOf(expected));
    }
    assert.equal(tested.machine.stateHash(), judge.stateHash());
  });

  it('arrives where it arrives whether its outputs are wanted or not', () => {
    const [wanted, hashed] = [fold(), fold()];
    const [first, second] = [chains(), chains()];
    for (const record of history()) {
      const output = wanted.apply(record, first, 'output');
      assert.ok(typeof output !== 'string');
      assert.equal(hashed.apply(record, second, 'hash'), 'hashed');
      assert.equal(hashed.machine.eventHash(), output.eventHash);
      assert.equal(hashed.machine.sequence, output.firstSequence + output.eventCount - 1);
    }
    assert.equal(hashed.machine.stateHash(), wanted.machine.stateHash());
  });

  for (const want of ['output', 'hash'] as const) {
    for (const [what, poison, machine] of [
      ['nonsense', nonsenseRecord(), 'intact'],
      ['a record in the middle of which the core throws', controlRecord(POISON), 'broken'],
    ] as const) {
      it(`halts at ${what} (${want})`, () => {
        const [tested, session] = [fold(), chains()];
        const flow = new OrderFlow({ market: MARKET, seed: 5 });
        const records = recordsOf([flow.start(), flow.next(), poison, flow.next()]);
        assert.notEqual(tested.apply(records[0]!, session, want), 'poison');
        assert.notEqual(tested.apply(records[1]!, session, want), 'poison');
        assert.equal(tested.apply(records[2]!, session, want), 'poison');
        assert.equal(tested.next, 2);
        assert.equal(tested.poison?.offset, 2);
        assert.equal(tested.poison?.machine, machine);
        assert.throws(() => tested.apply(records[3]!, session, want), /halted at 2/);
      });
    }
  }

  it('goes on behind nonsense that was passed over', () => {
    const [tested, session] = [fold(), chains()];
    const flow = new OrderFlow({ market: MARKET, seed: 5 });
    const records = recordsOf([flow.start(), flow.next(), nonsenseRecord(), flow.next()]);
    for (const record of records.slice(0, 3)) tested.apply(record, session, 'hash');
    const output = tested.passOver({
      offset: offset(2),
      reason: 'a bad build',
      timestampUs: timestampUs(9),
    });
    assert.equal(output.inputOffset, 2);
    assert.equal(output.eventCount, 1);
    assert.notEqual(tested.apply(records[3]!, session, 'output'), 'poison');
  });

  it('is as it was when a record is damaged, or not the one that its writer wrote', () => {
    const [tested, session] = [fold(), chains()];
    const flow = new OrderFlow({ market: MARKET, seed: 5 });
    const [start, first, skipped, third] = [flow.start(), flow.next(), flow.next(), flow.next()];
    const records = recordsOf([start, first, third]);
    for (const record of records.slice(0, 2)) tested.apply(record, session, 'output');
    const before = tested.machine.stateHash();
    const damaged = Uint8Array.from(skipped);
    damaged[10]! ^= 1;
    for (const [bytes, code] of [
      [damaged, 'CRC_MISMATCH'],
      [third, 'HISTORY_CHANGED'],
    ] as const) {
      const record = { offset: offset(2), bytes };
      assert.throws(() => tested.apply(record, session, 'output'), { code });
      assert.equal(tested.poison, null);
      assert.equal(tested.next, 2);
      assert.equal(tested.machine.stateHash(), before);
    }
    const record = { offset: offset(2), bytes: skipped };
    assert.notEqual(tested.apply(record, session, 'output'), 'poison');
  });
});
