import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { freePorts } from '../../ports/process/free-ports.ts';
import { javaProgram, kafkaLibs } from './fetched-programs.ts';
import { runTool } from './run-tool.ts';
import { type ServerLife, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

const START_DEADLINE_MS = 90_000;
const FORMAT_DEADLINE_MS = 60_000;
const HEAP_MB_ALONE = 512;
const HEAP_MB_EACH = 320;
/** For a machine that it shares with the whole exchange: no threads that wait beside others. */
const JVM_OPTIONS = ['-XX:+UseSerialGC'];
/** Who lives for a test ends before C2's code has paid for its compilation (half of its CPU time). */
const SHORT_LIFE_OPTIONS = ['-XX:TieredStopAtLevel=1'];

export interface KafkaOptions {
  /** Empty, or one that an earlier cluster of the same ports left. */
  readonly folder: string;
  readonly brokers: number;
  /** Of the brokers, then of the controllers, where they must be known beforehand; else free ones. */
  readonly ports?: readonly number[];
  /** More lines of server.properties, e.g. for a broker that refuses big batches. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly say?: (message: string) => void;
  /** `with-us` where nothing else is said. */
  readonly life?: ServerLife;
}

interface Broker {
  readonly id: number;
  readonly port: number;
  readonly folder: string;
  process: ServerProcess | null;
}

/**
 * Apache Kafka in KRaft mode on 127.0.0.1; every node is broker and controller:
 *
 *   node 1 ──┐
 *   node 2 ──┼── controller quorum; a topic with replication factor 3 survives one of them
 *   node 3 ──┘
 *
 * A broker keeps its port and its folder over kill and start.
 */
export class KafkaCluster {
  readonly #java: string;
  readonly #libs: string;
  readonly #nodes: readonly Broker[];
  readonly #life: ServerLife;

  private constructor(java: string, libs: string, nodes: readonly Broker[], life: ServerLife) {
    this.#java = java;
    this.#libs = libs;
    this.#nodes = nodes;
    this.#life = life;
  }

  /** Resolves once every broker answers. Throws ServiceError; nothing is left running then. */
  static async start(options: KafkaOptions): Promise<KafkaCluster> {
    const java = await javaProgram();
    const libs = await kafkaLibs(options.say ?? (() => {}));
    const ports = options.ports ?? (await freePorts(options.brokers * 2));
    const nodes = ports.slice(0, options.brokers).map((port, index) => ({
      id: index + 1,
      port,
      folder: join(options.folder, `kafka-${index + 1}`),
      process: null,
    }));
    const controllers = ports.slice(options.brokers);
    const cluster = new KafkaCluster(java, libs, nodes, options.life ?? 'with-us');
    try {
      const clusterId = clusterIdIn(options.folder);
      const properties = options.properties ?? {};
      await Promise.all(
        nodes.map((node) => cluster.#format(node, { controllers, properties, clusterId })),
      );
      for (const { id } of nodes) cluster.launchBroker(id);
      await cluster.answers();
      return cluster;
    } catch (error) {
      await cluster.kill();
      throw error;
    }
  }

  get brokers(): readonly string[] {
    return this.#nodes.map(({ port }) => `127.0.0.1:${port}`);
  }

  get processes(): readonly ServerProcess[] {
    return this.#nodes.flatMap(({ process }) => (process === null ? [] : [process]));
  }

  /** `id` is 1, 2, 3. */
  brokerOf(id: number): string {
    return `127.0.0.1:${this.#node(id).port}`;
  }

  isAlive(id: number): boolean {
    return this.#node(id).process?.isAlive === true;
  }

  async killBroker(id: number): Promise<void> {
    await this.#node(id).process?.kill();
  }

  freezeBroker(id: number): void {
    this.#node(id).process?.signal('SIGSTOP');
  }

  thawBroker(id: number): void {
    this.#node(id).process?.signal('SIGCONT');
  }

  /** Resolves once all that run are one cluster again. */
  async startBroker(id: number): Promise<void> {
    this.launchBroker(id);
    await this.answers();
  }

  /** Stops the brokers in order, which a cluster without a quorum never ends by itself. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop()));
  }

  async kill(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.kill()));
  }

  /** Resolves once as many brokers are in the cluster as run. */
  async answers(): Promise<void> {
    const running = this.#nodes.filter(({ process }) => process?.isAlive === true);
    await brokersAnswer(
      running.map(({ port }) => `127.0.0.1:${port}`),
      () => firstDiagnosis(running.map((node) => node.process)),
    );
  }

  #node(id: number): Broker {
    const node = this.#nodes[id - 1];
    if (node === undefined) throw new Error(`there is no broker ${id}`);
    return node;
  }

  async #format(
    node: Broker,
    layout: {
      readonly controllers: readonly number[];
      readonly properties: Readonly<Record<string, string>>;
      readonly clusterId: string;
    },
  ): Promise<void> {
    mkdirSync(node.folder, { recursive: true, mode: 0o700 });
    const text = propertiesOf(node, layout.controllers, layout.properties);
    writeFileSync(join(node.folder, 'server.properties'), text);
    await runTool({
      command: this.#java,
      arguments: [
        ...['-cp', `${this.#libs}/*`, 'kafka.tools.StorageTool', 'format', '--ignore-formatted'],
        ...['-t', layout.clusterId, '-c', join(node.folder, 'server.properties')],
      ],
      deadlineMs: FORMAT_DEADLINE_MS,
      purpose: `formatting the storage of Kafka node ${node.id}`,
    });
  }

  /** Does not wait: a cluster without a quorum answers only once enough of them run. */
  launchBroker(id: number): void {
    const node = this.#node(id);
    if (node.process?.isAlive === true) throw new Error(`broker ${id} runs already`);
    const heap = this.#nodes.length === 1 ? HEAP_MB_ALONE : HEAP_MB_EACH;
    node.process = ServerProcess.start({
      command: this.#java,
      arguments: [
        `-Xmx${heap}m`,
        ...JVM_OPTIONS,
        ...(this.#life === 'with-us' ? SHORT_LIFE_OPTIONS : []),
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
        ...['-cp', `${this.#libs}/*`, 'kafka.Kafka', join(node.folder, 'server.properties')],
      ],
      logPath: join(node.folder, 'broker.log'),
      life: this.#life,
    });
  }
}

/** One of its own for each folder, so that a client notices another cluster at the same address. */
function clusterIdIn(folder: string): string {
  const path = join(folder, 'cluster-id');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Kafka takes 16 bytes as base64url; one that began with a dash would look like an option.
    writeFileSync(path, randomBytes(16).toString('base64url').replace(/^-/, 'A'));
  }
  return readFileSync(path, 'utf8');
}

const firstDiagnosis = (processes: readonly (ServerProcess | null)[]): string | null => {
  for (const each of processes) {
    const reason = each?.diagnosis() ?? null;
    if (reason !== null) return reason;
  }
  return null;
};

/** Resolves once each of the brokers is known to a cluster of them all. Throws ServiceError. */
export async function brokersAnswer(
  brokers: readonly string[],
  diagnosis: () => string | null,
): Promise<void> {
  const kafka = new Kafka({
    clientId: 'lockstep-services',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  await until(
    'Kafka',
    START_DEADLINE_MS,
    async () => {
      const admin = kafka.admin();
      try {
        await admin.connect();
        const cluster = await admin.describeCluster();
        return cluster.brokers.length >= brokers.length && cluster.controller !== null;
      } finally {
        await admin.disconnect();
      }
    },
    diagnosis,
  );
}

function propertiesOf(
  node: Broker,
  controllers: readonly number[],
  more: Readonly<Record<string, string>>,
): string {
  const count = controllers.length;
  const voters = controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`);
  const replicas = String(count >= 3 ? 3 : 1);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': voters.join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${controllers[node.id - 1]}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(node.folder, 'log'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': count >= 3 ? '2' : '1',
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': '1',
    // Every request passes from one of the first to one of the second and back.
    'num.network.threads': '1',
    'num.io.threads': '2',
    'background.threads': '2',
    // A dead broker is taken out of the in-sync set after 3 s instead of 9 s.
    'broker.heartbeat.interval.ms': '500',
    'broker.session.timeout.ms': '3000',
    // A consumer that joins is served at once instead of after 3 s.
    'group.initial.rebalance.delay.ms': '0',
    ...more,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
