import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExchangeStatus } from '../../client/api-types.ts';
import { RestClient } from '../../client/rest-client.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import {
  engineWithRole,
  everyMarketHasStandby,
  everyMarketIsLedWithout,
  type NamedProcess,
  ofRunning,
} from '../engine-roles.ts';
import { bindToSetUp } from '../exchange-settings.ts';
import { CommandError, ExitCode, usageError } from '../exit-codes.ts';
import { claimForSupervisor, type DataDirectoryClaim } from './directory-claim.ts';
import { lastWords } from './last-words.ts';
import { claimablePort } from './port-check.ts';
import { type ExchangeShape, processSpecs } from './process-specs.ts';
import type { ProcessExit, ProcessSpec } from './supervised-process.ts';
import { Supervisor } from './supervisor.ts';

export interface ExchangeOptions extends ExchangeShape {
  /** Words for the person. */
  readonly say: (message: string) => void;
  /** Runs after the data directory is ours and before any process starts. */
  readonly prepare?: (dataDirectory: string) => Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 10;

/** The compiled tree that this file is part of. */
const dist = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An exchange that this process supervises. */
export class RunningExchange {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly adminUrl: string;
  readonly dataDirectory: string;
  readonly #supervisor: Supervisor;
  readonly #claim: DataDirectoryClaim;
  readonly #client: RestClient;
  #secondWave: readonly ProcessSpec[];

  private constructor(parts: {
    readonly baseUrl: string;
    readonly wsUrl: string;
    readonly adminUrl: string;
    readonly dataDirectory: string;
    readonly supervisor: Supervisor;
    readonly claim: DataDirectoryClaim;
    readonly secondWave: readonly ProcessSpec[];
  }) {
    this.baseUrl = parts.baseUrl;
    this.wsUrl = parts.wsUrl;
    this.adminUrl = parts.adminUrl;
    this.dataDirectory = parts.dataDirectory;
    this.#supervisor = parts.supervisor;
    this.#claim = parts.claim;
    this.#secondWave = parts.secondWave;
    this.#client = new RestClient({ baseUrl: parts.baseUrl });
  }

  /**
   * Claims the data directory, checks the port, starts the first processes. Ready it is once
   * `ready` resolves. Throws CommandError with a stable code: PORT_IN_USE, and those of the claim.
   */
  static async start(options: ExchangeOptions): Promise<RunningExchange> {
    const dataDirectory = resolve(options.dataDirectory);
    const claim = await claimForSupervisor(dataDirectory);
    try {
      const { port, adminPort } = await portsOf(options);
      mkdirSync(join(dataDirectory, 'logs'), { recursive: true, mode: 0o700 });
      bindToSetUp(dataDirectory, options.settings);
      await options.prepare?.(dataDirectory);
      const baseUrl = `http://127.0.0.1:${port}`;
      const wsUrl = `ws://127.0.0.1:${port}/v1/ws`;
      const adminUrl = `http://127.0.0.1:${adminPort ?? port}`;
      const ports = adminPort === undefined ? { port } : { port, adminPort };
      const waves = processSpecs(dist, { ...options, dataDirectory, ...ports });
      const supervisor = new Supervisor({
        dataDirectory,
        baseUrl,
        wsUrl,
        adminUrl,
        supervisorPid: process.pid,
        processes: waves.first,
        clock: systemClock,
        onExit: (exit) => options.say(exitText(exit, dataDirectory)),
        onUnwritten: (problem) =>
          options.say(`up.json is not up to date until it can be written: ${problem}`),
      });
      return new RunningExchange({
        baseUrl,
        wsUrl,
        adminUrl,
        dataDirectory,
        supervisor,
        claim,
        secondWave: waves.second,
      });
    } catch (error) {
      claim.release();
      throw error;
    }
  }

  /** Resolves once orders are accepted. Throws NOT_READY. */
  async ready(interrupted: AbortSignal): Promise<void> {
    await this.#until('the exchange accepts orders', interrupted, () => this.#client.isReady());
  }

  /** Standby and readers: once the first orders can be accepted, they no longer delay them. */
  startSecondWave(): void {
    for (const spec of this.#secondWave) this.#supervisor.add(spec);
    this.#secondWave = [];
  }

  /** Resolves once an engine stands by, caught up, for every market. */
  async standbyReady(interrupted: AbortSignal): Promise<void> {
    await this.#until('a standby is ready', interrupted, async () =>
      everyMarketHasStandby(await this.status()),
    );
  }

  /** As an order-service tells it, without those that have ended since. */
  async status(): Promise<ExchangeStatus> {
    const status = await this.#client.status();
    return ofRunning(status, this.processes);
  }

  async primary(): Promise<NamedProcess | null> {
    return engineWithRole(await this.status(), 'primary', null);
  }

  /** Whether other processes lead every market; false, too, when nobody can tell now. */
  async isLedWithout(pid: number): Promise<boolean> {
    return this.status().then(
      (status) => everyMarketIsLedWithout(status, pid),
      () => false,
    );
  }

  /** Those that run now. */
  get processes(): readonly NamedProcess[] {
    return this.#supervisor.record().processes;
  }

  pidOf(name: string): number | null {
    const found = this.processes.find((each) => each.name === name);
    return found?.pid ?? null;
  }

  addProcess(spec: Omit<ProcessSpec, 'script' | 'logPath'> & { readonly source: string }): void {
    const { source, ...rest } = spec;
    this.#supervisor.add({
      ...rest,
      script: join(dist, source),
      logPath: join(this.dataDirectory, 'logs', `${spec.name}.log`),
    });
  }

  /** Resolves when no process of the exchange is left. */
  async stop(): Promise<void> {
    this.#client.close();
    await this.#supervisor.stop();
    this.#claim.release();
  }

  async #until(
    what: string,
    interrupted: AbortSignal,
    holds: () => Promise<boolean>,
  ): Promise<void> {
    const deadlineMs = performance.now() + READY_TIMEOUT_MS;
    while (performance.now() < deadlineMs) {
      if (interrupted.aborted) {
        throw new CommandError(
          { code: 'INTERRUPTED', exitCode: ExitCode.interrupted },
          `interrupted before ${what}`,
        );
      }
      if (await holds().catch(() => false)) return;
      await sleep(POLL_MS);
    }
    throw new CommandError(
      {
        code: 'NOT_READY',
        exitCode: ExitCode.notReachable,
        hint: `See ${join(this.dataDirectory, 'logs')}.`,
      },
      `not within ${READY_TIMEOUT_MS / 1000} s: ${what}`,
    );
  }
}

/** Throws USAGE where both are one; 0 is any. */
async function portsOf({ port, adminPort }: ExchangeOptions) {
  if (adminPort !== undefined && adminPort === port && port !== 0) {
    throw usageError(`--admin-port is another one than --port, ${port}`);
  }
  return {
    port: await claimablePort(port),
    adminPort: adminPort === undefined ? undefined : await claimablePort(adminPort),
  };
}

function exitText(exit: ProcessExit, dataDirectory: string): string {
  const again = `${exit.restartInMs} ms`;
  if (exit.pid === null) {
    return `${exit.name} cannot be started (${exit.problem}), is tried again in ${again}`;
  }
  const who = `${exit.name} (process ${exit.pid}) ended`;
  if (exit.signal !== null) return `${who} by ${exit.signal}, starts again in ${again}`;
  const path = join(dataDirectory, 'logs', `${exit.name}.log`);
  const reason = lastWords(path, exit.pid);
  const why = reason === null ? '' : ` (${reason})`;
  return `${who} with code ${exit.code}${why}, starts again in ${again}; see ${path}`;
}
