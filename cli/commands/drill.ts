import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Durability } from '../../ports/event-log/event-log.ts';
import { ClientRecordWriter } from '../audit/client-record.ts';
import type { CommandInput } from '../command.ts';
import { type DrillResult, runDrill } from '../drill/drill.ts';
import { DrillLoad } from '../drill/drill-load.ts';
import { CLIENT_RECORD, type Proof, proveNothingLost } from '../drill/drill-proof.ts';
import { Outages } from '../drill/outages.ts';
import { placeRestingOrders } from '../drill/preload.ts';
import { privateName, settingsFor } from '../exchange-settings.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { type Output, table } from '../output.ts';
import { takeSnapshots } from '../snapshots.ts';
import { type PrivateExchange, startPrivateExchange } from '../supervisor/private-exchange.ts';
import { DEMO_FLOW_MARKETS } from '../trading/order-flow.ts';
import { SeededRandom } from '../trading/seeded-random.ts';

const ACCOUNTS_MIN = 8;
/** Well below the open orders that one account may have. */
const RESTING_ORDERS_PER_ACCOUNT = 5_000;
const FUNDS = { BTC: '1000000', ETH: '1000000', USD: '100000000' };

export async function drillCommand(input: CommandInput): Promise<ExitCode> {
  const { output, interrupted } = input;
  const data = input.text('data');
  if (data !== null && existsSync(data) && readdirSync(data).length > 0) {
    throw usageError(`--data ${data} is not empty; a drill starts an exchange of its own`);
  }
  for (const key of ['rate', 'kills']) {
    // Without a kill nothing is proven.
    if (input.count(key) < 1) throw usageError(`--${key} takes at least 1`);
  }
  output.say(`SEED=${input.count('seed')}`);
  const own = await startPrivateExchange({
    dataDirectory: data,
    durability: (input.text('durability') ?? 'disk') as Durability,
    engines: input.flag('noStandby') ? 'one' : 'primary-and-standby',
    snapshotIntervalMs: input.count('snapshotIntervalMs'),
    snapshotEvents: input.count('snapshotEvents'),
    accountSnapshotIntervalMs: input.count('accountSnapshotIntervalMs'),
    settings: settingsFor(input, { dataDirectory: null, name: privateName('drill') }),
    accounts: accountNames(input.count('restingOrders')),
    funds: FUNDS,
    interrupted,
    say: () => {},
  });
  try {
    const { result, load } = await underLoad(input, own);
    output.say('checking log, client record, stores and hashes …');
    const proof = await proveNothingLost(own.exchange);
    const exitCode = report(output, { result, load, proof, data });
    return exitCode === ExitCode.ok && interrupted.aborted ? ExitCode.interrupted : exitCode;
  } finally {
    await own.exchange.stop();
    await own.remove();
  }
}

const LOAD_COLUMNS = ['offered', 'accepted', 'canceled', 'amended', 'rejected', 'unknown'] as const;

function accountNames(restingOrders: number): readonly string[] {
  const count = Math.max(ACCOUNTS_MIN, Math.ceil(restingOrders / RESTING_ORDERS_PER_ACCOUNT));
  return Array.from({ length: count }, (_, index) => `drill-${index + 1}`);
}

async function underLoad(
  input: CommandInput,
  own: PrivateExchange,
): Promise<{ readonly result: DrillResult; readonly load: DrillLoad }> {
  const { output, interrupted } = input;
  const { exchange } = own;
  const random = new SeededRandom(input.count('seed'));
  const accounts = own.accounts.map(({ name, apiKey, secret }) => ({
    name,
    credentials: { apiKey, secret },
  }));
  const shared = { wsUrl: exchange.wsUrl, accounts, markets: DEMO_FLOW_MARKETS, random };
  const resting = input.count('restingOrders');
  if (resting > 0) {
    output.say(`placing ${resting} resting orders …`);
    await placeRestingOrders({ ...shared, count: resting, idPrefix: 'drill', interrupted });
    output.say('taking a snapshot of each market …');
    await takeSnapshots({ dataDirectory: exchange.dataDirectory, market: null, timeoutMs: 60_000 });
  }
  const outages = new Outages();
  const record = new ClientRecordWriter(join(exchange.dataDirectory, CLIENT_RECORD));
  const load = new DrillLoad({
    ...shared,
    ratePerSecond: input.count('rate'),
    record,
    outages,
    idPrefix: 'drill',
  });
  await load.start();
  try {
    const result = await runDrill({
      exchange,
      load,
      outages,
      kills: input.count('kills'),
      signal: input.text('signal') === 'STOP' ? 'STOP' : 'KILL',
      engines: input.flag('noStandby') ? 'one' : 'primary-and-standby',
      markets: DEMO_FLOW_MARKETS.map(({ market }) => market),
      interrupted,
      say: (message) => output.say(message),
    });
    return { result, load };
  } finally {
    await load.stop();
    record.close();
  }
}

function report(
  output: Output,
  facts: {
    readonly result: DrillResult;
    readonly load: DrillLoad;
    readonly proof: Proof;
    readonly data: string | null;
  },
): ExitCode {
  const { result, load, proof, data } = facts;
  const recovered = result.kills.every(({ gapMs }) => gapMs !== null);
  const clean = recovered && proof.isClean;
  output.result(
    {
      drill: {
        clean,
        gaps: result.gaps,
        kills: result.kills,
        load: load.counts,
        refusals: load.refusals,
        ...proof.facts,
        data,
      },
    },
    () => [
      ...table(
        ['kills', 'gap p50 ms', 'p99 ms', 'max ms'],
        [[result.gaps.kills, result.gaps.p50Ms, result.gaps.p99Ms, result.gaps.maxMs]],
      ),
      '',
      ...table(LOAD_COLUMNS, [LOAD_COLUMNS.map((column) => load.counts[column])]),
      '',
      ...proof.lines,
      output.style(clean ? 'green' : 'red', clean ? 'clean: nothing was lost' : 'NOT CLEAN'),
    ],
  );
  if (data !== null) output.say(`next: lockstep audit --data ${data}`);
  if (!proof.isClean) return ExitCode.integrityViolated;
  return recovered ? ExitCode.ok : ExitCode.failed;
}
