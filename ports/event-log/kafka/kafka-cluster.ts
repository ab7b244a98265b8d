/** The cluster as a whole: who leads a topic, and requests that any broker can answer. */
import type Broker from 'kafkajs/src/broker/index.js';
import { EventLogError } from '../event-log.ts';
import type { BrokerAddress } from './broker-socket.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { eventLogError, mayPass, protocolErrorOf } from './kafka-errors.ts';
import { KafkaLink } from './kafka-link.ts';

export interface TopicLayout {
  readonly partitions: number;
  readonly replicas: number;
}

interface Told extends TopicLayout {
  readonly leader: BrokerAddress | null;
  readonly toldBy: Broker;
}

export class KafkaCluster {
  readonly #connection: KafkaConnection;
  readonly #seeds: readonly BrokerAddress[];
  /** As the cluster named them last. */
  #brokers: readonly BrokerAddress[] = [];
  /** Which address is asked next. */
  #turn = 0;
  #control: Promise<KafkaLink> | null = null;
  /** Who said of a connection's broker that it leads. */
  readonly #toldBy = new WeakMap<KafkaLink, Broker>();
  #closed = false;

  constructor(connection: KafkaConnection) {
    this.#connection = connection;
    this.#seeds = connection.brokers.map(addressOf);
  }

  /**
   * What any broker can answer: over the connection that is there, and then each that is known is
   * asked once. Throws EventLogError: LOG_UNAVAILABLE when none answers.
   */
  async ask<T>(what: string, action: (broker: Broker) => Promise<T>): Promise<T> {
    const addresses = this.#addresses();
    // A broker closes a connection that was not used for long: that says nothing about any broker.
    const attemptsMax = addresses.length + (this.#control === null ? 0 : 1);
    let last: unknown = null;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      if (this.#closed) throw new EventLogError('LOG_CLOSED', 'the event log is closed');
      this.#control ??= this.connect(addresses[this.#turn % addresses.length]!);
      const used = this.#control;
      try {
        return await action((await used).broker);
      } catch (error) {
        if (protocolErrorOf(error) !== null || !mayPass(error)) throw eventLogError(error, what);
        last = error;
        this.#drop(used);
      }
    }
    const asked = addresses.map(({ host, port }) => `${host}:${port}`).join(', ');
    throw eventLogError(last, `${what}: no broker answers (${asked})`);
  }

  connect(address: BrokerAddress): Promise<KafkaLink> {
    return KafkaLink.connect(address, this.#connection);
  }

  /** A new connection to the broker that leads the topic. Throws EventLogError and the client's. */
  async connectLeader(topic: string): Promise<KafkaLink> {
    const { leader, toldBy } = await this.#describe(topic);
    try {
      if (leader === null) {
        throw new EventLogError('LOG_UNAVAILABLE', `${topic}: the partition has no leader`);
      }
      const link = await this.connect(leader);
      this.#toldBy.set(link, toldBy);
      return link;
    } catch (error) {
      this.#doubt(toldBy);
      throw error;
    }
  }

  /**
   * The leader does not serve. Perhaps it is none any more: a broker that is cut off from the
   * controllers tells what it heard last, for as long as it is asked.
   */
  doubt(leader: KafkaLink): void {
    const toldBy = this.#toldBy.get(leader);
    if (toldBy !== undefined) this.#doubt(toldBy);
  }

  async layout(topic: string): Promise<TopicLayout> {
    return this.#describe(topic);
  }

  /** Names of all topics of the cluster. */
  topicNames(): Promise<readonly string[]> {
    return this.ask('the list of topics', async (broker) => {
      const { topicMetadata } = await broker.metadata([]);
      return topicMetadata.map(({ topic }) => topic);
    });
  }

  close(): void {
    this.#closed = true;
    this.#control?.then((link) => link.destroy()).catch(() => {});
    this.#control = null;
  }

  /** Others may have used it, too: only the first to fail goes on to the next broker. */
  #drop(used: Promise<KafkaLink>): void {
    if (this.#control !== used) return;
    this.#control = null;
    this.#turn += 1;
    used.then((link) => link.destroy()).catch(() => {});
  }

  /** Another one is asked from now on, if that has not come about already. */
  #doubt(broker: Broker): void {
    const control = this.#control;
    const dropIfIts = (link: KafkaLink): void => {
      if (link.broker === broker && control !== null) this.#drop(control);
    };
    control?.then(dropIfIts).catch(() => {});
  }

  async #describe(topic: string): Promise<Told> {
    const { metadata, toldBy } = await this.ask(topic, async (broker) => ({
      metadata: await broker.metadata([topic]),
      toldBy: broker,
    }));
    this.#brokers = metadata.brokers;
    const partitions = metadata.topicMetadata[0]?.partitionMetadata ?? [];
    const first = partitions.find(({ partitionId }) => partitionId === 0);
    const leader = metadata.brokers.find(({ nodeId }) => nodeId === first?.leader);
    return {
      partitions: partitions.length,
      replicas: first?.replicas.length ?? 0,
      leader: leader ?? null,
      toldBy,
    };
  }

  #addresses(): readonly BrokerAddress[] {
    const isKnown = ({ host, port }: BrokerAddress) =>
      this.#seeds.some((seed) => seed.host === host && seed.port === port);
    return [...this.#seeds, ...this.#brokers.filter((broker) => !isKnown(broker))];
  }
}

function addressOf(broker: string): BrokerAddress {
  const at = broker.lastIndexOf(':');
  return { host: broker.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(broker.slice(at + 1)) };
}
