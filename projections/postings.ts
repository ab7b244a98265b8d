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
  type PostingReason,
  type PostingRow,
  type PostingsRow,
  postingKey,
} from '../ports/view-store/postings.ts';
import { PROJECTION, TABLE } from '../ports/view-store/tables.ts';
import type { ViewWrite } from '../ports/view-store/view-store.ts';
import { assert } from '../proto/assert.ts';
import { type MarketUnits, notionalMinor } from '../proto/market-units.ts';
import {
  type CommandBatch,
  type Deposit,
  type EventBatch,
  Side,
  type TradeExecuted,
  type Withdraw,
} from '../proto/messages.ts';
import { eventTopic } from '../proto/topics.ts';
import { accountId, commandSequence, money, type SessionId } from '../proto/units.ts';
import {
  type LedgerContext,
  type MarketContext,
  type Projection,
  type RowAddress,
  RowsInBatch,
} from './projection.ts';

export const postingsProjection: Projection = {
  name: PROJECTION.postings,
  due: 'later',
  events: { kind: 'rows', rowsForEvents: null, foldEvents },
  ledger: { rowsForCommands, foldCommands },
};

const FEE_ACCOUNT = accountId(0);
/** Two sides. */
const LINES_OF_TRANSFER = 2;
/** Transaction ids seen: the same id again moves nothing. */
const TRANSACTIONS = 'posting-transactions';
const SESSIONS = 'posting-sessions';

interface AccountLine {
  readonly account: PostingAccount;
  readonly line: PostingLine;
}
type Place = Pick<PostingRow, 'topic' | 'position' | 'reference' | 'atUs'>;

function foldEvents(batch: EventBatch, context: MarketContext, writes: ViewWrite[]): void {
  const topic = eventTopic(context.market);
  const { events, timestampUs: atUs } = batch;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index]!;
    if (event.kind !== 'TradeExecuted') continue;
    assert(context.units !== null, 'a market is defined before it trades');
    const position = batch.firstSequence + index;
    const place = { topic, position, reference: `trade ${event.tradeId}`, atUs };
    for (const write of postings(tradeLines(event, context.units), place)) writes.push(write);
  }
}

function tradeLines(trade: TradeExecuted, units: MarketUnits): readonly AccountLine[] {
  const { baseAsset, quoteAsset } = units.definition;
  const maker = { account: trade.makerAccountId, feeMinor: trade.makerFeeMinor };
  const taker = { account: trade.takerAccountId, feeMinor: trade.takerFeeMinor };
  const [buyer, seller] = trade.takerSide === Side.buy ? [taker, maker] : [maker, taker];
  const cost = notionalMinor(units, trade.priceTicks, trade.quantityLots);
  const base = trade.quantityLots * units.baseMinorPerLot;
  return [
    line(buyer.account, quoteAsset, -cost, 'trade'),
    line(seller.account, quoteAsset, cost, 'trade'),
    line(seller.account, baseAsset, -base, 'trade'),
    line(buyer.account, baseAsset, base, 'trade'),
    line(buyer.account, baseAsset, -buyer.feeMinor, 'fee'),
    line(FEE_ACCOUNT, baseAsset, buyer.feeMinor, 'fee'),
    line(seller.account, quoteAsset, -seller.feeMinor, 'fee'),
    line(FEE_ACCOUNT, quoteAsset, seller.feeMinor, 'fee'),
  ];
}

/** Postings show money of accounts, hence int64: bigint begins here. */
const line = (
  account: PostingAccount,
  asset: string,
  amountMinor: number,
  reason: PostingReason,
): AccountLine => ({ account, line: [asset, money(BigInt(amountMinor)), reason] });

/** One row for each account. */
function postings(
  lines: readonly AccountLine[],
  place: Place,
  firstIndex = 0,
): readonly ViewWrite[] {
  const byAccount = new Map<PostingAccount, PostingLine[]>();
  for (const { account, line } of lines) {
    if (line[1] === 0n) continue;
    const known = byAccount.get(account);
    if (known === undefined) byAccount.set(account, [line]);
    else known.push(line);
  }
  const { topic, position, reference, atUs } = place;
  let index = firstIndex;
  return [...byAccount].map(([account, itsLines]) => {
    const key = postingKey({ account, atUs, topic, position, index });
    index += itsLines.length;
    const value: PostingsRow = { reference, lines: itsLines };
    return { table: TABLE.postings, key, value };
  });
}

// --- commands.ledger ------------------------------------------------------------------------

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
    const written = postings(transferLines(command), placeOf(command, batch, context), lineCount);
    lineCount += LINES_OF_TRANSFER;
    for (const write of written) rows.put(write, write.value);
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
