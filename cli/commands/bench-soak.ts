import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import { MemorySamples, type MemoryTrend, residentMiB } from '../../bench/soak/memory-samples.ts';
import { ClientRecordWriter } from '../audit/client-record.ts';
import { onPrivateExchange } from '../bench-exchange.ts';
import { type BenchResult, finish, named, profileFlag } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { DrillLoad } from '../drill/drill-load.ts';
import { CLIENT_RECORD, type Proof, proveNothingLost } from '../drill/drill-proof.ts';
import { Outages, summarizeGaps } from '../drill/outages.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';
import type { PrivateExchange } from '../supervisor/private-exchange.ts';
import { DEMO_FLOW_MARKETS } from '../trading/order-flow.ts';
import { SeededRandom } from '../trading/seeded-random.ts';

const ACCOUNTS = Array.from({ length: 8 }, (_, index) => `soak-${index + 1}`);
const MINUTES_MAX = 60;
const SAMPLE_EVERY_MS = 1_000;
const SNAPSHOT_INTERVAL_MS = 10_000;
/** How long after a kill a silence is still its doing. */
const OUTAGE_WITHIN_MS = 5_000;
/** By turns; the primary is whoever it is then. */
const TARGETS = ['primary', 'order-service-1', 'settlement', 'projections', 'snapshotter'] as const;
const PROCESSES = [
  'order-service-1',
  'engine-a',
  'engine-b',
  'settlement',
  'projections',
  'snapshotter',
];

interface Fault {
  readonly target: string;
  readonly atSeconds: number;
  readonly gapMs: number | null;
}

interface SoakRun {
  readonly faults: readonly Fault[];
  readonly memory: readonly MemoryTrend[];
  readonly load: DrillLoad['counts'];
  readonly proof: Proof;
}

export async function benchSoakCommand(input: CommandInput): Promise<ExitCode> {
  const minutes = input.count('minutes');
  if (minutes < 1 || minutes > MINUTES_MAX) throw usageError(`--minutes takes 1 to ${MINUTES_MAX}`);
  if (input.count('rate') < 1) throw usageError('--rate takes at least 1');
  input.output.say(`SEED=${input.count('seed')}`);
  const clock = new RunClock();
  const options = { accounts: ACCOUNTS, snapshotIntervalMs: SNAPSHOT_INTERVAL_MS };
  const run = await onPrivateExchange(input, options, (own) => soak(input, own));
  if (input.interrupted.aborted) return ExitCode.interrupted;
  finish(input, resultOf(input, run, clock));
  return run.proof.isClean ? ExitCode.ok : ExitCode.integrityViolated;
}

async function soak(input: CommandInput, own: PrivateExchange): Promise<SoakRun> {
  const { exchange } = own;
  const outages = new Outages();
  const record = new ClientRecordWriter(join(exchange.dataDirectory, CLIENT_RECORD));
  const load = new DrillLoad({
    wsUrl: exchange.wsUrl,
    accounts: own.accounts.map(({ name, apiKey, secret }) => ({
      name,
      credentials: { apiKey, secret },
    })),
    markets: DEMO_FLOW_MARKETS,
    ratePerSecond: input.count('rate'),
    random: new SeededRandom(input.count('seed')),
    record,
    outages,
    idPrefix: 'soak',
  });
  const memory = new MemorySamples();
  await exchange.standbyReady(input.interrupted);
  await load.start();
  let faults: readonly Fault[] = [];
  try {
    faults = await underFaults(input, { own, outages, memory });
  } finally {
    await load.stop();
    record.close();
  }
  await exchange.standbyReady(input.interrupted);
  input.output.say('checking log, client record, stores and hashes …');
  const proof = await proveNothingLost(exchange);
  return { faults, memory: memory.trends(), load: load.counts, proof };
}

async function underFaults(
  input: CommandInput,
  parts: {
    readonly own: PrivateExchange;
    readonly outages: Outages;
    readonly memory: MemorySamples;
  },
): Promise<readonly Fault[]> {
  const { exchange } = parts.own;
  const everyMs = input.count('faultEvery') * 1000;
  const startMs = performance.now();
  const endMs = startMs + input.count('minutes') * 60_000;
  const kills: { target: string; atMs: number }[] = [];
  while (performance.now() < endMs && !input.interrupted.aborted) {
    await sleep(SAMPLE_EVERY_MS);
    const nowMs = performance.now();
    for (const name of PROCESSES) {
      const pid = exchange.pidOf(name);
      const mib = pid === null ? null : residentMiB(pid);
      if (pid !== null && mib !== null) {
        parts.memory.add({ name, pid, mib, atSeconds: (nowMs - startMs) / 1000 });
      }
    }
    // The last one has time to be recovered from.
    const isDue = everyMs > 0 && nowMs - startMs >= (kills.length + 1) * everyMs;
    if (!isDue || nowMs + OUTAGE_WITHIN_MS > endMs) continue;
    const target = TARGETS[kills.length % TARGETS.length] ?? 'primary';
    const pid = await pidOf(parts.own, target);
    if (pid === null) continue;
    kills.push({ target, atMs: performance.now() });
    process.kill(pid, 'SIGKILL');
    input.output.say(`${Math.round((nowMs - startMs) / 1000)} s: kill -9 of ${target} (${pid})`);
  }
  return kills.map(({ target, atMs }) => ({
    target,
    atSeconds: Math.round((atMs - startMs) / 1000),
    gapMs: parts.outages.longestGapMs(atMs, atMs + OUTAGE_WITHIN_MS),
  }));
}

async function pidOf(own: PrivateExchange, target: string): Promise<number | null> {
  if (target !== 'primary') return own.exchange.pidOf(target);
  // Nobody may lead, or nobody answer, just after the last kill.
  const primary = await own.exchange.primary().catch(() => null);
  return primary?.pid ?? null;
}

const FAULT_HEAD = ['killed', 'times', 'outage p50 ms', 'max ms', 'never came back'] as const;
const MEMORY_HEAD = ['process', 'lived s', 'start MiB', 'end MiB', 'MiB per minute'] as const;

function faultCells(faults: readonly Fault[]): readonly (readonly (string | number)[])[] {
  return TARGETS.flatMap((target) => {
    const own = faults.filter((fault) => fault.target === target);
    if (own.length === 0) return [];
    const gaps = summarizeGaps(own.flatMap(({ gapMs }) => gapMs ?? []));
    return [[target, own.length, gaps.p50Ms, gaps.maxMs, own.length - gaps.kills]];
  });
}

function resultOf(input: CommandInput, run: SoakRun, clock: RunClock): BenchResult {
  const { faults, memory, load, proof } = run;
  const memoryCells = memory.map((trend) => [
    trend.name,
    trend.seconds,
    trend.startMiB,
    trend.endMiB,
    trend.mibPerMinute,
  ]);
  const counts =
    `offered ${load.offered}, accepted ${load.accepted}, canceled ${load.canceled}, ` +
    `rejected ${load.rejected}, unknown ${load.unknown}`;
  const [minutes, rate] = [input.count('minutes'), input.count('rate')];
  return {
    record: clock.record({
      scenario: named(input, 'soak'),
      command: `lockstep bench soak --minutes ${minutes} --rate ${rate}${profileFlag(input)}`,
      seed: input.count('seed'),
      durability: input.text('durability') ?? 'disk',
      conditions: ['every process of the exchange and the load share the cores'],
      valid: proof.isClean,
      figures: memory.map(({ name, mibPerMinute }) => ({
        name: `${name} memory slope`,
        value: mibPerMinute,
        unit: 'MiB/minute',
        better: 'lower',
        peer: null,
      })),
      details: { faults, memory, load, proof: proof.facts },
    }),
    body: [
      `${counts}.`,
      '',
      ...markdownTable(FAULT_HEAD, faultCells(faults)),
      '',
      ...markdownTable(MEMORY_HEAD, memoryCells),
      '',
      ...proof.lines.map((line) => `    ${line}`),
    ],
    lines: [
      counts,
      ...table(FAULT_HEAD, faultCells(faults)),
      '',
      ...table(MEMORY_HEAD, memoryCells),
      '',
      ...proof.lines,
      input.output.style(proof.isClean ? 'green' : 'red', proof.isClean ? 'clean' : 'NOT CLEAN'),
    ],
  };
}
