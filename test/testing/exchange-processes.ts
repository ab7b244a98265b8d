import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { AdminClient } from '../../cli/admin-client.ts';
import type { DemoAccount } from '../../cli/connection.ts';
import { findDemoRecord } from '../../cli/connection.ts';
import {
  ADMIN,
  openFundedAccount,
  setUpMarkets,
  writeFirstRecords,
} from '../../cli/demo/demo-exchange.ts';
import { everyMarketHasStandby, type NamedProcess, ofRunning } from '../../cli/engine-roles.ts';
import { bindToSetUp, type ExchangeSettings } from '../../cli/exchange-settings.ts';
import { processSpecs } from '../../cli/supervisor/process-specs.ts';
import type { ProcessSpec } from '../../cli/supervisor/supervised-process.ts';
import type { ExchangeStatus } from '../../client/api-types.ts';
import { RestClient } from '../../client/rest-client.ts';
import { meshFolderOf } from '../../ports/embedded/mesh-folder.ts';
import type { Durability } from '../../ports/event-log/event-log.ts';
import { freePort } from '../../ports/process/free-ports.ts';
import { eventually } from './eventually.ts';
import { discard, type SetUpName, settingsOn, type TestServers } from './set-up.ts';

const DIST = fileURLToPath(new URL('../../', import.meta.url));
const FUNDS = { BTC: '1000000', ETH: '1000000', USD: '1000000000' };
const ALL = ['order-service-1', 'engine-a', 'engine-b', 'settlement', 'projections', 'snapshotter'];
const READY_MS = 30_000;

export interface RunningProcess {
  readonly pid: number;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/**
 * The processes of an exchange without a supervisor: what dies stays dead until the test starts it
 * again, with or without a crash point.
 */
export class ExchangeProcesses {
  readonly data = mkdtempSync(join(tmpdir(), 'lockstep-system-'));
  readonly #port: number;
  readonly #settings: ExchangeSettings;
  readonly #specs: readonly ProcessSpec[];
  /** What any of them logged as an error: each line, behind its process. */
  readonly complaints: string[] = [];
  #restart: 'whoever-fails' | null = null;
  #said = '';
  readonly #running = new Map<string, { process: RunningProcess; child: ChildProcess }>();
  readonly #client: RestClient;

  private constructor(
    port: number,
    durability: Durability,
    options: {
      readonly settings: ExchangeSettings;
      readonly orderServiceOptions: readonly string[];
    },
  ) {
    const { settings, orderServiceOptions } = options;
    this.#port = port;
    this.#settings = settings;
    const waves = processSpecs(DIST, {
      dataDirectory: this.data,
      port,
      durability,
      engines: 'primary-and-standby',
      snapshotIntervalMs: 3_000,
      snapshotEvents: 1_000_000,
      accountSnapshotIntervalMs: 3_000,
      settings,
    });
    this.#specs = [...waves.first, ...waves.second].map((spec) =>
      spec.name.startsWith('order-service')
        ? { ...spec, arguments: [...spec.arguments, ...orderServiceOptions] }
        : spec,
    );
    this.#client = new RestClient({ baseUrl: this.baseUrl });
  }

  /** A folder with the ledger's first records; nothing runs on it yet. */
  static async prepare(
    options: {
      readonly durability?: Durability;
      readonly setUp?: SetUpName;
      /** Of the test's own, where it breaks them. */
      readonly servers?: Partial<TestServers>;
      /** Whoever ends by itself is started again as it was, as a supervisor does. */
      readonly restart?: 'whoever-fails';
      readonly orderServiceOptions?: readonly string[];
    } = {},
  ): Promise<ExchangeProcesses> {
    const settings = settingsOn(options.setUp ?? 'embedded', options.servers);
    const durability = options.durability ?? 'disk';
    const exchange = new ExchangeProcesses(await freePort(), durability, {
      settings,
      orderServiceOptions: options.orderServiceOptions ?? [],
    });
    exchange.#restart = options.restart ?? null;
    mkdirSync(join(exchange.data, 'logs'), { recursive: true, mode: 0o700 });
    bindToSetUp(exchange.data, settings);
    await writeFirstRecords(exchange.data);
    return exchange;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.#port}/v1/ws`;
  }

  startAll(): void {
    for (const name of ALL) this.start(name);
  }

  /** `faults`: `CPx-name:n`. A name that is not known is one more engine. */
  start(name: string, faults = ''): RunningProcess {
    assert.ok(!this.#running.has(name), `${name} runs already`);
    const spec = this.#specs.find((each) => each.name === name) ?? this.#engineSpec(name);
    const child = spawn(process.execPath, [spec.script, ...spec.arguments], {
      // The channel ends them should this process die.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...spec.environment, FAULT: faults },
    });
    const { pid } = child;
    assert.ok(pid !== undefined, `${name} could not be started`);
    let output = '';
    child.stderr?.on('data', (text) => {
      this.#said += text;
      output = `${output}${text}`.slice(-4_000);
      for (const line of String(text).split('\n')) {
        if (/"level":[56]0/.test(line)) this.complaints.push(`${name}: ${line}`);
      }
    });
    const ended = new Promise<number | string>((resolve) => {
      child.once('exit', (code, signal) => {
        this.#running.delete(name);
        if (code !== null && code !== 0)
          process.stdout.write(`${name} exited ${code}: ${output}\n`);
        if (this.#restart !== null && code !== null && code !== 0) this.start(name, faults);
        resolve(code ?? signal ?? 'unknown');
      });
    });
    const running = { pid, ended };
    this.#running.set(name, { process: running, child });
    return running;
  }

  #engineSpec(name: string): ProcessSpec {
    const model = this.#specs.find((each) => each.name === 'engine-a');
    assert.ok(model !== undefined);
    const words = model.arguments.map((word) => (word === 'engine-a' ? name : word));
    return { ...model, name, arguments: words };
  }

  signal(name: string, signal: NodeJS.Signals): void {
    const found = this.#running.get(name);
    assert.ok(found !== undefined, `${name} does not run`);
    found.child.kill(signal);
  }

  async kill(name: string): Promise<void> {
    const found = this.#running.get(name);
    assert.ok(found !== undefined, `${name} does not run`);
    found.child.kill('SIGKILL');
    await found.process.ended;
  }

  /** Undefined: it does not run. */
  running(name: string): RunningProcess | undefined {
    return this.#running.get(name)?.process;
  }

  /** Whether any of them ever wrote this to its log. */
  hasSaid(text: string): boolean {
    return this.#said.includes(text);
  }

  #named(): readonly NamedProcess[] {
    return [...this.#running].map(([name, { process }]) => ({ name, pid: process.pid }));
  }

  get names(): readonly string[] {
    return [...this.#running.keys()];
  }

  status(): Promise<ExchangeStatus> {
    return this.#client.status();
  }

  async ready(): Promise<void> {
    await eventually('orders are accepted', READY_MS, () => this.#client.isReady());
  }

  async standbyReady(): Promise<void> {
    await eventually('every market has a standby', READY_MS, async () =>
      everyMarketHasStandby(ofRunning(await this.status(), this.#named())),
    );
  }

  /** The two demonstration markets, and funded accounts. */
  async setUp(names: readonly string[]): Promise<readonly DemoAccount[]> {
    await this.ready();
    const admin = findDemoRecord(this.data)?.accounts.find(({ name }) => name === ADMIN);
    assert.ok(admin !== undefined);
    const client = new AdminClient({ baseUrl: this.baseUrl, credentials: admin });
    try {
      await setUpMarkets(client);
      return await Promise.all(names.map((name) => openFundedAccount(client, name, FUNDS)));
    } finally {
      client.close();
    }
  }

  async close(): Promise<void> {
    this.#client.close();
    this.#restart = null;
    const left = [...this.#running.values()];
    for (const { child } of left) child.kill('SIGKILL');
    await Promise.all(left.map((each) => each.process.ended));
    removeExchange(this.data);
    await discard(this.#settings);
  }
}

export function removeExchange(data: string): void {
  // Killed processes leave their sockets behind.
  rmSync(meshFolderOf(data), { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}

export const seedOfRun = (): number =>
  Number(process.env['SEED'] ?? process.env['SUITE_SEED'] ?? Date.now() % 1_000_000);
