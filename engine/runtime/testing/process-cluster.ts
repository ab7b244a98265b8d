/**
 * Real processes over one data directory: engines and snapshotters that a test starts, kills, stops
 * and continues, while it appends commands and reads events itself.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarketRole, Peer } from '../../../ports/coordination/coordination.ts';
import { meshFolderOf } from '../../../ports/embedded/mesh-folder.ts';
import { openPorts } from '../../../ports/open-ports.ts';
import type { Ports } from '../../../ports/ports.ts';
import { assert } from '../../../proto/assert.ts';
import { decodeEventBatch } from '../../../proto/codec.ts';
import type { EventBatch } from '../../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../../proto/topics.ts';
import { offset } from '../../../proto/units.ts';
import { marketMachines } from '../machine-factory.ts';
import { type ReplayVerification, verifyReplay } from '../replay-verification.ts';
import { type RuntimeContext, silentLog } from '../runtime-context.ts';
import type { OrderFlow } from './order-flow.ts';

const DIST = fileURLToPath(new URL('../../../', import.meta.url));
const READ = { records: 512, bytes: 8 * 1024 * 1024 };

export interface TestProcess {
  readonly name: string;
  readonly pid: number;
  /** Its log lines, as text. */
  readonly output: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
}

export class ProcessCluster {
  readonly ports: Ports;
  readonly folder: string;
  readonly #processes = new Set<TestProcess>();
  #streaming: { stop: boolean; done: Promise<void> } | null = null;

  private constructor(ports: Ports, folder: string) {
    this.ports = ports;
    this.folder = folder;
  }

  static async open(): Promise<ProcessCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-processes-'));
    const ports = await openPorts({
      dataDir: folder,
      durability: 'process',
      processName: 'test',
      faults: undefined,
    });
    return new ProcessCluster(ports, folder);
  }

  engine(name: string, fault = ''): TestProcess {
    return this.start('engine', name, [], fault);
  }

  start(
    role: 'engine' | 'snapshotter',
    name: string,
    options: readonly string[] = [],
    fault = '',
  ): TestProcess {
    const child = spawn(
      process.execPath,
      [
        join(DIST, role, 'main.js'),
        ...['--name', name, '--data', this.folder, '--durability', 'process', ...options],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, FAULT: fault } },
    );
    const started = testProcess(name, child);
    this.#processes.add(started);
    void started.ended.then(() => this.#processes.delete(started));
    return started;
  }

  /** False once the process has ended. */
  has(process: TestProcess): boolean {
    return this.#processes.has(process);
  }

  async createMarket(flow: OrderFlow): Promise<void> {
    await this.ports.log.createTopic(commandTopic(flow.market));
    await this.ports.log.createTopic(eventTopic(flow.market));
    await this.append(flow.market, [flow.start()]);
  }

  append(market: string, records: readonly Uint8Array[]) {
    return this.ports.log.append(commandTopic(market), records);
  }

  /** Appends a record every few milliseconds until `stopStream`. */
  stream(flow: OrderFlow, everyMs = 2): void {
    const streaming = { stop: false, done: Promise.resolve() };
    streaming.done = (async () => {
      while (!streaming.stop) {
        await this.append(flow.market, [flow.next()]);
        await this.ports.clock.sleep(everyMs);
      }
    })();
    this.#streaming = streaming;
  }

  async stopStream(): Promise<void> {
    if (this.#streaming === null) return;
    this.#streaming.stop = true;
    await this.#streaming.done;
  }

  /** Resolves with the first emitted batch, from now on, that is as wanted. */
  async nextEmitted(market: string, isWanted: (batch: EventBatch) => boolean): Promise<EventBatch> {
    const { clock, log } = this.ports;
    const topic = eventTopic(market);
    const untilMs = clock.monotonicMs() + 45_000;
    let { end: next } = await log.bounds(topic);
    for (;;) {
      assert(clock.monotonicMs() < untilMs, `no such batch of ${market} within 45 s`);
      await log.waitFor(topic, next, 100);
      for (const record of await log.read(topic, next, READ)) {
        next = offset(record.offset + 1);
        const batch = decodeEventBatch(record.bytes);
        if (isWanted(batch)) return batch;
      }
    }
  }

  /** Waits until the process says of itself that it has the role. */
  async hasRole(name: string, market: string, role: MarketRole): Promise<void> {
    await this.eventually(() => this.isRole(name, market, role), `${name} is ${role}`);
  }

  isRole(name: string, market: string, role: MarketRole): boolean {
    return roleIn(this.peer(name), market) === role;
  }

  peer(name: string): Peer | undefined {
    return this.ports.coordination.peers().find(({ report }) => report.name === name);
  }

  async eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const { clock } = this.ports;
    const untilMs = clock.monotonicMs() + 60_000;
    while (!(await condition())) {
      assert(
        clock.monotonicMs() < untilMs,
        `not within 60 s: ${what}\n${[...this.#processes].map(({ output }) => output()).join('\n')}`,
      );
      await clock.sleep(10);
    }
  }

  /** Waits for an answer to every record, and replays everything from the start. */
  async verified(market: string): Promise<ReplayVerification> {
    const { log } = this.ports;
    const end = (await log.bounds(commandTopic(market))).end;
    await this.eventually(async () => {
      const bounds = await log.bounds(eventTopic(market));
      return bounds.end >= end && (await this.check(market)).unanswered === 0;
    }, `all ${end} records of ${market} are answered`);
    return this.check(market);
  }

  check(market: string): Promise<ReplayVerification> {
    const context: RuntimeContext = {
      node: 'test',
      ports: this.ports,
      log: silentLog,
      machines: marketMachines,
      defer: setImmediate,
    };
    return verifyReplay(context, market);
  }

  async close(): Promise<void> {
    await this.stopStream();
    const processes = [...this.#processes];
    for (const { signal } of processes) signal('SIGKILL');
    await Promise.all(processes.map(({ ended }) => ended));
    await this.ports.close();
    // Who is killed leaves its socket behind.
    rmSync(meshFolderOf(this.folder), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const roleIn = (peer: Peer | undefined, market: string): MarketRole | null =>
  peer?.state !== 'up'
    ? null
    : (peer.report.markets.find((entry) => entry.market === market)?.role ?? null);

function testProcess(name: string, child: ChildProcess): TestProcess {
  assert(child.pid !== undefined, `${name} could not be started`);
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    name,
    pid: child.pid,
    output: () => output,
    ended,
    signal: (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    },
  };
}
