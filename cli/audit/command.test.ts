/** The whole way: a data directory on disk, a fault planted into a copy of it, the exit code. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ClientLine } from './client-record.ts';
import { auditCommand, plantCommand } from './command.ts';
import type { FaultKind } from './findings.ts';
import { FAULTS, type Fault } from './plant.ts';
import type { AuditReport } from './report.ts';
import { busyTape } from './testing/audited-tape.ts';
import { MARKET } from './testing/tape.ts';
import { putOnDisk } from './testing/tape-on-disk.ts';

const EXPECTED: Readonly<Record<Fault, FaultKind>> = {
  'removed-event': 'lost',
  'removed-trade': 'lost',
  'doubled-trade': 'duplicated',
  'swapped-queue': 'reordered',
  'wrong-price': 'wrong',
  'wrong-fee': 'wrong',
  'duplicated-order': 'duplicated',
  'flipped-byte': 'wrong',
  'changed-balance': 'unbalanced',
  'changed-hold': 'unbalanced',
  'orphan-hold': 'unbalanced',
  'changed-fee': 'wrong',
  'forgotten-transaction': 'wrong',
  'lost-order': 'lost',
};

const folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
const genuine = join(folder, 'genuine');
const request = { t: 'request', id: '1', client_order_id: 'taker', account: 'bob', market: MARKET };
const answer = { t: 'answer', id: '1', client_order_id: 'taker', outcome: 'accepted' };

before(() => putOnDisk(busyTape().finish(), genuine, [request, answer] as ClientLine[]));
after(() => rmSync(folder, { recursive: true, force: true }));

async function audit(data: string) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const exitCode = await auditCommand({ data, clientLog: [], json: true, write, complain: write });
  return { exitCode, text };
}

test('a genuine data directory: exit code 0, and the client record in it was read', async () => {
  const { exitCode, text } = await audit(genuine);
  assert.equal(exitCode, 0, text);
  const report = JSON.parse(text) as AuditReport;
  assert.equal(report.ok, true);
  assert.equal(report.counts.clientAccepted, 1);
});

for (const fault of FAULTS) {
  test(`a copy with ${fault} planted: exit code 4, ${EXPECTED[fault]}`, async () => {
    const copy = join(folder, fault);
    cpSync(genuine, copy, { recursive: true });
    assert.equal(await plantCommand({ data: copy, clientLog: [], fault }), 0);
    const { exitCode, text } = await audit(copy);
    assert.equal(exitCode, 4, text);
    const report = JSON.parse(text) as AuditReport;
    assert.ok(report[EXPECTED[fault]] > 0, text);
  });
}

test('a swapped queue, all hashes and cursors made to fit, shows as reordered first', async () => {
  const report = JSON.parse((await audit(join(folder, 'swapped-queue'))).text) as AuditReport;
  assert.equal(report.conflicts, 0);
  assert.equal(report.details[0]?.kind, 'reordered');
});

test('a folder that is no data directory: exit code 3, and it stays as it was', async () => {
  const nowhere = join(folder, 'nowhere');
  const { exitCode, text } = await audit(nowhere);
  assert.equal(exitCode, 3);
  const [json = '', words = ''] = text.split('\n');
  assert.equal(JSON.parse(json).error.code, 'DATA_DIR_DAMAGED');
  assert.match(words, /is not a data directory/);
  assert.equal(existsSync(nowhere), false);
});

test('a fault that does not exist: exit code 2, and the message names those that do', async () => {
  let said = '';
  const complain = (text: string) => {
    said += text;
  };
  const options = { data: genuine, clientLog: [], fault: 'nonsense', complain };
  assert.equal(await plantCommand(options), 2);
  assert.match(said, /swapped-queue/);
});
