import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { offset } from '../../../proto/units.ts';
import { fastBook } from '../book/fast-book.ts';
import { MarketMachine } from '../market-machine.ts';
import { batchOf, definitionWith, MARKET } from '../testing/market-fixture.ts';
import { reservedMemory } from './reserved-memory.ts';

const MIB = 2 ** 20;

test('memory is all zero, and as long as asked for', () => {
  for (const bytes of [0, 48, MIB, MIB + 16]) {
    const memory = new Uint8Array(reservedMemory(bytes));
    assert.equal(memory.length, bytes);
    assert.ok(memory.every((byte) => byte === 0));
  }
});

test('what a market reserves for its orders is no reason to collect garbage', () => {
  const definition = definitionWith({ maxRestingOrders: 4_194_304, maxPriceTicks: 1000 });
  const machine = new MarketMachine({ market: MARKET, book: fastBook });
  const before = process.memoryUsage().external;
  machine.applyBatch(batchOf([{ kind: 'DefineMarket', definition }]), offset(0));
  const counted = process.memoryUsage().external - before;
  assert.equal(machine.definition?.maxRestingOrders, 4_194_304);
  assert.ok(counted < 16 * MIB, `${counted} bytes`);
});
