import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLOWS } from './testing/command-flows.ts';
import { compareBooks } from './testing/differential.ts';
import { announceSeed, Random } from './testing/random.ts';

const COMMANDS = 50_000;
const seed = announceSeed('node dist/engine/core/differential.test.js');

for (const [name, flow] of Object.entries(FLOWS)) {
  test(`the fast book says what the naive one says: ${name}`, () => {
    const random = new Random(seed);
    const result = compareBooks({ flow: { ...flow, random }, commands: COMMANDS, checkEvery: 16 });
    assert.ok(result.restores > 20, `${result.restores} restores`);
    for (const kind of ['TradeExecuted', 'OrderRested', 'done canceled', 'OrderAmended']) {
      assert.ok((result.kinds.get(kind) ?? 0) > 1000, `${kind}: ${result.kinds.get(kind)}`);
    }
    const triggered = result.kinds.get('OrderTriggered') ?? 0;
    assert.ok(triggered > 50, `OrderTriggered: ${triggered}`);
    for (const kind of ['done expired', 'done expiredInMatch']) {
      assert.ok((result.kinds.get(kind) ?? 0) > 80, `${kind}: ${result.kinds.get(kind)}`);
    }
    const prevented = result.kinds.get('TradePrevented') ?? 0;
    assert.ok(prevented > 10, `TradePrevented: ${prevented}`);
    for (const kind of ['OrderReplenished', 'met again']) {
      assert.ok((result.kinds.get(kind) ?? 0) > 20, `${kind}: ${result.kinds.get(kind)}`);
    }
    const overdue = result.kinds.get('done at its time') ?? 0;
    assert.ok(overdue > 10, `done at its time: ${overdue}`);
    const limited = result.kinds.get('rejected maxOpenOrders') ?? 0;
    // A market without one may be given one, and lose it again.
    const hasLimit = flow.maxOpenOrders !== undefined;
    assert.ok(!hasLimit || limited > 20, `${limited} beyond the limit`);
    // Seldom enough that a seed may have few.
    assert.ok(result.kinds.has('StateHashed'), 'a mark was hashed');
  });
}
