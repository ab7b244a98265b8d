/**
 * The checker that could have said otherwise. It shares no code with what it checks, and reads only
 * the logs, the final stores and the clients' own record.
 *
 *   logs ──▶ chains, own matching, own money ──┐
 *   account store (as of its cursors) ─────────┼──▶ lost, duplicated, reordered,
 *   clients' record ───────────────────────────┘    unbalanced, conflicts, wrong
 */

import type {
  AccountStore,
  AccountStoreContents,
} from '../../ports/account-store/account-store.ts';
import type { OutboxEntry } from '../../ports/account-store/outbox.ts';
import type { Clock } from '../../ports/clock/clock.ts';
import { commandTopic, eventTopic, LEDGER_TOPIC, marketOfTopic } from '../../proto/topics.ts';
import { sessionId } from '../../proto/units.ts';
import { type ClientJoinCounts, ClientOrders, joinClientRecord } from './client-join.ts';
import { readClientRecord } from './client-record.ts';
import { AccountTotals } from './expected-money.ts';
import { FAULT_KINDS, type FaultKind, Findings } from './findings.ts';
import { LedgerAudit } from './ledger-audit.ts';
import { type ReadableFacts, readFacts } from './ledger-facts.ts';
import { MarketAudit } from './market-audit.ts';
import { OrderHistories } from './order-history.ts';
import { type ReadableLog, readLedger, readMarket } from './read-logs.ts';
import type { AuditReport, Unsettled } from './report.ts';
import { compareStore } from './store-comparison.ts';
import { compareViews, type ReadableViews, type ViewCounts } from './view-comparison.ts';

/** Of the account store: only what reads it. */
export type ReadableAccounts = Pick<AccountStore, 'cursor' | 'inspect' | 'outbox'> & ReadableFacts;

export interface AuditOptions {
  readonly log: ReadableLog;
  readonly accounts: ReadableAccounts;
  /** The read tables; left out: they are not judged. */
  readonly views?: ReadableViews;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** Paths of NDJSON files (client-record.ts). */
  readonly clientLogs: readonly string[];
  /** How long to wait for the account store to reach the end of the logs as of now. */
  readonly waitForSettledMs: number;
}

const POLL_MS = 20;
const NO_VIEWS: ViewCounts = { viewTrades: 0, viewPostings: 0 };
const NO_CLIENTS: ClientJoinCounts = { accepted: 0, rejected: 0, unknown: 0, unknownPresent: 0 };
const SESSION_ID_MAX = 255;

/** Throws EventLogError and AccountStoreError when a store cannot be read at all. */
export async function runAudit(options: AuditOptions): Promise<AuditReport> {
  const { log, accounts } = options;
  const findings = new Findings();
  const orders = await readClientOrders(options.clientLogs);
  const unsettled = await waitForSettled(options);
  const outboxBefore = await readOutboxes(accounts);
  const contents = await accounts.inspect();
  const outbox = [...outboxBefore, ...(await readOutboxes(accounts))];
  const storedFacts = await readFacts(accounts);

  const totals = new AccountTotals();
  const cursorOf = (topic: string) =>
    contents.cursors.find((stored) => stored.topic === topic)?.cursor ?? null;
  const ledger = new LedgerAudit({ findings, totals, cursor: cursorOf(LEDGER_TOPIC) });
  const topics = await log.topics();
  const damaged: string[] = [];
  if ((await readLedger({ log, findings, topics }, ledger)) === 'damaged') {
    damaged.push(LEDGER_TOPIC);
  }
  const histories = new OrderHistories();
  const markets = new Map<string, MarketAudit>();
  const held = new Set<number>(contents.holds.map(({ orderId }) => orderId));
  for (const market of new Set(topics.flatMap((topic) => marketOfTopic(topic) ?? []))) {
    const cursor = cursorOf(eventTopic(market));
    const audit = new MarketAudit({ market, findings, totals, histories, cursor, held });
    markets.set(market, audit);
    const walk = await readMarket({ log, findings, topics }, market, audit);
    if (walk === 'damaged') damaged.push(market);
  }
  if (damaged.length > 0) {
    const text = `not compared with logs that cannot be read to their end: ${damaged.join(', ')}`;
    findings.add('wrong', 'stores and clients', text);
    const [client, views] = [NO_CLIENTS, NO_VIEWS];
    return reportOf({ findings, markets, ledger, contents, orders, client, unsettled, views });
  }
  compareStore({ contents, outbox, totals, markets, ledger, findings });
  ledger.facts.compare(storedFacts, findings);
  await ledger.facts.compareTransactions(accounts, findings);
  const views =
    options.views === undefined
      ? NO_VIEWS
      : await compareViews({
          ...options,
          views: options.views,
          contents,
          totals,
          markets,
          accounts: ledger.accounts,
          findings,
        });
  for (const { key, orders: repeats } of histories.repeated()) {
    const ids = repeats.map((order) => `${order.market} ${order.orderId}`).join(', ');
    findings.add('duplicated', key, `one client order id, several orders: ${ids}`);
  }
  const client = joinClientRecord({
    orders,
    histories,
    findings,
    accountIdOf: (account) => accountIdOf(account, ledger),
    definitionOf: (market) => markets.get(market)?.reference.defined?.definition ?? null,
  });
  return reportOf({ findings, markets, ledger, contents, orders, client, unsettled, views });
}

function accountIdOf(account: string, ledger: LedgerAudit): number | null {
  return /^\d+$/.test(account) ? Number(account) : (ledger.accountIds.get(account) ?? null);
}

async function readClientOrders(paths: readonly string[]): Promise<ClientOrders> {
  const orders = new ClientOrders();
  for (const path of paths) {
    for await (const line of readClientRecord(path)) orders.add(line, path);
  }
  return orders;
}

async function readOutboxes(accounts: ReadableAccounts): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (let id = 1; id <= SESSION_ID_MAX; id += 1) {
    entries.push(...(await accounts.outbox(sessionId(id))));
  }
  return entries;
}

/** Waits until the store has applied whatever the command logs hold now; tells what it has not. */
async function waitForSettled(options: AuditOptions): Promise<Unsettled[]> {
  const { log, accounts, clock } = options;
  const targets: { readonly topic: string; readonly cursorTopic: string; readonly end: number }[] =
    [];
  for (const topic of await log.topics()) {
    const market = marketOfTopic(topic);
    if (topic !== LEDGER_TOPIC && (market === null || topic !== commandTopic(market))) continue;
    const { end } = await log.bounds(topic);
    targets.push({ topic, cursorTopic: market === null ? topic : eventTopic(market), end });
  }
  const deadlineMs = clock.monotonicMs() + options.waitForSettledMs;
  for (;;) {
    const behind: Unsettled[] = [];
    for (const { topic, cursorTopic, end } of targets) {
      const cursor = await accounts.cursor(cursorTopic);
      const stored = cursor === null ? 0 : cursor.inputOffset + 1;
      if (stored < end) behind.push({ topic, stored, end });
    }
    if (behind.length === 0 || clock.monotonicMs() >= deadlineMs) return behind;
    await clock.sleep(POLL_MS);
  }
}

function reportOf(found: {
  readonly findings: Findings;
  readonly markets: ReadonlyMap<string, MarketAudit>;
  readonly ledger: LedgerAudit;
  readonly contents: AccountStoreContents;
  readonly orders: ClientOrders;
  readonly client: ClientJoinCounts;
  readonly unsettled: readonly Unsettled[];
  readonly views: ViewCounts;
}): AuditReport {
  const { findings, ledger, contents, client } = found;
  const audits = [...found.markets.values()];
  const sum = (field: keyof MarketAudit['counts']) =>
    audits.reduce((total, audit) => total + audit.counts[field], 0);
  const counts = {
    markets: audits.length,
    commandRecords: audits.reduce((total, audit) => total + audit.nextInputOffset, 0),
    commands: sum('commands'),
    events: sum('events'),
    orders: sum('orders'),
    trades: sum('trades'),
    ledgerCommands: ledger.counts.commands,
    accounts: ledger.accounts.size,
    holds: contents.holds.length,
    pendingRecords: sum('pendingRecords'),
    ...found.views,
    clientOrders: found.orders.size,
    clientAccepted: client.accepted,
    clientRejected: client.rejected,
    clientUnknown: client.unknown,
    clientUnknownPresent: client.unknownPresent,
  };
  if (counts.commands === 0 || counts.orders === 0) {
    findings.add(
      'wrong',
      'audit',
      `nothing to check: ${counts.commands} commands, ${counts.orders} orders`,
    );
  }
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, findings.count(kind)]));
  return {
    schemaVersion: 1,
    ok: findings.total() === 0,
    ...(faults as Record<FaultKind, number>),
    details: findings.details,
    counts,
    markets: [...found.markets].map(([market, audit]) => ({
      market,
      offset: audit.nextInputOffset - 1,
      sequence: audit.nextSequence - 1,
      eventHash: audit.eventHash,
    })),
    unsettled: found.unsettled,
  };
}
