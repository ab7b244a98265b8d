/** The ledger's log: assets, accounts, money in and out, with the same fence as a market's. */

import type { EventCursor } from '../../ports/event-log/event-cursor.ts';
import { assertNever } from '../../proto/assert.ts';
import type { Command, Deposit, Withdraw } from '../../proto/messages.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { type AccountTotals, FEE_ACCOUNT } from './expected-money.ts';
import type { Findings } from './findings.ts';
import { LedgerFacts } from './ledger-facts.ts';
import type { CommandRecord } from './market-audit.ts';
import { ReferenceSessions } from './reference-sessions.ts';
import { WriterChains } from './writer-chains.ts';

export interface LedgerAuditOptions {
  readonly findings: Findings;
  readonly totals: AccountTotals;
  readonly cursor: EventCursor | null;
}

export class LedgerAudit {
  /** Deposits less withdrawals, per asset, as of the account store's cursor. */
  readonly issued = new Map<string, bigint>();
  /** Withdrawals behind the account store's cursor: they may be on hold. */
  readonly withdrawalsInFlight = new Set<string>();
  readonly facts = new LedgerFacts();
  readonly accountIds = new Map<string, number>();
  readonly accounts = new Set<number>([FEE_ACCOUNT]);
  readonly counts = { commands: 0, deposits: 0, withdrawals: 0 };
  readonly #options: LedgerAuditOptions;
  readonly #sessions = new ReferenceSessions();
  readonly #chains = new WriterChains();

  constructor(options: LedgerAuditOptions) {
    this.#options = options;
  }

  take(record: CommandRecord): void {
    const { findings, cursor } = this.#options;
    const { batch } = record;
    if (batch === null) {
      const text = `record ${record.offset} cannot be read: ${record.problem}`;
      findings.add('wrong', LEDGER_TOPIC, text);
      return;
    }
    const broken = this.#chains.check(batch, record.bytes);
    if (broken !== null) {
      findings.add(
        'conflicts',
        LEDGER_TOPIC,
        `record ${record.offset} breaks its chain: ${broken}`,
      );
    }
    const settled = cursor !== null && record.offset <= cursor.inputOffset;
    batch.commands.forEach((command, index) => {
      this.counts.commands += 1;
      if (command.kind === 'SessionStarted') {
        // The fence stands in a control record; in a session's own batch it has no effect.
        if (batch.sessionId === 0) this.#sessions.start(command.sessionId, command.epoch);
        return;
      }
      const sequence = batch.firstSequence + index;
      const ignored = this.#sessions.judge(batch.sessionId, batch.sessionEpoch, sequence);
      if (ignored !== null) return;
      if (settled) this.#apply(command, batch.sessionId);
      else if (command.kind === 'Withdraw') this.withdrawalsInFlight.add(command.transactionId);
      this.facts.note(command, settled ? 'settled' : 'ahead');
      this.#note(command);
    });
  }

  /** Facts that hold whether the account store has read them yet or not. */
  #note(command: Command): void {
    if (command.kind === 'OpenAccount') {
      this.accountIds.set(command.name, command.accountId);
      this.accounts.add(command.accountId);
    }
  }

  #apply(command: Command, sessionId: number): void {
    switch (command.kind) {
      case 'Deposit':
        this.counts.deposits += 1;
        this.#move(command, command.amount);
        return;
      case 'Withdraw':
        // Only a session reserves what it pays out; a control record cannot.
        if (sessionId === 0) return;
        this.counts.withdrawals += 1;
        this.#move(command, -command.amount);
        return;
      case 'SessionStarted':
      case 'OpenAccount':
      case 'DefineFeeTier':
      case 'DefineAsset':
      case 'CreateApiKey':
      case 'RevokeApiKey':
        return;
      case 'PlaceOrder':
      case 'CancelOrder':
      case 'CancelAllOrders':
      case 'AmendOrder':
      case 'DefineMarket':
      case 'ChangeMarket':
      case 'ChangeMarketStatus':
      case 'ChangeAccountStatus':
      case 'LeadershipClaimed':
      case 'ClockTicked':
      case 'RulesActivated':
      case 'SnapshotMarked':
      case 'CommandQuarantined':
        this.#options.findings.add(
          'wrong',
          LEDGER_TOPIC,
          `${command.kind} does not belong into the ledger`,
        );
        return;
      default:
        assertNever(command);
    }
  }

  /** A transaction id counts once, for ever. */
  #move(command: Deposit | Withdraw, amount: bigint): void {
    const { transactions } = this.facts;
    if (command.amount <= 0n || transactions.has(command.transactionId)) return;
    transactions.add(command.transactionId);
    this.#options.totals.add(command.accountId, command.asset, amount);
    this.issued.set(command.asset, (this.issued.get(command.asset) ?? 0n) + amount);
  }
}
