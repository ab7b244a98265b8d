/**
 * Which commands of `commands.ledger` take part: the rules that the engine applies to a market's log,
 * for the log that no engine reads. Everyone who folds the ledger log must judge alike.
 *
 *   session 0 (control record)      takes part, has no sequence
 *   epoch other than the session's  ignored: fenced, or never opened
 *   sequence seen before            ignored
 *   sequence that leaves a gap      ignored
 */
import type { LedgerCommand, SessionStarted } from '../../proto/messages.ts';
import { type CommandSequence, commandSequence, type Epoch } from '../../proto/units.ts';
import type { LedgerSession } from './account-store.ts';

/** The session after a SessionStarted; null when it is refused (its epoch is not above). */
export function ledgerSessionOpened(
  started: SessionStarted,
  current: LedgerSession | null,
): LedgerSession | null {
  const previousEpoch = current?.epoch ?? (0 as Epoch);
  if (started.epoch <= previousEpoch) return null;
  return {
    epoch: started.epoch,
    lastSequence: commandSequence(0),
    previousEpoch,
    previousLastSequence: current?.lastSequence ?? commandSequence(0),
  };
}

/** The session after a command of its own takes part; null when the command is ignored. */
export function ledgerCommandAdmitted(
  command: { readonly epoch: Epoch; readonly sequence: CommandSequence },
  current: LedgerSession | null,
): LedgerSession | null {
  if (current === null || command.epoch !== current.epoch) return null;
  if (command.sequence !== current.lastSequence + 1) return null;
  return { ...current, lastSequence: command.sequence };
}

const LEDGER_KINDS: ReadonlySet<string> = new Set<LedgerCommand['kind']>([
  'DefineAsset',
  'OpenAccount',
  'DefineFeeTier',
  'CreateApiKey',
  'RevokeApiKey',
  'Deposit',
  'Withdraw',
  'SessionStarted',
]);

export const isLedgerCommand = (command: { readonly kind: string }): command is LedgerCommand =>
  LEDGER_KINDS.has(command.kind);
