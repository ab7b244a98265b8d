import { setTimeout as sleep } from 'node:timers/promises';
import {
  CPU_HEAD,
  cpuRows,
  LATENCY_HEAD,
  latencyFigures,
  latencyFiles,
  latencyMarkdown,
  latencyRows,
  loadLine,
  resultFacts,
  SATURATION_HEAD,
  STAGE_HEAD,
  SWEEP_HEAD,
  saturationCells,
  stageCells,
  sweepCells,
  sweepFiles,
} from '../../bench/e2e/e2e-report.ts';
import { bestOf, generate, saturate, sweep } from '../../bench/e2e/end-to-end.ts';
import { type Dialect, invalidBecause, isValid } from '../../bench/e2e/generator-plan.ts';
import { stageLatencies } from '../../bench/e2e/stage-histograms.ts';
import { markdownTable } from '../../bench/report/result-folder.ts';
import { RunClock } from '../../bench/report/run-clock.ts';
import type { Figure } from '../../bench/report/run-record.ts';
import { metricsText, onPrivateExchange, snapshotTimesMs } from '../bench-exchange.ts';
import { type BenchResult, finish, named, profileFlag } from '../bench-result.ts';
import type { CommandInput } from '../command.ts';
import { processesOf } from '../exchange-processes.ts';
import { ExitCode, usageError } from '../exit-codes.ts';
import { table } from '../output.ts';
import type { PrivateExchange } from '../supervisor/private-exchange.ts';

const ACCOUNTS = ['bench-1', 'bench-2', 'bench-3', 'bench-4'];
const ORDERS_PER_REQUEST_MAX = 50;
const ORDERS_PER_REQUEST_MIN_AT_MAX = 20;
/** Each process tells once a second what it measured. */
const REPORTS_WITHIN_MS = 1_500;

export async function benchEndToEndCommand(input: CommandInput): Promise<ExitCode> {
  const batch = input.count('batch');
  if (batch < 1 || batch > ORDERS_PER_REQUEST_MAX) {
    throw usageError(`--batch takes 1 to ${ORDERS_PER_REQUEST_MAX}`);
  }
  if (input.count('rate') < 1 || input.count('seconds') < 1) {
    throw usageError('--rate and --seconds take at least 1');
  }
  if (dialectOf(input) !== 'native' && (batch > 1 || input.flag('max'))) {
    throw usageError('the dialect takes one order per request: no --batch, no --max');
  }
  if (input.flag('max') && input.flag('sweep')) throw usageError('--max or --sweep, not both');
  input.output.say(`SEED=${input.count('seed')}`);
  const clock = new RunClock();
  const measure = input.flag('max') ? measureMax : input.flag('sweep') ? measureSweep : measureRate;
  try {
    const result = await onPrivateExchange(input, { accounts: ACCOUNTS }, (own) =>
      measure(input, own, clock),
    );
    return input.interrupted.aborted ? ExitCode.interrupted : finish(input, result);
  } catch (error) {
    // Ctrl-C ended the generator too.
    if (input.interrupted.aborted) return ExitCode.interrupted;
    throw error;
  }
}

const planOf = (input: CommandInput, own: PrivateExchange) => ({
  wsUrl: own.exchange.wsUrl,
  accounts: own.accounts.map(({ apiKey, secret }) => ({ apiKey, secret })),
  seed: input.count('seed'),
  ratePerSecond: input.count('rate'),
  arrivals: (input.text('arrivals') ?? 'constant') as 'constant' | 'poisson',
  warmUpSeconds: input.count('warmUp'),
  seconds: input.count('seconds'),
  ordersPerRequest: input.count('batch'),
  dialect: dialectOf(input),
});

const dialectOf = (input: CommandInput) => (input.text('dialect') ?? 'native') as Dialect;

const dialectFlag = (input: CommandInput): string =>
  dialectOf(input) === 'native' ? '' : ` --dialect ${dialectOf(input)}`;

/** Other requests, other answers: not compared with the native ones. */
const dialectName = (input: CommandInput): string =>
  dialectOf(input) === 'native' ? '' : ` ${dialectOf(input)}`;

const recordOf = (
  input: CommandInput,
  clock: RunClock,
  facts: {
    readonly scenario: string;
    readonly options: string;
    readonly valid: boolean;
    readonly figures: readonly Figure[];
    readonly details: object;
  },
) =>
  clock.record({
    scenario: `${named(input, facts.scenario)}${dialectName(input)}`,
    command: `lockstep bench e2e ${facts.options}${dialectFlag(input)}${profileFlag(input)}`,
    seed: input.count('seed'),
    durability: input.text('durability') ?? 'disk',
    conditions: ['every process of the exchange and the generator share the cores'],
    valid: facts.valid,
    figures: facts.figures,
    details: facts.details,
  });

async function measureRate(
  input: CommandInput,
  own: PrivateExchange,
  clock: RunClock,
): Promise<BenchResult> {
  const { output } = input;
  output.say(`${input.count('warmUp')} s of warm-up, then ${input.count('seconds')} s …`);
  const plan = planOf(input, own);
  const before = await metricsText(own.exchange.baseUrl);
  const exchange = await processesOf(own.exchange);
  const measured = await generate(
    { ...plan, mode: 'open-loop', requestsInFlight: 1, stallMs: input.count('stallMs') },
    exchange,
  );
  const { result, cpu } = measured;
  await sleep(REPORTS_WITHIN_MS);
  const stages = stageLatencies(before, await metricsText(own.exchange.baseUrl));
  const marks = snapshotTimesMs(own.exchange.dataDirectory)
    .map((atMs) => ({ atSeconds: (atMs - result.startedAtMs) / 1000, label: 'snapshot' }))
    .filter(({ atSeconds }) => atSeconds >= 0 && atSeconds <= result.seconds);
  const { ratePerSecond, seconds, warmUpSeconds, arrivals, ordersPerRequest } = plan;
  const keptUp = isValid(result);
  const title = `order to answer, ${ratePerSecond} orders/s, ${input.text('durability')}`;
  return {
    record: recordOf(input, clock, {
      scenario: `e2e ${ratePerSecond}`,
      options:
        `--rate ${ratePerSecond} --seconds ${seconds} --warm-up ${warmUpSeconds} ` +
        `--batch ${ordersPerRequest}`,
      valid: keptUp,
      figures: latencyFigures(`e2e ${ratePerSecond}/s${dialectName(input)}`, result),
      details: {
        arrivals,
        ordersPerRequest,
        ratePerSecond,
        warmUpSeconds,
        ...resultFacts(result),
        stages,
        cpu,
      },
    }),
    body: latencyMarkdown(measured, stages),
    lines: [
      loadLine(result),
      ...(keptUp
        ? table(LATENCY_HEAD, latencyRows(result))
        : [`no headline: ${invalidBecause(result)}`]),
      ...(stages.length === 0 ? [] : ['', ...table(STAGE_HEAD, stages.map(stageCells))]),
      ...(cpu === null ? [] : ['', ...table(CPU_HEAD, cpuRows(cpu, result.accepted))]),
      output.style('bold', `generator kept up: ${keptUp ? 'yes' : 'no'}`),
    ],
    files: latencyFiles(title, result, marks),
  };
}

async function measureSweep(
  input: CommandInput,
  own: PrivateExchange,
  clock: RunClock,
): Promise<BenchResult> {
  const { output } = input;
  const plan = planOf(input, own);
  const p99MsMax = input.count('p99');
  const exchange = await processesOf(own.exchange);
  const { kneePerSecond: knee, steps } = await sweep(plan.ratePerSecond, {
    measure: (ratePerSecond) =>
      generate(
        { ...plan, ratePerSecond, mode: 'open-loop', requestsInFlight: 1, stallMs: 0 },
        exchange,
      ),
    p99MsMax,
    onStep: ({ ratePerSecond, result, isSustained }) =>
      output.say(
        `${ratePerSecond}/s: p50 ${result.latency.p50Ms}, p99 ${result.latency.p99Ms} ms` +
          `${isSustained ? '' : ': not sustained'}`,
      ),
  });
  const sentence = `highest sustained rate with p99 ≤ ${p99MsMax} ms: ${knee} orders/s`;
  const cells = steps.map(sweepCells);
  return {
    record: recordOf(input, clock, {
      scenario: 'e2e sweep',
      options: `--sweep --rate ${plan.ratePerSecond} --batch ${plan.ordersPerRequest}`,
      valid: knee > 0,
      figures: [{ name: 'knee', value: knee, unit: 'orders/s', better: 'higher', peer: null }],
      details: {
        p99MsMax,
        ordersPerRequest: plan.ordersPerRequest,
        knee,
        steps: steps.map(({ result, ...step }) => ({ ...step, ...resultFacts(result) })),
      },
    }),
    body: [`${sentence}.`, '', ...markdownTable(SWEEP_HEAD, cells)],
    lines: [...table(SWEEP_HEAD, cells), output.style('bold', sentence)],
    files: sweepFiles(`latency against rate, batches of ${plan.ordersPerRequest}`, steps),
  };
}

async function measureMax(
  input: CommandInput,
  own: PrivateExchange,
  clock: RunClock,
): Promise<BenchResult> {
  const { output } = input;
  const plan = {
    ...planOf(input, own),
    ordersPerRequest: Math.max(input.count('batch'), ORDERS_PER_REQUEST_MIN_AT_MAX),
  };
  const exchange = await processesOf(own.exchange);
  const steps = await saturate(plan, {
    measure: (step) => generate(step, exchange),
    onStep: ({ requestsInFlight, ordersPerSecond }) =>
      output.say(
        `${requestsInFlight} requests in flight per connection: ${ordersPerSecond} orders/s`,
      ),
  });
  const ordersPerSecond = bestOf(steps)?.ordersPerSecond ?? 0;
  const cells = steps.map((step) => saturationCells(step, plan.accounts.length));
  const problem = steps.map(({ result }) => invalidBecause(result)).find((why) => why !== null);
  const sentence =
    problem === undefined ? `sustained: ${ordersPerSecond} orders/s` : `no headline: ${problem}`;
  return {
    record: recordOf(input, clock, {
      scenario: 'e2e max',
      options: `--max --batch ${plan.ordersPerRequest}`,
      valid: problem === undefined,
      figures:
        problem === undefined
          ? [
              {
                name: 'max',
                value: ordersPerSecond,
                unit: 'orders/s',
                better: 'higher',
                peer: null,
              },
            ]
          : [],
      details: {
        loop: 'closed: a throughput, not a latency',
        ordersPerRequest: plan.ordersPerRequest,
        connections: plan.accounts.length,
        ordersPerSecond,
        steps: steps.map(({ result, ...step }) => ({ ...step, ...resultFacts(result) })),
      },
    }),
    body: [
      `Closed loop: a throughput, not a latency. ${sentence}.`,
      '',
      ...markdownTable(SATURATION_HEAD, cells),
    ],
    lines: [...table(SATURATION_HEAD, cells), output.style('bold', sentence)],
  };
}
