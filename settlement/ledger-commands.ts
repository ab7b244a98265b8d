/**
 * What the log `commands.ledger` does to accounts and money: (batch, sessions) → effects, pure. No
 * engine stands before this log, so its fence is judged here (`ledger-fence.ts`) and stored in the
 * same atomic step as what the commands do.
 */

import type { Effect, LedgerSession } from '../ports/account-store/account-store.ts';
import {
  isLedgerCommand,
  ledgerCommandAdmitted,
  ledgerSessionOpened,
} from '../ports/account-store/ledger-fence.ts';
import { assertNever } from '../proto/assert.ts';
import type { Command, CommandBatch, LedgerCommand } from '../proto/messages.ts';
import { commandSequence, type SessionId } from '../proto/units.ts';

export interface LedgerEffects {
  readonly effects: readonly Effect[];
  /** The sessions that the batch changed. */
  readonly sessions: ReadonlyMap<SessionId, LedgerSession>;
}

/** `sessionOf`: a session as it stands before the batch. */
export function ledgerEffects(
  batch: CommandBatch,
  sessionOf: (sessionId: SessionId) => LedgerSession | null,
): LedgerEffects {
  const effects: Effect[] = [];
  const sessions = new Map<SessionId, LedgerSession>();
  const current = (id: SessionId): LedgerSession | null => sessions.get(id) ?? sessionOf(id);
  batch.commands.forEach((command, index) => {
    if (command.kind === 'SessionStarted') {
      // The fence stands in a control record; inside a session's own batch it would be a forgery.
      if (batch.sessionId !== 0) return;
      const opened = ledgerSessionOpened(command, current(command.sessionId));
      if (opened !== null) sessions.set(command.sessionId, opened);
      return;
    }
    if (batch.sessionId !== 0) {
      const sequence = commandSequence(batch.firstSequence + index);
      const place = { epoch: batch.sessionEpoch, sequence };
      const after = ledgerCommandAdmitted(place, current(batch.sessionId));
      if (after === null) return;
      sessions.set(batch.sessionId, after);
    }
    const effect = effectOf(command, batch.sessionId);
    if (effect !== null) effects.push(effect);
  });
  for (const [sessionId, session] of sessions) {
    effects.push({ kind: 'put-ledger-session', sessionId, session });
  }
  return { effects, sessions };
}

/** Sessions whose state the batch needs. */
export function sessionsNamed(batch: CommandBatch): readonly SessionId[] {
  const named = new Set<SessionId>();
  if (batch.sessionId !== 0) named.add(batch.sessionId);
  for (const command of batch.commands) {
    if (command.kind === 'SessionStarted') named.add(command.sessionId);
  }
  return [...named];
}

function effectOf(command: Command, sessionId: SessionId): Effect | null {
  // What belongs to a market has no meaning here; like the engine, pass over what is not ours.
  if (!isLedgerCommand(command)) return null;
  return ledgerEffect(command, sessionId === 0 ? 'nobody' : 'session');
}

/** Of a command that the fence let pass; `by` whom. */
export function ledgerEffect(command: LedgerCommand, by: 'session' | 'nobody'): Effect | null {
  switch (command.kind) {
    case 'DefineAsset':
      return { kind: 'put-asset', asset: command.asset, scale: command.scale };
    case 'OpenAccount': {
      const { kind: _kind, ...account } = command;
      return { kind: 'put-account', account };
    }
    case 'DefineFeeTier': {
      const { kind: _kind, ...row } = command;
      return { kind: 'put-fee-tier', row };
    }
    case 'CreateApiKey': {
      const { kind: _kind, ...key } = command;
      return { kind: 'put-api-key', key: { ...key, revoked: false } };
    }
    case 'RevokeApiKey':
      return { kind: 'revoke-api-key', apiKey: command.apiKey };
    case 'Deposit':
      return command.amount > 0n ? { ...command, kind: 'deposit' } : null;
    case 'Withdraw':
      // Only a session reserves before it publishes; without a reservation nothing can be paid out.
      return command.amount > 0n && by === 'session' ? { ...command, kind: 'withdraw' } : null;
    case 'SessionStarted':
      return null;
    default:
      return assertNever(command);
  }
}
