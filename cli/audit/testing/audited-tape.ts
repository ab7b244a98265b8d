/** Runs the checker over a tape and says what it must have found. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderType, Side, TimeInForce } from '../../../proto/messages.ts';
import { runAudit } from '../audit.ts';
import { type ClientLine, ClientRecordWriter } from '../client-record.ts';
import { FAULT_KINDS, type FaultKind } from '../findings.ts';
import { type AuditReport, renderReport } from '../report.ts';
import { ALICE, BOB, command, order, Tape } from './tape.ts';

const clock = { monotonicMs: () => 0, sleep: async () => {} };

export async function audit(
  tape: Pick<Tape, 'log' | 'accounts'>,
  clientLines: readonly ClientLine[] = [],
): Promise<AuditReport> {
  const { log, accounts } = tape;
  if (clientLines.length === 0) {
    return runAudit({ log, accounts, clock, clientLogs: [], waitForSettledMs: 0 });
  }
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const path = join(folder, 'client.ndjson');
    const writer = new ClientRecordWriter(path);
    for (const line of clientLines) writer.write(line);
    writer.close();
    return await runAudit({ log, accounts, clock, clientLogs: [path], waitForSettledMs: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function assertOnly(report: AuditReport, kinds: readonly FaultKind[]): void {
  const found = FAULT_KINDS.filter((kind) => report[kind] > 0);
  assert.deepEqual(found, [...kinds], renderReport(report));
  assert.equal(report.ok, kinds.length === 0);
}

/** Two equal resting sells of alice's at one price, both taken by one order of bob's, and more. */
export function busyTape(): Tape {
  const tape = Tape.funded();
  const sell = { accountId: ALICE, side: Side.sell, priceTicks: 101 };
  tape.send(
    order({ ...sell, clientOrderId: 'first' }),
    order({ ...sell, clientOrderId: 'second' }),
  );
  tape.send(
    order({ accountId: BOB, priceTicks: 103, quantityLots: 20, clientOrderId: 'taker' }),
    order({ accountId: BOB, priceTicks: 99, quantityLots: 7, clientOrderId: 'resting' }),
  );
  const ioc = { timeInForce: TimeInForce.ioc, type: OrderType.market };
  tape.send(
    order({ accountId: ALICE, side: Side.sell, priceTicks: 90, quantityLots: 3, ...ioc }),
    order({ accountId: ALICE, side: Side.sell, priceTicks: 105, quantityLots: 50 }),
    order({ accountId: BOB, priceTicks: 200, quantityLots: 0, quoteBudgetMinor: 1_000, ...ioc }),
  );
  tape.control(command({ kind: 'SnapshotMarked', markId: 1 }));
  return tape;
}
