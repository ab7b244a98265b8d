import type { CpuUse } from '../../bench/e2e/cpu-time.ts';
import { LATENCY_HEAD, loadLine } from '../../bench/e2e/e2e-report.ts';
import { generate } from '../../bench/e2e/end-to-end.ts';
import { type GeneratorResult, invalidBecause } from '../../bench/e2e/generator-plan.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import type { WatchCounts } from '../../bench/watchers/watch-plan.ts';
import { Watchers } from '../../bench/watchers/watchers.ts';
import { metricsText, onPrivateExchange } from '../bench-exchange.ts';
import { type BenchResult, finish, named, profileFlag } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { processesOf } from '../exchange-processes.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';
import type { PrivateExchange } from '../supervisor/private-exchange.ts';

const ACCOUNTS = ['bench-1', 'bench-2', 'bench-3', 'bench-4'];
const MARKETS = ['BTC-USD', 'ETH-USD'];
const MIB = 1024 * 1024;

interface Phase {
  readonly name: string;
  readonly clients: number;
  readonly result: GeneratorResult;
  /** Of the order-service, after it. */
  readonly residentMib: number;
  /** Of the order-service and of the watchers' process; null: this system does not tell. */
  readonly cpuSeconds: readonly [orderService: number, watchers: number] | null;
}

/** Orders without watchers, with them, and without again: what they cost is a ratio within one run. */
export async function benchWatchersCommand(input: CommandInput): Promise<ExitCode> {
  const [clients, stalled] = [input.count('clients'), input.count('stalled')];
  if (clients < 1 || stalled > clients) throw usageError('--clients at least 1, --stalled of them');
  input.output.say(`SEED=${input.count('seed')}`);
  const clock = new RunClock();
  const result = await onPrivateExchange(input, { accounts: ACCOUNTS }, (own) =>
    measure(input, own, clock),
  );
  return input.interrupted.aborted ? ExitCode.interrupted : finish(input, result);
}

async function measure(
  input: CommandInput,
  own: PrivateExchange,
  clock: RunClock,
): Promise<BenchResult> {
  const [clients, stalled] = [input.count('clients'), input.count('stalled')];
  const { wsUrl } = own.exchange;
  const before = await phase(input, own, { name: 'without', clients: 0 });
  input.output.say(`${clients} watchers subscribe …`);
  const watchers = await Watchers.open({ wsUrl, clients, stalled, markets: MARKETS });
  let counts: WatchCounts;
  let watched: Phase;
  try {
    watched = await phase(input, own, { name: 'with', clients, watchersPid: watchers.pid });
    counts = await watchers.counts();
  } finally {
    await watchers.close();
  }
  const after = await phase(input, own, { name: 'without again', clients: 0 });
  return report(input, clock, { phases: [before, watched, after], counts, slow: await cut(own) });
}

async function phase(
  input: CommandInput,
  own: PrivateExchange,
  of: { readonly name: string; readonly clients: number; readonly watchersPid?: number },
): Promise<Phase> {
  const plan = {
    wsUrl: own.exchange.wsUrl,
    accounts: own.accounts.map(({ apiKey, secret }) => ({ apiKey, secret })),
    seed: input.count('seed'),
    ratePerSecond: input.count('rate'),
    arrivals: 'constant',
    warmUpSeconds: input.count('warmUp'),
    seconds: input.count('seconds'),
    ordersPerRequest: 1,
    mode: 'open-loop',
    dialect: 'native',
    requestsInFlight: 1,
    stallMs: 0,
  } as const;
  const { watchersPid, ...named } = of;
  const watching = watchersPid === undefined ? [] : [{ role: 'watchers', pid: watchersPid }];
  const { result, cpu } = await generate(plan, [...(await processesOf(own.exchange)), ...watching]);
  const { p50Ms, p99Ms } = result.latency;
  const residentMib = Math.round((await gauge(own, 'process_resident_memory_bytes')) / MIB);
  input.output.say(`${of.name}: p50 ${p50Ms}, p99 ${p99Ms} ms, order-service ${residentMib} MiB`);
  const cpuSeconds =
    cpu === null ? null : ([secondsOf(cpu, 'order-service'), secondsOf(cpu, 'watchers')] as const);
  return { ...named, result, residentMib, cpuSeconds };
}

function secondsOf(cpu: CpuUse, wanted: string): number {
  const found = cpu.roles.find(({ role }) => role === wanted);
  return found === undefined ? 0 : Number((found.userSeconds + found.systemSeconds).toFixed(2));
}

async function gauge(own: PrivateExchange, name: string): Promise<number> {
  const text = await metricsText(own.exchange.baseUrl);
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

const cut = (own: PrivateExchange): Promise<number> =>
  gauge(own, 'exchange_ws_slow_consumers_disconnected_total');

function report(
  input: CommandInput,
  clock: RunClock,
  measured: {
    readonly phases: readonly [Phase, Phase, Phase];
    readonly counts: WatchCounts;
    readonly slow: number;
  },
): BenchResult {
  const { phases, counts, slow } = measured;
  const [before, watched, after] = phases;
  const without = (before.result.latency.p99Ms + after.result.latency.p99Ms) / 2;
  const ratio = Number((watched.result.latency.p99Ms / without).toFixed(2));
  const problem = phases.map(({ result }) => invalidBecause(result)).find((why) => why !== null);
  const valid = problem === undefined;
  const [clients, rate] = [input.count('clients'), input.count('rate')];
  const mibPerSecond = Number((counts.bytes / MIB / watched.result.seconds).toFixed(1));
  const head = [
    ...['watchers', ...LATENCY_HEAD.slice(1)],
    ...['order-service MiB', 'order-service CPU s', 'watchers CPU s'],
  ];
  const cells = phases.map(({ name, result: { latency }, residentMib, cpuSeconds }) => [
    name,
    ...[latency.p50Ms, latency.p90Ms, latency.p99Ms, latency.p999Ms, latency.p9999Ms],
    ...[latency.maxMs, residentMib, ...(cpuSeconds ?? ['', ''])],
  ]);
  const facts =
    `${counts.open} of ${clients} watchers stayed, ${slow} were cut for not reading; ` +
    `they were sent ${mibPerSecond} MiB/s`;
  const sentence = `p99 of an order with ${clients} watchers: ${ratio} times that without`;
  return {
    record: clock.record({
      scenario: named(input, `watchers ${clients}`),
      command: `lockstep bench watchers --clients ${clients} --rate ${rate}${profileFlag(input)}`,
      seed: input.count('seed'),
      durability: input.text('durability') ?? 'disk',
      conditions: ['exchange, generator and watchers share the cores'],
      valid,
      figures: valid
        ? [
            {
              name: 'p99 with watchers',
              value: ratio,
              unit: '× without',
              better: 'lower',
              peer: null,
            },
          ]
        : [],
      details: { ratePerSecond: rate, clients, counts, slow, ratio, phases: cells },
    }),
    body: [`${sentence}. ${facts}.`, '', ...markdownTable(head, cells)],
    lines: [
      ...phases.map(({ name, result }) => `${name}: ${loadLine(result)}`),
      ...table(head, cells),
      facts,
      input.output.style('bold', valid ? sentence : `no headline: ${problem}`),
    ],
  };
}
