/**
 * The double-entry ledger: table postings. The lines of a trade, its fees, a deposit or a withdrawal
 * add up to 0 per asset, always.
 */

import type { LedgerSession } from '../ports/account-store/account-store.ts';
import { ledgerCommandAdmitted, ledgerSessionOpened } from '../ports/account-store/ledger-fence.ts';
import {
  OUTSIDE,
  type PostingAccount,
  type PostingLine,
  type PostingRow,
  type PostingsRow,
  postingKey,
} from '../ports/view-store/postings.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import type { CommandBatch, Deposit, Withdraw } from '../proto/messages.ts';
import { commandSequence, money, type SessionId } from '../proto/units.ts';
import { type LedgerContext, type Projection, type RowAddress, RowsInBatch } from './projection.ts';
import { TradePostingsFold } from './trade-postings.ts';

export const postingsProjection: Projection = {
  name: PROJECTION.postings,
  due: 'later',
  events: { kind: 'adds', of: (market) => new TradePostingsFold(market) },
  ledger: { rowsForCommands, foldCommands },
};

/** Transaction ids seen: the same id again moves nothing. */
const TRANSACTIONS = 'posting-transactions';
const SESSIONS = 'posting-sessions';

interface AccountLine {
  readonly account: PostingAccount;
  readonly line: PostingLine;
}
type Place = Pick<PostingRow, 'topic' | 'position' | 'reference' | 'atUs'>;

const sessionRow = (sessionId: SessionId): RowAddress => ({ table: SESSIONS, key: [sessionId] });
const transactionRow = (transactionId: string): RowAddress => ({
  table: TRANSACTIONS,
  key: [transactionId],
});

function rowsForCommands(batch: CommandBatch): readonly RowAddress[] {
  const rows = batch.sessionId === 0 ? [] : [sessionRow(batch.sessionId)];
  for (const command of batch.commands) {
    if (command.kind === 'SessionStarted') rows.push(sessionRow(command.sessionId));
    if (command.kind === 'Deposit' || command.kind === 'Withdraw') {
      rows.push(transactionRow(command.transactionId));
    }
  }
  return rows;
}

/** Judges as settlement does (ledger-fence.ts), so that both show the same money. */
function foldCommands(batch: CommandBatch, context: LedgerContext): readonly ViewWrite[] {
  const rows = new RowsInBatch(context);
  const session = (id: SessionId): LedgerSession | null =>
    (rows.get(sessionRow(id)) as LedgerSession | undefined) ?? null;
  let lineCount = 0;
  batch.commands.forEach((command, index) => {
    if (command.kind === 'SessionStarted') {
      const opened =
        batch.sessionId === 0 ? ledgerSessionOpened(command, session(command.sessionId)) : null;
      if (opened !== null) rows.put(sessionRow(command.sessionId), opened);
      return;
    }
    if (batch.sessionId !== 0) {
      const sequence = commandSequence(batch.firstSequence + index);
      const place = { epoch: batch.sessionEpoch, sequence };
      const after = ledgerCommandAdmitted(place, session(batch.sessionId));
      if (after === null) return;
      rows.put(sessionRow(batch.sessionId), after);
    }
    if (command.kind !== 'Deposit' && command.kind !== 'Withdraw') return;
    if (!moves(command, batch.sessionId)) return;
    if (rows.get(transactionRow(command.transactionId)) !== undefined) return;
    rows.put(transactionRow(command.transactionId), context.offset);
    const place = placeOf(command, batch, context);
    for (const { account, line } of transferLines(command)) {
      const value: PostingsRow = { reference: place.reference, lines: [line] };
      const key = postingKey({ ...place, account, index: lineCount });
      rows.put({ table: TABLE.postings, key }, value);
      lineCount += 1;
    }
  });
  return rows.writes;
}

/** A withdrawal without a session was never reserved, and settlement pays nothing out for it. */
const moves = (command: Deposit | Withdraw, sessionId: SessionId): boolean =>
  command.amount > 0n && (command.kind === 'Deposit' || sessionId !== 0);

const placeOf = (
  command: Deposit | Withdraw,
  batch: CommandBatch,
  { topic, offset }: LedgerContext,
): Place => ({
  topic,
  position: offset,
  reference: command.transactionId,
  atUs: batch.timestampUs,
});

function transferLines(command: Deposit | Withdraw): readonly AccountLine[] {
  const { accountId: account, asset, amount } = command;
  const deposit = command.kind === 'Deposit';
  const reason = deposit ? 'deposit' : 'withdrawal';
  const received = deposit ? amount : money(-amount);
  return [
    { account, line: [asset, received, reason] },
    { account: OUTSIDE, line: [asset, money(-received), reason] },
  ];
}
