/**
 * The parts of kafkajs 2.2.4 that are used beneath its public surface (docs/adr/0008 says why): what
 * one broker can be asked, and how one logs in to it. The connection is ours.
 */
declare module 'kafkajs/src/broker/index.js' {
  export interface KafkajsLogger {
    namespace(name: string): KafkajsLogger;
    error(message: string, extra?: object): void;
    warn(message: string, extra?: object): void;
    info(message: string, extra?: object): void;
    debug(message: string, extra?: object): void;
  }

  export interface KafkajsExchange<Decoded extends { readonly clientSideThrottleTime: number }> {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      encode(): Promise<{ readonly buffer: Buffer }>;
    };
    readonly response: {
      decode(payload: Buffer): Promise<Decoded>;
      parse(decoded: Decoded): Promise<Decoded>;
    };
  }

  /** What a Broker sends by: a pool of connections, or one that is its own pool. */
  export interface KafkajsConnection {
    readonly host: string;
    readonly port: number;
    readonly sasl: object | null;
    readonly connectionTimeout: number;
    isConnected(): boolean;
    isAuthenticated(): boolean;
    getConnection(): Promise<KafkajsConnection>;
    setVersions(versions: unknown): void;
    getSupportAuthenticationProtocol(): boolean;
    authenticate(): Promise<void>;
    send<Decoded extends { readonly clientSideThrottleTime: number }>(
      exchange: KafkajsExchange<Decoded>,
    ): Promise<Decoded>;
    destroy(): Promise<void>;
  }

  export default class Broker {
    constructor(options: {
      readonly connectionPool: KafkajsConnection;
      readonly logger: KafkajsLogger;
      readonly allowAutoTopicCreation: boolean;
      readonly authenticationTimeout: number;
    });
    /** By API key; null before `connect`. */
    readonly versions: Readonly<
      Record<number, { readonly minVersion: number; readonly maxVersion: number }>
    > | null;
    connect(): Promise<void>;
    metadata(topics: readonly string[]): Promise<{
      readonly clusterId: string | null;
      readonly brokers: readonly {
        readonly nodeId: number;
        readonly host: string;
        readonly port: number;
      }[];
      readonly topicMetadata: readonly {
        readonly topic: string;
        readonly partitionMetadata: readonly {
          readonly partitionErrorCode: number;
          readonly partitionId: number;
          readonly leader: number;
          readonly replicas: readonly number[];
        }[];
      }[];
    }>;
    listOffsets(request: {
      readonly replicaId: -1;
      readonly isolationLevel: 0 | 1;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
      }[];
    }): Promise<{
      readonly responses: readonly {
        readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
      }[];
    }>;
    createTopics(request: {
      readonly topics: readonly {
        readonly topic: string;
        readonly numPartitions: number;
        readonly replicationFactor: number;
        readonly configEntries: readonly { readonly name: string; readonly value: string }[];
      }[];
      readonly timeout: number;
    }): Promise<unknown>;
    deleteTopics(request: {
      readonly topics: readonly string[];
      readonly timeout: number;
    }): Promise<unknown>;
    describeConfigs(request: {
      readonly resources: readonly { readonly type: number; readonly name: string }[];
    }): Promise<{
      readonly resources: readonly {
        readonly configEntries: readonly {
          readonly configName: string;
          readonly configValue: string | null;
        }[];
      }[];
    }>;
    deleteRecords(request: {
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
      }[];
    }): Promise<unknown>;
    initProducerId(request: { readonly transactionTimeout: number }): Promise<{
      readonly producerId: string;
      readonly producerEpoch: number;
    }>;
  }
}

declare module 'kafkajs/src/broker/saslAuthenticator/index.js' {
  import type { KafkajsConnection, KafkajsLogger } from 'kafkajs/src/broker/index.js';

  export default class SaslAuthenticator {
    constructor(
      connection: KafkajsConnection,
      logger: KafkajsLogger,
      versions: unknown,
      supportAuthenticationProtocol: boolean,
    );
    /** Milliseconds, in decimal; 0: for ever. */
    readonly sessionLifetime: string;
    authenticate(): Promise<void>;
  }
}

declare module 'kafkajs/src/protocol/error.js' {
  export function createErrorFromCode(code: number): Error & {
    readonly type: string;
    readonly code: number;
  };
}
