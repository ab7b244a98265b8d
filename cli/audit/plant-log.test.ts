import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderType, Side, TimeInForce } from '../../proto/messages.ts';
import type { FaultKind } from './findings.ts';
import { LOG_FAULTS, type LogFault, PlantError, plantInLogs } from './plant-log.ts';
import { renderReport } from './report.ts';
import { audit } from './testing/audited-tape.ts';
import { ALICE, BOB, order, Tape } from './testing/tape.ts';

const EXPECTED: Readonly<Record<LogFault, FaultKind>> = {
  'removed-event': 'lost',
  'removed-trade': 'lost',
  'doubled-trade': 'duplicated',
  'swapped-queue': 'reordered',
  'wrong-price': 'wrong',
  'wrong-fee': 'wrong',
  'duplicated-order': 'duplicated',
  'flipped-byte': 'wrong',
};

function tapeWithTrades(): Tape {
  const tape = Tape.funded();
  const sell = { accountId: ALICE, side: Side.sell, priceTicks: 101 };
  tape.send(order(sell), order({ ...sell, quantityLots: 4 }), order(sell));
  tape.send(order({ accountId: BOB, priceTicks: 103, quantityLots: 20 }));
  const market = { timeInForce: TimeInForce.ioc, type: OrderType.market };
  tape.send(order({ accountId: BOB, priceTicks: 103, quantityLots: 1, ...market }));
  return tape.finish();
}

for (const fault of LOG_FAULTS) {
  test(`planted ${fault}: ${EXPECTED[fault]}`, async () => {
    const tape = tapeWithTrades();
    plantInLogs(fault, tape.log.records);
    const report = await audit(tape);
    assert.ok(report[EXPECTED[fault]] > 0, renderReport(report));
    assert.equal(report.ok, false);
  });
}

test('a fault cannot be planted where nothing suits it', () => {
  const tape = Tape.funded();
  tape.finish();
  assert.throws(() => plantInLogs('swapped-queue', tape.log.records), PlantError);
});
