/** A random exchange in memory whose settlement settles when it is told to, each record in a step. */
import type { AccountStore } from '../../ports/account-store/account-store.ts';
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import { settledTopics, TopicInput } from '../events-in.ts';
import { effectsOfTopic } from '../topic-effects.ts';
import { MemoryEventLog } from './memory-event-log.ts';
import { RandomExchange } from './random-exchange.ts';

export class SettledExchange {
  readonly log = new MemoryEventLog();
  readonly store: AccountStore = memoryAccountStore();
  readonly exchange = new RandomExchange(this.store, this.log);
  readonly #settleTopic = new Map<string, () => Promise<void>>();
  #seed = 1;

  async begin(): Promise<void> {
    await this.exchange.begin(() => this.settle());
  }

  async trade(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await this.move();
      await this.settle();
    }
  }

  /** Always the same after the same number of moves; nothing of it is settled. */
  async move(): Promise<void> {
    const [kind, a, b] = [this.#next(), this.#next(), this.#next()];
    await this.exchange.move({ kind, a, b, c: this.#next(), d: this.#next() });
  }

  async settle(): Promise<void> {
    for (const topic of await settledTopics(this.log)) {
      const settleTopic = this.#settleTopic.get(topic) ?? this.#newTopic(topic);
      this.#settleTopic.set(topic, settleTopic);
      await settleTopic();
    }
  }

  #newTopic(topic: string): () => Promise<void> {
    const input = new TopicInput({ log: this.log, topic, cursor: null });
    const fold = effectsOfTopic(topic, this.store);
    return async () => {
      for (const record of await input.read(0)) {
        const effects = await fold.effectsOf(record);
        await this.store.apply([{ topic, cursor: record.cursor, effects }]);
      }
    };
  }

  #next(): number {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed;
  }
}
