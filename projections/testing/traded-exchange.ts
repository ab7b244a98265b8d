/** An exchange that trades at random, with its logs and its settled accounts, for those who fold them. */
import { memoryAccountStore } from '../../ports/account-store/memory-account-store.ts';
import { PROJECTION } from '../../ports/view-store/tables.ts';
import type { ViewStore } from '../../ports/view-store/view-store.ts';
import { LEDGER_TOPIC } from '../../proto/topics.ts';
import { settledTopics, TopicInput } from '../../settlement/events-in.ts';
import { MemoryEventLog } from '../../settlement/testing/memory-event-log.ts';
import { RandomExchange } from '../../settlement/testing/random-exchange.ts';
import { effectsOfTopic } from '../../settlement/topic-effects.ts';

const MODULUS = 2_147_483_647;

export class TradedExchange {
  readonly log = new MemoryEventLog();
  readonly store = memoryAccountStore();
  readonly exchange = new RandomExchange(this.store, this.log);
  #seed: number;

  constructor(seed: number) {
    this.#seed = Math.max(1, seed % MODULUS);
  }

  async begin(): Promise<void> {
    await this.exchange.begin(() => this.settle());
  }

  /** Settlement as an afterthought: the edge needs balances. */
  async settle(): Promise<void> {
    for (const topic of await settledTopics(this.log)) {
      const cursor = await this.store.cursor(topic);
      const fold = effectsOfTopic(topic, this.store);
      for (const record of await new TopicInput({ log: this.log, topic, cursor }).read(0)) {
        const effects = await fold.effectsOf(record);
        await this.store.apply([{ topic, cursor: record.cursor, effects }]);
      }
    }
  }

  async trade(count: number): Promise<void> {
    const next = () => {
      this.#seed = (this.#seed * 48_271) % MODULUS;
      return this.#seed;
    };
    for (let index = 0; index < count; index += 1) {
      await this.exchange.move({ kind: next(), a: next(), b: next(), c: next(), d: next() });
      if (index % 5 === 0) await this.settle();
    }
    await this.settle();
  }

  /** Whether the views are where settlement is. */
  async isFolded(views: Pick<ViewStore, 'cursor'>): Promise<boolean> {
    for (const topic of await settledTopics(this.log)) {
      const stands = (await this.store.cursor(topic))?.sequence ?? 0;
      for (const projection of Object.values(PROJECTION)) {
        if (topic === LEDGER_TOPIC && projection !== PROJECTION.postings) continue;
        if ((await views.cursor(projection, topic))?.sequence !== stands) return false;
      }
    }
    return true;
  }
}
