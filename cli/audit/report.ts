/** What an audit found, as JSON and as a few lines of text. */
import { FAULT_KINDS, type FaultKind, type Finding } from './findings.ts';

export interface AuditCounts {
  readonly markets: number;
  readonly commandRecords: number;
  readonly commands: number;
  readonly events: number;
  readonly orders: number;
  readonly trades: number;
  readonly ledgerCommands: number;
  readonly accounts: number;
  readonly holds: number;
  /** Command records that the engine had not answered when the log was read. */
  readonly pendingRecords: number;
  /** Rows of the read tables that were compared; 0: there are none, or they are behind. */
  readonly viewTrades: number;
  readonly viewPostings: number;
  readonly clientOrders: number;
  readonly clientAccepted: number;
  readonly clientRejected: number;
  readonly clientUnknown: number;
  /** Of the unknown ones: how many the log holds. */
  readonly clientUnknownPresent: number;
}

export interface AuditedMarket {
  readonly market: string;
  /** Last command record answered; -1: none. */
  readonly offset: number;
  readonly sequence: number;
  readonly eventHash: string;
}

/** A reader that had not caught up within the time given: not a fault, but said. */
export interface Unsettled {
  readonly topic: string;
  readonly stored: number;
  readonly end: number;
}

export type AuditReport = { readonly schemaVersion: 1; readonly ok: boolean } & Readonly<
  Record<FaultKind, number>
> & {
    /** The first faults. */
    readonly details: readonly Finding[];
    readonly counts: AuditCounts;
    readonly markets: readonly AuditedMarket[];
    readonly unsettled: readonly Unsettled[];
  };

export function renderReport(report: AuditReport): string {
  const { counts } = report;
  const lines = [
    report.ok
      ? '0 lost, 0 duplicated, money conserved, hashes equal'
      : `NOT OK: ${FAULT_KINDS.map((kind) => `${report[kind]} ${kind}`).join(', ')}`,
    `checked ${counts.commands} commands, ${counts.events} events, ${counts.orders} orders, ` +
      `${counts.trades} trades, ${counts.accounts} accounts, ${counts.holds} holds`,
  ];
  if (counts.clientOrders > 0) {
    lines.push(
      `client record: ${counts.clientOrders} orders, ${counts.clientAccepted} acknowledged, ` +
        `${counts.clientRejected} rejected, ${counts.clientUnknown} unanswered ` +
        `(${counts.clientUnknownPresent} of them in the log)`,
    );
  }
  lines.push(`read tables: ${counts.viewTrades} trades, ${counts.viewPostings} postings compared`);
  for (const { market, offset, sequence, eventHash } of report.markets) {
    lines.push(`${market}: record ${offset}, sequence ${sequence}, event hash ${eventHash}`);
  }
  if (counts.pendingRecords > 0) {
    lines.push(`${counts.pendingRecords} command records are not answered yet`);
  }
  for (const { topic, stored, end } of report.unsettled) {
    lines.push(`${topic}: the account store stands at ${stored} of ${end}; compared as of there`);
  }
  for (const { kind, where, text } of report.details) lines.push(`  ${kind}: ${where}: ${text}`);
  return `${lines.join('\n')}\n`;
}
