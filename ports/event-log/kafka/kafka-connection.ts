/** How to reach a Kafka cluster, and under which names. */
export interface KafkaConnection {
  /** `host:port`, at least one; the others are found by asking it. */
  readonly brokers: readonly string[];
  /** Names this process in the brokers' logs. */
  readonly clientId: string;
  /** Put before every topic name; empty: none. */
  readonly topicPrefix: string;
  /** PEM texts; null: without TLS. `ca` null: the certificate authorities of Node. */
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
  } | null;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}
