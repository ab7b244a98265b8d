/**
 * Engine nodes in one process over one real embedded log in a temporary folder. A node can be ended,
 * or frozen: then its calls of the log hang until it is thawed, as those of a stopped process would.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../../ports/crash-points/crash-points.ts';
import { noDoorbell } from '../../../ports/event-log/doorbell.ts';
import type { EventLog, LogRecord } from '../../../ports/event-log/event-log.ts';
import { LmdbEventLog } from '../../../ports/event-log/lmdb-event-log.ts';
import { MemorySnapshotStore } from '../../../ports/snapshot-store/memory-snapshot-store.ts';
import { assert } from '../../../proto/assert.ts';
import { decodeEventBatch } from '../../../proto/codec.ts';
import type { EventBatch } from '../../../proto/messages.ts';
import { commandTopic, eventTopic } from '../../../proto/topics.ts';
import { type Offset, offset } from '../../../proto/units.ts';
import { EngineNode } from '../engine-node.ts';
import { type MachineFactory, marketMachines } from '../machine-factory.ts';
import { type ReplayVerification, verifyReplay } from '../replay-verification.ts';
import type { Replica } from '../replica.ts';
import type { RuntimeContext, RuntimeLog } from '../runtime-context.ts';
import { Neighbourhood } from './neighbourhood.ts';

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

export interface TestNode {
  readonly name: string;
  readonly node: EngineNode;
  readonly lines: readonly LoggedLine[];
  readonly broken: readonly unknown[];
  freeze(): void;
  thaw(): void;
  /** Like kill -9: the others see it go, and nothing of it happens any more. */
  kill(): Promise<void>;
}

export class TestCluster {
  readonly log: EventLog;
  readonly snapshots = new MemorySnapshotStore();
  readonly neighbourhood = new Neighbourhood();
  readonly #folder = mkdtempSync(join(tmpdir(), 'lockstep-engine-'));
  readonly #nodes: TestNode[] = [];
  /** The timers of the ports do not keep a process alive; sockets would. */
  readonly #alive = setInterval(() => {}, 1000);

  constructor() {
    this.log = new LmdbEventLog({
      folder: this.#folder,
      durability: 'process',
      clock: systemClock,
      crashPoints: noCrashPoints,
      doorbell: noDoorbell,
    });
  }

  context(
    name: string,
    options?: {
      readonly machines?: MachineFactory;
      readonly log?: EventLog;
      readonly lines?: LoggedLine[];
    },
  ): RuntimeContext {
    return {
      node: name,
      ports: {
        clock: systemClock,
        log: options?.log ?? this.log,
        snapshots: this.snapshots,
        coordination: this.neighbourhood.join(name),
        crashPoints: noCrashPoints,
      },
      log: recordingLog(options?.lines ?? []),
      machines: options?.machines ?? marketMachines,
      defer: setImmediate,
    };
  }

  start(name: string, machines?: MachineFactory): TestNode {
    const lines: LoggedLine[] = [];
    const broken: unknown[] = [];
    const gate = new Gate();
    const context = this.context(name, {
      lines,
      log: gate.before(this.log),
      ...(machines === undefined ? {} : { machines }),
    });
    const node = new EngineNode(context, {
      markets: 'all',
      identity: { pid: 1, version: 'test' },
      onBroken: (error) => broken.push(error),
    });
    node.start();
    const started: TestNode = {
      name,
      node,
      lines,
      broken,
      freeze: () => gate.shut(),
      thaw: () => gate.open(),
      kill: async () => {
        gate.shut();
        this.neighbourhood.set(name, 'down');
        void node.stop();
      },
    };
    this.#nodes.push(started);
    return started;
  }

  async createMarket(market: string): Promise<void> {
    await this.log.createTopic(commandTopic(market));
    await this.log.createTopic(eventTopic(market));
  }

  append(market: string, records: readonly Uint8Array[]): Promise<Offset> {
    return this.log.append(commandTopic(market), records);
  }

  async commands(market: string): Promise<readonly LogRecord[]> {
    return this.log.read(commandTopic(market), offset(0), { records: 1e6, bytes: 1e9 });
  }

  async emitted(market: string): Promise<readonly EventBatch[]> {
    const records = await this.log.read(eventTopic(market), offset(0), {
      records: 1e6,
      bytes: 1e9,
    });
    return records.map((record) => decodeEventBatch(record.bytes));
  }

  /** Waits until every command record has its batch. */
  async answered(market: string): Promise<void> {
    await eventually(async () => {
      const { end } = await this.log.bounds(commandTopic(market));
      const last = (await this.emitted(market)).map(({ inputOffset }) => inputOffset);
      return Math.max(-1, ...last) === end - 1;
    }, `${market} is answered`);
  }

  verify(market: string): Promise<ReplayVerification> {
    return verifyReplay(this.context('checker'), market);
  }

  async close(): Promise<void> {
    for (const { thaw } of this.#nodes) thaw();
    await Promise.all(this.#nodes.map(({ node }) => node.stop()));
    await this.log.close();
    clearInterval(this.#alive);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export function replicaOf(testNode: TestNode, market: string): Replica {
  const replica = testNode.node.replica(market);
  assert(replica !== undefined, `${testNode.name} serves ${market}`);
  return replica;
}

export const roleOf = (testNode: TestNode, market: string) =>
  testNode.node.replica(market)?.role.kind;

export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const untilMs = systemClock.monotonicMs() + 40_000;
  while (!(await condition())) {
    assert(systemClock.monotonicMs() < untilMs, `not within 40 s: ${what}`);
    await systemClock.sleep(5);
  }
}

function recordingLog(lines: LoggedLine[]): RuntimeLog {
  const at = (level: LoggedLine['level']) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Holds back the calls of a log while it is shut. */
class Gate {
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => {};

  shut(): void {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
    this.#opened = Promise.resolve();
  }

  before(log: EventLog): EventLog {
    const gated =
      <Arguments extends unknown[], Result>(method: (...args: Arguments) => Promise<Result>) =>
      async (...args: Arguments): Promise<Result> => {
        await this.#opened;
        const result = await method(...args);
        await this.#opened;
        return result;
      };
    return {
      durability: log.durability,
      createTopic: gated((topic: string) => log.createTopic(topic)),
      topics: gated(() => log.topics()),
      append: gated((topic: string, records: readonly Uint8Array[]) => log.append(topic, records)),
      read: gated((...args: Parameters<EventLog['read']>) => log.read(...args)),
      bounds: gated((topic: string) => log.bounds(topic)),
      waitFor: gated((...args: Parameters<EventLog['waitFor']>) => log.waitFor(...args)),
      deleteBefore: gated((topic: string, before: Offset) => log.deleteBefore(topic, before)),
      close: () => log.close(),
    };
  }
}
