import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FLOWS } from './testing/command-flows.ts';
import { compareBooks } from './testing/differential.ts';
import { announceSeed, Random } from './testing/random.ts';

const COMMANDS = 50_000;
const seed = announceSeed('node dist/engine/core/differential.test.js');

/** What must have happened so often, or nothing was compared. */
const OFTEN: Readonly<Record<string, number>> = {
  TradeExecuted: 1_000,
  OrderRested: 1_000,
  'done canceled': 1_000,
  OrderAmended: 1_000,
  OrderTriggered: 50,
  'done expired': 80,
  'done expiredInMatch': 80,
  TradePrevented: 10,
  OrderReplenished: 20,
  'met again': 20,
  'done at its time': 10,
  StateHashed: 1,
};
/** Of a market with a limit; one without may be given one, and lose it again. */
const OFTEN_WITH_LIMIT = { 'rejected maxOpenOrders': 20 };

for (const [name, flow] of Object.entries(FLOWS)) {
  test(`the fast book says what the naive one says: ${name}`, () => {
    const random = new Random(seed);
    const often = { ...OFTEN, ...(flow.maxOpenOrders === undefined ? {} : OFTEN_WITH_LIMIT) };
    const seldom = (kinds: ReadonlyMap<string, number>) =>
      Object.entries(often).filter(([kind, least]) => (kinds.get(kind) ?? 0) < least);
    const result = compareBooks({
      flow: { ...flow, random },
      commands: COMMANDS,
      // A seed may have few of what is rare: then it takes longer.
      isEnough: (kinds) => seldom(kinds).length === 0,
      checkEvery: 16,
    });
    assert.ok(result.restores > 20, `${result.restores} restores`);
    assert.deepEqual(seldom(result.kinds), []);
  });
}
