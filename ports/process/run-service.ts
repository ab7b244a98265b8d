/**
 * The shell of every service's main.ts: options, logging, ports, signals, exit codes.
 *
 *   --name engine-a --data <folder> --durability disk|process --log-level info
 *   those of ports/config/settings.ts, and its own
 */
import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Logger, pino } from 'pino';
import type { TimestampUs } from '../../proto/units.ts';
import { describeConfig } from '../config/described-config.ts';
import { readConfig, type Safety } from '../config/exchange-config.ts';
import { SETTING_FLAGS } from '../config/settings.ts';
import type { Service } from '../coordination/coordination.ts';
import { loadMasterKey } from '../data-directory.ts';
import type { Durability } from '../event-log/event-log.ts';
import { openPorts } from '../open-ports.ts';
import type { Ports } from '../ports.ts';
import { giveWay } from './background.ts';
import { codeOfError, exitCodeOf } from './exit-codes.ts';
import { standardError } from './log-lines.ts';
import { UsageError } from './usage-error.ts';

/** How long a service may take to stop before it is ended anyway. */
const STOP_DEADLINE_MS = 5000;

export interface ServiceContext {
  readonly name: string;
  readonly dataDir: string;
  readonly durability: Durability;
  readonly ports: Ports;
  readonly log: Logger;
  readonly version: string;
  readonly startedAtUs: TimestampUs;
  readonly pid: number;
  /** Whether logs are archived unless the service is told otherwise: a topic is not kept for years. */
  readonly archiveDefault: 'on' | 'off';
  readonly safety: Safety;
  /** The service's own options, as `parseArgs` gives them. */
  readonly options: Readonly<
    Record<string, string | boolean | readonly (string | boolean)[] | undefined>
  >;
  /** See `loadMasterKey`. */
  masterKey(): Uint8Array;
  /** Ends the process with the error's exit code; for what a loop in the background threw. */
  fail(error: unknown): void;
}

export interface RunningService {
  /** Finishes what is in flight. Called once. */
  stop(): Promise<void>;
}

export interface ServiceDefinition {
  readonly service: Service;
  /** Used without `--name`. */
  readonly defaultName: string;
  readonly options?: ParseArgsConfig['options'];
  /**
   * `background`: gives way to the processes that an order waits for. Only for a service that shares
   * no write lock with one of those, or they would wait for it all the longer.
   */
  readonly priority?: 'background';
  /** See PortsConfig. */
  readonly commandAppends?: 'own-thread';
  /** Resolves when the service is up; from then on it runs by itself. */
  start(context: ServiceContext): Promise<RunningService>;
}

const SHARED_OPTIONS = {
  name: { type: 'string' },
  data: { type: 'string', default: './data' },
  durability: { type: 'string', default: 'disk' },
  'log-level': { type: 'string', default: 'info' },
  ...SETTING_FLAGS,
} as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Runs until a signal or a fatal error ends the process. Call it once, last in a main.ts. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const shell = new ServiceShell(definition);
  await shell.run();
}

class ServiceShell {
  readonly #definition: ServiceDefinition;
  #log: Logger;
  #ports: Ports | null = null;
  #running: RunningService | null = null;
  #ending = false;

  constructor(definition: ServiceDefinition) {
    this.#definition = definition;
    this.#log = logTo({ level: 'info', name: definition.defaultName });
  }

  async run(): Promise<void> {
    process.on('uncaughtException', (error) => this.#fail(error));
    process.on('unhandledRejection', (error) => this.#fail(error));
    process.on('SIGTERM', () => void this.#stop('SIGTERM'));
    process.on('SIGINT', () => void this.#stop('SIGINT'));
    // Started by a supervisor with an IPC channel: when that one dies, however it dies, so do we.
    process.on('disconnect', () => void this.#stop('disconnect'));
    // It may have died before this line (undefined: there never was a channel).
    if (process.connected === false) void this.#stop('disconnect');
    try {
      await this.#start();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #start(): Promise<void> {
    const { service, defaultName, options, priority, commandAppends } = this.#definition;
    const { values } = parseArgs({ options: { ...options, ...SHARED_OPTIONS }, strict: true });
    const name = String(values['name'] ?? defaultName);
    const dataDir = String(values['data']);
    const durability = durabilityOf(values['durability']);
    const level = String(values['log-level']);
    if (!LOG_LEVELS.includes(level)) throw usage(`--log-level is one of ${LOG_LEVELS.join(', ')}`);
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(name))
      throw usage(`--name ${name}: letters, digits, - and _`);
    this.#log = logTo({ level, name });
    const faults = process.env['FAULT'];
    const config = readConfig({ flags: values, environment: process.env });
    const ports = await openPorts({
      ...config,
      dataDir,
      durability,
      processName: name,
      faults,
      // Nobody takes over from the others; what they do waits until they are started again.
      beats: service === 'engine' ? 'often' : 'seldom',
      ...(commandAppends === undefined ? {} : { commandAppends }),
      onWarning: (problem) => this.#log.warn(problem),
    });
    this.#ports = ports;
    this.#running = await this.#definition.start({
      name,
      dataDir,
      durability,
      ports,
      log: this.#log,
      version: packageVersion(),
      startedAtUs: ports.clock.nowUs(),
      pid: process.pid,
      archiveDefault: config.setUp.kind === 'servers' ? 'on' : 'off',
      safety: config.safety,
      options: values,
      masterKey: () => config.masterKey ?? loadMasterKey(dataDir),
      fail: (error) => this.#fail(error),
    });
    // Not before it is up: somebody waits for that.
    if (priority === 'background') giveWay();
    this.#log.info({ service, durability, dataDir, ...describeConfig(config) }, 'started');
    // A signal may have come while it started.
    if (this.#ending) await this.#stopAndExit();
  }

  async #stop(signal: string): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    this.#log.info({ signal }, 'stopping');
    const deadline = setTimeout(() => {
      this.#log.warn('did not stop in time');
      process.exit(1);
    }, STOP_DEADLINE_MS);
    deadline.unref();
    if (this.#running !== null) await this.#stopAndExit();
  }

  async #stopAndExit(): Promise<void> {
    try {
      await this.#running?.stop();
      await this.#ports?.close();
    } catch (error) {
      this.#log.error({ code: codeOfError(error), err: error }, 'failed while stopping');
      process.exit(exitCodeOf(error));
    }
    this.#log.info('stopped');
    process.exit(0);
  }

  #fail(error: unknown): void {
    const exitCode = exitCodeOf(error);
    this.#log.fatal({ code: codeOfError(error), exitCode, err: error }, messageOf(error));
    // Fail-stop: whatever is in flight is in the logs, or was never acknowledged.
    process.exit(exitCode);
  }
}

function logTo(options: { readonly level: string; readonly name: string }): Logger {
  return pino(options, standardError());
}

function durabilityOf(value: unknown): Durability {
  if (value === 'disk' || value === 'process') return value;
  throw usage(`--durability is disk or process, not ${String(value)}`);
}

const usage = (message: string): UsageError => new UsageError(message);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function packageVersion(): string {
  try {
    // dist/ports/process/run-service.js
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    return String(JSON.parse(text).version);
  } catch {
    return 'unknown';
  }
}
