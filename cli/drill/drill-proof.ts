import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditOptions, runAudit } from '../audit/audit.ts';
import type { AuditReport } from '../audit/report.ts';
import { table } from '../output.ts';
import { type MarketReplay, replayMarkets } from '../replay.ts';
import { withPorts } from '../store-access.ts';
import type { RunningExchange } from '../supervisor/running-exchange.ts';
import { compareReplicas, type ReplicaHash } from './replica-hashes.ts';

export const CLIENT_RECORD = 'client-record.ndjson';
const WAIT_FOR_SETTLED_MS = 20_000;

export interface Proof {
  readonly isClean: boolean;
  readonly facts: {
    readonly lost: number;
    readonly duplicated: number;
    readonly conserved: boolean;
    readonly hashesEqual: boolean;
    readonly replicas: readonly ReplicaHash[];
    readonly audit: AuditReport;
    readonly replay: readonly MarketReplay[];
  };
  readonly lines: readonly string[];
}

/**
 * Log, client record, stores and read tables by the checker; the state of the live replicas against one another;
 * and every event and hash in the logs by a replay from the beginning. Nobody trades any more.
 */
export async function proveNothingLost(exchange: RunningExchange): Promise<Proof> {
  const { dataDirectory } = exchange;
  const replicas = await compareReplicas({ dataDirectory, status: () => exchange.status() });
  return withPorts(dataDirectory, async (ports) => {
    const record = join(dataDirectory, CLIENT_RECORD);
    const options: AuditOptions = {
      log: ports.log,
      accounts: ports.accounts,
      views: ports.views,
      clock: ports.clock,
      clientLogs: existsSync(record) ? [record] : [],
      waitForSettledMs: WAIT_FOR_SETTLED_MS,
    };
    const audit = await runAudit(options);
    const replay = await replayMarkets(ports, { market: null, verify: 'every-hash' });
    // The engines run: what they have not answered by now they lost.
    const hashesEqual =
      replicas.equal &&
      replay.length > 0 &&
      replay.every(({ problem, unanswered }) => problem === null && unanswered === 0);
    const settled = audit.unsettled.length === 0;
    const facts = {
      lost: audit.lost,
      duplicated: audit.duplicated,
      conserved: audit.unbalanced === 0 && settled,
      hashesEqual,
      replicas: replicas.hashes,
      audit,
      replay,
    };
    return {
      isClean: audit.ok && hashesEqual && settled,
      facts,
      lines: proofLines(facts),
    };
  });
}

function proofLines(facts: Proof['facts']): readonly string[] {
  const word = (good: boolean): string => (good ? 'yes' : 'NO');
  const replicas = facts.hashesEqual ? [] : facts.replicas;
  return [
    ...table(
      ['lost', 'duplicated', 'conserved', 'hashes equal', 'orders', 'trades'],
      [
        [
          facts.lost,
          facts.duplicated,
          word(facts.conserved),
          word(facts.hashesEqual),
          facts.audit.counts.orders,
          facts.audit.counts.trades,
        ],
      ],
    ),
    ...facts.audit.details.map(({ kind, where, text }) => `  ${kind}: ${where}: ${text}`),
    ...replicas.map(
      ({ market, process, role, stateHash }) => `  ${market} ${process} ${role} ${stateHash}`,
    ),
    ...facts.replay.flatMap(({ market, problem, unanswered }) => {
      if (problem !== null) return [`  ${market}: ${problem}`];
      return unanswered === 0 ? [] : [`  ${market}: ${unanswered} records are not answered`];
    }),
  ];
}
