import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerSession } from '../ports/account-store/account-store.ts';
import type { Command, CommandBatch } from '../proto/messages.ts';
import {
  commandSequence,
  epoch,
  money,
  type SessionId,
  sessionId,
  timestampUs,
} from '../proto/units.ts';
import { ledgerEffects } from './ledger-commands.ts';
import { ALICE } from './testing/samples.ts';

const batch = (commands: readonly Command[], from: Partial<CommandBatch> = {}): CommandBatch => ({
  sessionId: sessionId(3),
  sessionEpoch: epoch(2),
  firstSequence: commandSequence(1),
  timestampUs: timestampUs(1),
  prevHash: 0,
  commands,
  ...from,
});

const control = {
  sessionId: sessionId(0),
  sessionEpoch: epoch(0),
  firstSequence: commandSequence(0),
};

const deposit = (transactionId: string, amount = 5n): Command => ({
  kind: 'Deposit',
  transactionId,
  accountId: ALICE,
  asset: 'USD',
  amount: money(amount),
});

const started = (to: number): Command => ({
  kind: 'SessionStarted',
  sessionId: sessionId(3),
  epoch: epoch(to),
  node: 'order-service-1',
});

const session = (lastSequence: number, inEpoch = 2): LedgerSession => ({
  epoch: epoch(inEpoch),
  lastSequence: commandSequence(lastSequence),
  previousEpoch: epoch(1),
  previousLastSequence: commandSequence(9),
});

const kinds = (commands: CommandBatch, stored: LedgerSession | null): readonly string[] =>
  ledgerEffects(commands, () => stored).effects.map((effect) => effect.kind);

test('commands of an open session take effect and move its sequence', () => {
  const result = ledgerEffects(batch([deposit('a'), deposit('b')]), () => session(0));
  assert.deepEqual(
    result.effects.map((effect) => effect.kind),
    ['deposit', 'deposit', 'put-ledger-session'],
  );
  assert.equal(result.sessions.get(sessionId(3))?.lastSequence, 2);
});

test('a command that was seen, that leaves a gap or whose epoch is over has no effect', () => {
  assert.deepEqual(kinds(batch([deposit('a')]), session(1)), []);
  assert.deepEqual(
    kinds(batch([deposit('a')], { firstSequence: commandSequence(3) }), session(1)),
    [],
  );
  assert.deepEqual(kinds(batch([deposit('a')]), session(0, 3)), []);
  assert.deepEqual(kinds(batch([deposit('a')]), null), []);
});

test('of a batch that was seen in part, the rest takes effect', () => {
  assert.deepEqual(kinds(batch([deposit('a'), deposit('b')]), session(1)), [
    'deposit',
    'put-ledger-session',
  ]);
});

test('a session that starts fences its former epoch and tells how far that came', () => {
  const result = ledgerEffects(batch([started(3)], control), () => session(7));
  assert.deepEqual(
    [...result.sessions],
    [[3 as SessionId, { epoch: 3, lastSequence: 0, previousEpoch: 2, previousLastSequence: 7 }]],
  );
});

test('a session that starts too late, or inside its own batch, changes nothing', () => {
  assert.deepEqual(kinds(batch([started(2)], control), session(7)), []);
  assert.deepEqual(kinds(batch([started(9)]), session(0)), []);
});

test('the commands after a start in the same record are judged by the new epoch', () => {
  const result = ledgerEffects(batch([started(3), started(3), deposit('a')], control), () => null);
  assert.deepEqual(
    result.effects.map((effect) => effect.kind),
    ['deposit', 'put-ledger-session'],
  );
});

test('nothing is paid out that no session reserved, and no amount below one counts', () => {
  const withdraw: Command = { ...(deposit('w') as object), kind: 'Withdraw' } as Command;
  assert.deepEqual(kinds(batch([withdraw], control), null), []);
  assert.deepEqual(kinds(batch([withdraw]), session(0)), ['withdraw', 'put-ledger-session']);
  assert.deepEqual(kinds(batch([deposit('z', 0n)], control), null), []);
  assert.deepEqual(kinds(batch([deposit('z', -1n)], control), null), []);
});

test('what belongs to a market has no meaning in the ledger log', () => {
  assert.deepEqual(kinds(batch([{ kind: 'ClockTicked' }], control), null), []);
});
