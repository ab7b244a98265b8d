import assert from 'node:assert/strict';
import { runAudit } from '../../cli/audit/audit.ts';
import type { AuditReport } from '../../cli/audit/report.ts';
import { compareReplicas } from '../../cli/drill/replica-hashes.ts';
import { replayMarkets } from '../../cli/replay.ts';
import { withPorts } from '../../cli/store-access.ts';
import type { ExchangeStatus } from '../../client/api-types.ts';
import { sessionId } from '../../proto/units.ts';
import { eventually } from './eventually.ts';

const SETTLED_MS = 15_000;
const OUTBOX_MS = 15_000;
const OUR_SESSION = sessionId(1);

export interface ProofOptions {
  readonly data: string;
  /** null: no client wrote one. */
  readonly clientRecord: string | null;
  readonly status: () => Promise<ExchangeStatus>;
}

/**
 * Nobody trades any more. Live replicas agree; log, clients' record, stores and read tables by the
 * audit; every event and hash by a replay from the beginning; and nothing is left in the outbox.
 */
export async function assertNothingLost(options: ProofOptions): Promise<AuditReport> {
  const { data, clientRecord, status } = options;
  const replicas = await compareReplicas({ dataDirectory: data, status });
  assert.ok(replicas.equal, `replicas differ: ${JSON.stringify(replicas.hashes)}`);
  return withPorts(data, async (ports) => {
    const audit = await runAudit({
      log: ports.log,
      accounts: ports.accounts,
      views: ports.views,
      clock: ports.clock,
      clientLogs: clientRecord === null ? [] : [clientRecord],
      waitForSettledMs: SETTLED_MS,
    });
    assert.ok(audit.ok, JSON.stringify(audit.details, null, 1));
    assert.deepEqual(audit.unsettled, []);
    const replays = await replayMarkets(ports, { market: null, verify: 'every-hash' });
    assert.ok(replays.length > 0);
    for (const { market, problem, batchesCompared, unanswered } of replays) {
      assert.equal(problem, null, `${market}: ${problem}`);
      assert.equal(unanswered, 0, `${market}: not all is answered`);
      assert.ok(batchesCompared > 0, `${market}: nothing was compared`);
    }
    await eventually('the outbox is empty', OUTBOX_MS, async () => {
      const left = await ports.accounts.outbox(OUR_SESSION);
      assert.deepEqual(left, []);
      return true;
    });
    return audit;
  });
}
