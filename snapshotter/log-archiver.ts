/** Archives every topic of the markets that this process serves, and the ledger. */
import type { MarketSelection } from '../engine/runtime/market-discovery.ts';
import { isPassing } from '../engine/runtime/retrying.ts';
import type { TopicArchiveReport } from '../ports/coordination/coordination.ts';
import { marketOfTopic } from '../proto/topics.ts';
import { LogRetention, type RetentionNeeds, type RetentionRule } from './log-retention.ts';
import { type ArchiveContext, type ArchiveRhythm, TopicArchiver } from './topic-archiver.ts';

export interface ArchiveOptions {
  readonly rhythm: ArchiveRhythm;
  /** null: the logs forget nothing. */
  readonly retention: RetentionRule | null;
}

const DISCOVER_MS = 1000;

export class LogArchiver {
  readonly #context: ArchiveContext;
  readonly #options: ArchiveOptions;
  readonly #markets: MarketSelection;
  readonly #needs: RetentionNeeds;
  readonly #topics = new Map<string, TopicArchiver>();
  #stopped = false;

  constructor(
    context: ArchiveContext,
    options: ArchiveOptions & RetentionNeeds & { readonly markets: MarketSelection },
  ) {
    this.#context = context;
    this.#options = options;
    this.#markets = options.markets;
    this.#needs = options;
  }

  /** Until `stop`. Throws what must end the process: a damaged log. */
  async run(): Promise<void> {
    const { clock } = this.#context.ports;
    let broken: { readonly error: unknown } | null = null;
    const work: Promise<void>[] = [];
    while (!this.#stopped && broken === null) {
      for (const archiver of await this.#discovered()) {
        work.push(
          archiver.run().catch((error: unknown) => {
            broken = { error };
          }),
        );
      }
      await clock.sleep(DISCOVER_MS);
    }
    for (const archiver of this.#topics.values()) archiver.stop();
    await Promise.all(work);
    if (broken !== null) throw (broken as { readonly error: unknown }).error;
  }

  /** None while the log is away. */
  async #discovered(): Promise<readonly TopicArchiver[]> {
    try {
      return await this.discover();
    } catch (error) {
      if (!isPassing(error)) throw error;
      return [];
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const archiver of this.#topics.values()) archiver.stop();
  }

  report(): readonly TopicArchiveReport[] {
    return [...this.#topics.values()].map((archiver) => archiver.report());
  }

  /** Topics that were not known before. Two processes may well archive the same one. */
  async discover(): Promise<readonly TopicArchiver[]> {
    const found: TopicArchiver[] = [];
    for (const topic of await this.#context.ports.log.topics()) {
      const market = marketOfTopic(topic);
      const isServed = market === null || this.#markets === 'all' || this.#markets.includes(market);
      if (!isServed || this.#topics.has(topic)) continue;
      const archiver = new TopicArchiver(this.#context, {
        topic,
        rhythm: this.#options.rhythm,
        retention: this.#retentionOf(topic),
      });
      this.#topics.set(topic, archiver);
      found.push(archiver);
    }
    return found;
  }

  #retentionOf(topic: string): LogRetention | null {
    const { retention: rule } = this.#options;
    if (rule === null) return null;
    return new LogRetention(this.#context, {
      topic,
      rule,
      needs: this.#needs,
    });
  }
}
