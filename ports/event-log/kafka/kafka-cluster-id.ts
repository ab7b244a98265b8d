import { EventLogError } from '../event-log.ts';
import { KafkaCluster } from './kafka-cluster.ts';
import type { KafkaConnection } from './kafka-connection.ts';

/** Made when the cluster was formatted: another cluster at the same address has another. */
export async function kafkaClusterId(connection: KafkaConnection): Promise<string> {
  const cluster = new KafkaCluster(connection);
  try {
    const { clusterId } = await cluster.ask('the id of the cluster', (broker) =>
      broker.metadata([]),
    );
    if (clusterId !== null) return clusterId;
    throw new EventLogError('LOG_BROKER_UNSUPPORTED', 'the cluster does not tell its id');
  } finally {
    cluster.close();
  }
}
