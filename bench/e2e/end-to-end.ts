import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CpuReading, type CpuUse, cpuUse, type NamedPid, readCpu } from './cpu-time.ts';
import {
  type GeneratorMessage,
  type GeneratorPlan,
  type GeneratorResult,
  isValid,
} from './generator-plan.ts';

export interface Measured {
  readonly result: GeneratorResult;
  /** Of the exchange and the generator, while it was measured; null where the system does not tell. */
  readonly cpu: CpuUse | null;
}

/** Runs the generator as a process of its own and resolves to what it measured. */
export function generate(plan: GeneratorPlan, exchange: readonly NamedPid[]): Promise<Measured> {
  const script = fileURLToPath(import.meta.resolve('./generator.js'));
  const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const processes = [...exchange, { role: 'generator', pid: child.pid ?? 0 }];
  let before: CpuReading | null = null;
  return new Promise<Measured>((resolve, reject) => {
    child.on('message', (message: GeneratorMessage) => {
      if ('measuring' in message) {
        before = readCpu(processes);
        return;
      }
      if ('result' in message) {
        const after = readCpu(processes);
        const cpu = before === null || after === null ? null : cpuUse(before, after);
        resolve({ result: message.result, cpu });
      } else reject(new Error(`the generator failed: ${message.error}`));
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the generator ended with code ${code}`)));
    child.send(plan);
  });
}

export interface SweepStep {
  readonly ratePerSecond: number;
  readonly result: GeneratorResult;
  readonly cpu: CpuUse | null;
  /** On time, everything answered and accepted, p99 below the limit. */
  readonly isSustained: boolean;
}

const SWEEP_FACTOR = 1.5;
/** Between the last rate that was sustained and the first that was not. */
const SWEEP_HALVINGS = 2;
/** With 10 s each, and as long again where answers stay out, seven minutes. */
const SWEEP_STEPS_MAX = 16;
const ATTEMPTS_PER_RATE = 2;

/**
 * Open loop at higher and higher rates until one is not sustained, then between the two: the knee is
 * the highest that was. A rate has two attempts, for other programs may have the machine for a moment.
 */
export async function sweep(
  firstRatePerSecond: number,
  options: {
    readonly measure: (ratePerSecond: number) => Promise<Measured>;
    readonly p99MsMax: number;
    readonly onStep: (step: SweepStep) => void;
  },
): Promise<{ readonly kneePerSecond: number; readonly steps: readonly SweepStep[] }> {
  const steps: SweepStep[] = [];
  const isSustained = async (ratePerSecond: number): Promise<boolean> => {
    for (let attempt = 1; attempt <= ATTEMPTS_PER_RATE; attempt += 1) {
      if (steps.length >= SWEEP_STEPS_MAX) return false;
      const measured = await options.measure(ratePerSecond);
      const step = {
        ratePerSecond,
        ...measured,
        isSustained: sustains(measured.result, options.p99MsMax),
      };
      steps.push(step);
      options.onStep(step);
      if (step.isSustained) return true;
    }
    return false;
  };
  let [knee, above] = [0, firstRatePerSecond];
  while (await isSustained(above)) {
    [knee, above] = [above, Math.round(above * SWEEP_FACTOR)];
  }
  for (let halving = 0; knee > 0 && halving < SWEEP_HALVINGS; halving += 1) {
    const middle = Math.round((knee + above) / 2);
    if (await isSustained(middle)) knee = middle;
    else above = middle;
  }
  return { kneePerSecond: knee, steps };
}

const sustains = (result: GeneratorResult, p99MsMax: number): boolean =>
  isValid(result) && result.unanswered === 0 && result.latency.p99Ms <= p99MsMax;

export interface Saturation {
  readonly requestsInFlight: number;
  readonly ordersPerSecond: number;
  readonly p99Ms: number;
  readonly result: GeneratorResult;
  readonly cpu: CpuUse | null;
}

const IN_FLIGHT_STEPS = [1, 2, 4, 8, 16] as const;

/**
 * Closed loop with more and more requests in flight, until more of them bring no more orders, or one
 * measured nothing: what comes behind that would begin where it ended.
 */
export async function saturate(
  plan: Omit<GeneratorPlan, 'mode' | 'requestsInFlight' | 'stallMs'>,
  options: {
    readonly measure: (plan: GeneratorPlan) => Promise<Measured>;
    readonly onStep: (step: Saturation) => void;
  },
): Promise<readonly Saturation[]> {
  const steps: Saturation[] = [];
  for (const requestsInFlight of IN_FLIGHT_STEPS) {
    const own = { ...plan, mode: 'closed-loop', requestsInFlight, stallMs: 0 } as const;
    const { result, cpu } = await options.measure(own);
    const step = {
      requestsInFlight,
      ordersPerSecond: Math.round(result.accepted / result.seconds),
      p99Ms: result.serviceTime.p99Ms,
      result,
      cpu,
    };
    steps.push(step);
    options.onStep(step);
    if (!isValid(result)) break;
    const before = steps.at(-2);
    if (before !== undefined && step.ordersPerSecond < before.ordersPerSecond * 1.05) break;
  }
  return steps;
}

export const bestOf = (steps: readonly Saturation[]): Saturation | null =>
  steps.reduce<Saturation | null>(
    (best, step) => (best === null || step.ordersPerSecond > best.ordersPerSecond ? step : best),
    null,
  );
