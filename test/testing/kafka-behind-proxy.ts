import { systemClock } from '../../ports/clock/system-clock.ts';
import { noCrashPoints } from '../../ports/crash-points/crash-points.ts';
import type { EventLog } from '../../ports/event-log/event-log.ts';
import { openKafkaEventLog } from '../../ports/event-log/kafka/kafka-event-log.ts';
import { freePorts } from '../../ports/process/free-ports.ts';
import { type Fate, PASS, type ProxyMessage, TcpProxy } from '../../ports/testing/tcp-proxy.ts';
import { temporaryFolder } from '../../ports/testing/temporary-folder.ts';
import { offset } from '../../proto/units.ts';
import { KafkaCluster } from '../../scripts/services/kafka-cluster.ts';

const LIMIT = { records: 10_000, bytes: 1e8 } as const;

/** Kafka's numbers of the requests that carry records. */
export const PRODUCE = 0;
export const FETCH = 1;

/** One broker that names a proxy as its address, so that everything goes through it. */
export class KafkaBehindProxy {
  readonly proxy: TcpProxy;
  readonly #cluster: KafkaCluster;

  private constructor(proxy: TcpProxy, cluster: KafkaCluster) {
    this.proxy = proxy;
    this.#cluster = cluster;
  }

  static async start(): Promise<KafkaBehindProxy> {
    const ports = await freePorts(2);
    const proxy = await TcpProxy.listen({ port: ports[0]!, framing: 'length-prefixed' });
    const cluster = await KafkaCluster.start({
      folder: temporaryFolder(),
      brokers: 1,
      ports,
      properties: { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxy.port}` },
    });
    return new KafkaBehindProxy(proxy, cluster);
  }

  get address(): string {
    return `127.0.0.1:${this.proxy.port}`;
  }

  openLog(): Promise<EventLog> {
    return openKafkaEventLog({
      connection: {
        brokers: [this.address],
        clientId: 'faults',
        topicPrefix: '',
        tls: null,
        sasl: null,
      },
      safety: 'development',
      clock: systemClock,
      crashPoints: noCrashPoints,
    });
  }

  async stop(): Promise<void> {
    await this.#cluster.kill();
    await this.proxy.close();
  }
}

/** Judges only requests of one kind, and their responses. */
export function judging(
  apiKey: number,
  judge: (message: ProxyMessage) => Fate,
): (message: ProxyMessage) => Fate {
  const asked = new Set<string>();
  return (message) => {
    const { direction, bytes, connection } = message;
    if (direction === 'request') {
      if (bytes.readInt16BE(4) !== apiKey) return PASS;
      asked.add(`${connection}/${bytes.readInt32BE(8)}`);
      return judge(message);
    }
    return asked.delete(`${connection}/${bytes.readInt32BE(4)}`) ? judge(message) : PASS;
  };
}

/** All records of the topic, as text. */
export async function textsIn(log: EventLog, topic: string): Promise<readonly string[]> {
  const texts: string[] = [];
  const { end } = await log.bounds(topic);
  while (texts.length < end) {
    for (const { bytes } of await log.read(topic, offset(texts.length), LIMIT)) {
      texts.push(new TextDecoder().decode(bytes));
    }
  }
  return texts;
}
