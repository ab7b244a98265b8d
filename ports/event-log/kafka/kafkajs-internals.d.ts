/**
 * The parts of kafkajs 2.2.4 that are used beneath its public surface (docs/adr/0008 says why): one
 * broker's requests over one connection each, without groups, retries or sequence keeping.
 */
declare module 'kafkajs/src/network/connectionPool.js' {
  export interface KafkajsLogger {
    namespace(name: string): KafkajsLogger;
    error(message: string, extra?: object): void;
    warn(message: string, extra?: object): void;
    info(message: string, extra?: object): void;
    debug(message: string, extra?: object): void;
  }

  export interface KafkajsRequest {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<unknown>;
  }

  export interface KafkajsResponse<Decoded extends { readonly clientSideThrottleTime: number }> {
    decode(payload: Buffer): Promise<Decoded>;
    parse(decoded: Decoded): Promise<Decoded>;
  }

  export default class ConnectionPool {
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly clientId: string;
      readonly ssl: object | null;
      readonly sasl: object | null;
      readonly connectionTimeout: number;
      readonly requestTimeout: number;
      readonly logger: KafkajsLogger;
      readonly socketFactory: (options: {
        readonly host: string;
        readonly port: number;
        readonly ssl: object | null;
        readonly onConnect: () => void;
      }) => import('node:net').Socket;
    });
    send<Decoded extends { readonly clientSideThrottleTime: number }>(exchange: {
      readonly request: KafkajsRequest;
      readonly response: KafkajsResponse<Decoded>;
      readonly requestTimeout?: number;
      readonly logResponseError?: boolean;
    }): Promise<Decoded>;
  }
}

declare module 'kafkajs/src/broker/index.js' {
  import type ConnectionPool from 'kafkajs/src/network/connectionPool.js';
  import type { KafkajsLogger } from 'kafkajs/src/network/connectionPool.js';

  export default class Broker {
    constructor(options: {
      readonly connectionPool: ConnectionPool;
      readonly logger: KafkajsLogger;
      readonly allowAutoTopicCreation: boolean;
      readonly authenticationTimeout: number;
    });
    readonly connectionPool: ConnectionPool;
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
    produce(request: {
      readonly acks: -1;
      readonly timeout: number;
      readonly producerId: string;
      readonly producerEpoch: number;
      readonly topicData: readonly {
        readonly topic: string;
        readonly partitions: readonly {
          readonly partition: number;
          readonly firstSequence: number;
          readonly messages: readonly { readonly key: null; readonly value: Buffer }[];
        }[];
      }[];
    }): Promise<{
      readonly topics: readonly {
        readonly partitions: readonly { readonly baseOffset: string }[];
      }[];
    }>;
  }
}

declare module 'kafkajs/src/protocol/requests/fetch/v11/request.js' {
  import type { KafkajsRequest } from 'kafkajs/src/network/connectionPool.js';

  export default function fetchRequest(options: {
    readonly replicaId: -1;
    readonly isolationLevel: 0 | 1;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: number;
        readonly maxBytes: number;
      }[];
    }[];
  }): KafkajsRequest;
}

declare module 'kafkajs/src/protocol/error.js' {
  export function createErrorFromCode(code: number): Error & {
    readonly type: string;
    readonly code: number;
  };
}
