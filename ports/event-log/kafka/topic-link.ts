import type { KafkaCluster } from './kafka-cluster.ts';
import { mayPass } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

/** One use's link to whoever leads the topic now; after any trouble, a new one. */
export class TopicLink {
  readonly topic: string;
  readonly #cluster: KafkaCluster;
  #link: Promise<KafkaLink> | null = null;
  #closed = false;

  constructor(cluster: KafkaCluster, topic: string) {
    this.#cluster = cluster;
    this.topic = topic;
  }

  /** Throws what the client throws, and EventLogError. */
  async use<T>(action: (link: KafkaLink) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('the connection is closed');
    this.#link ??= this.#cluster.connectLeader(this.topic);
    const used = this.#link;
    try {
      const link = await used;
      if (this.#closed || link.isDestroyed) throw new Error('the connection is closed');
      return await action(link);
    } catch (error) {
      if (!this.#closed && mayPass(error))
        used.then(
          (link) => this.#cluster.doubt(link),
          () => {},
        );
      this.#drop(used);
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#link !== null) this.#drop(this.#link);
  }

  #drop(used: Promise<KafkaLink>): void {
    if (this.#link === used) this.#link = null;
    used.then((link) => link.destroy()).catch(() => {});
  }
}
