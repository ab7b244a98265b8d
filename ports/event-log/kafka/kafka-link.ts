/**
 * One use's own connection to one broker. A broker answers the requests of a connection one behind
 * another, so a fetch that waits for records must have a connection to itself.
 *
 * A link that failed once is destroyed and never used again: what it still has under way may reach
 * the broker, but nobody waits for it.
 */
import Broker from 'kafkajs/src/broker/index.js';
import { EventLogError } from '../event-log.ts';
import { BrokerSession, silent } from './broker-session.ts';
import type { BrokerAddress } from './broker-socket.ts';
import type { KafkaConnection } from './kafka-connection.ts';

/** What is used, by API key and the least version that is needed: all of Kafka 4 has these. */
const NEEDED: readonly (readonly [api: string, key: number, version: number])[] = [
  ['Produce', 0, 7],
  ['Fetch', 1, 11],
  ['ListOffsets', 2, 3],
  ['Metadata', 3, 6],
  ['CreateTopics', 19, 3],
  ['DeleteRecords', 21, 1],
  ['InitProducerId', 22, 1],
  ['DescribeConfigs', 32, 2],
];

export class KafkaLink {
  readonly broker: Broker;
  readonly session: BrokerSession;

  private constructor(session: BrokerSession) {
    this.session = session;
    this.broker = new Broker({
      connectionPool: session,
      logger: silent,
      allowAutoTopicCreation: false,
      authenticationTimeout: session.connectionTimeout,
    });
  }

  /** Throws what the client throws; EventLogError LOG_BROKER_UNSUPPORTED. */
  static async connect(address: BrokerAddress, connection: KafkaConnection): Promise<KafkaLink> {
    const link = new KafkaLink(new BrokerSession(address, connection));
    try {
      await link.broker.connect();
      link.#checkVersions(address);
      return link;
    } catch (error) {
      link.destroy();
      throw error;
    }
  }

  get isDestroyed(): boolean {
    return this.session.isDestroyed;
  }

  /** Idempotent. What is under way fails at once. */
  destroy(): void {
    void this.session.destroy();
  }

  #checkVersions({ host, port }: BrokerAddress): void {
    const versions = this.broker.versions ?? {};
    for (const [api, key, version] of NEEDED) {
      const offered = versions[key];
      if (offered !== undefined && offered.maxVersion >= version && offered.minVersion <= version) {
        continue;
      }
      const offers =
        offered === undefined ? 'none' : `${offered.minVersion} to ${offered.maxVersion}`;
      throw new EventLogError(
        'LOG_BROKER_UNSUPPORTED',
        `${host}:${port} offers ${api} in version ${offers}; ${version} is needed (Kafka 4)`,
      );
    }
  }
}
