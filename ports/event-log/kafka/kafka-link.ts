/**
 * One use's own connection to one broker. A broker answers the requests of a connection one behind
 * another, so a fetch that waits for records must have a connection to itself.
 *
 * A link that failed once is destroyed and never used again: what it still has under way may reach
 * the broker, but nobody waits for it.
 */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import Broker from 'kafkajs/src/broker/index.js';
import ConnectionPool, { type KafkajsLogger } from 'kafkajs/src/network/connectionPool.js';
import { EventLogError } from '../event-log.ts';
import type { KafkaConnection } from './kafka-connection.ts';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

const CONNECT_TIMEOUT_MS = 1500;
/** A request that is not answered by then: its broker is dead, frozen, or cut off. */
export const REQUEST_TIMEOUT_MS = 2000;
const KEEP_ALIVE_MS = 10_000;

/** Errors reach the caller as errors; what else the client has to say helps nobody. */
const silent: KafkajsLogger = {
  namespace: () => silent,
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
};

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
  readonly #sockets = new Set<Socket>();
  #destroyed = false;

  private constructor(address: BrokerAddress, connection: KafkaConnection) {
    const { tls, sasl, clientId } = connection;
    const connectionPool = new ConnectionPool({
      ...address,
      clientId,
      ssl: tls === null ? null : tlsOptions(tls),
      sasl,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      logger: silent,
      socketFactory: ({ host, port, ssl, onConnect }) => {
        const socket =
          ssl === null
            ? connect({ host, port, noDelay: true }, onConnect)
            : connectTls({ host, port, servername: host, ...ssl }, onConnect);
        socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
        return socket;
      },
    });
    this.broker = new Broker({
      connectionPool,
      logger: silent,
      allowAutoTopicCreation: false,
      authenticationTimeout: CONNECT_TIMEOUT_MS,
    });
  }

  /** Throws what the client throws; EventLogError LOG_BROKER_UNSUPPORTED. */
  static async connect(address: BrokerAddress, connection: KafkaConnection): Promise<KafkaLink> {
    const link = new KafkaLink(address, connection);
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
    return this.#destroyed;
  }

  /** Idempotent. What is under way fails at once. */
  destroy(): void {
    this.#destroyed = true;
    // With an error: only then does the client give up its requests and its timers.
    for (const socket of this.#sockets) socket.destroy(new Error('the connection is given up'));
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

function tlsOptions({ ca, cert, key }: NonNullable<KafkaConnection['tls']>): object {
  return {
    ...(ca === null ? {} : { ca: [ca] }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
}
