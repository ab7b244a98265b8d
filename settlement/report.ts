/** What settlement says of itself: how far each market is settled, and how far behind its log. */

import type { SettlementStep } from '../ports/account-store/account-store.ts';
import type { MarketReport } from '../ports/coordination/coordination.ts';
import { readerReport } from '../ports/coordination/reader-report.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { Ports } from '../ports/ports.ts';
import { StageTimes } from '../ports/stage-times/stage-times.ts';
import { marketOfTopic } from '../proto/topics.ts';

export class SettlementReport {
  readonly stages = new StageTimes();
  readonly #ports: Ports;
  readonly #identity: { readonly name: string; readonly pid: number; readonly version: string };
  readonly #startedAtUs: number;
  /** Only what is stored counts. */
  readonly #settled = new Map<string, EventCursor>();
  #markets: readonly MarketReport[] = [];
  #problem: string | null = null;

  constructor(
    ports: Ports,
    identity: { readonly name: string; readonly pid: number; readonly version: string },
  ) {
    this.#ports = ports;
    this.#identity = identity;
    this.#startedAtUs = ports.clock.nowUs();
  }

  settled(steps: readonly SettlementStep[]): void {
    for (const { topic, cursor } of steps) this.#settled.set(topic, cursor);
  }

  /** Said at once: the process is about to end. */
  problem(problem: string): void {
    this.#problem = problem;
    this.#send(this.#markets.map((market) => ({ ...market, problem })));
  }

  async announce(startedAt: ReadonlyMap<string, EventCursor | null>): Promise<void> {
    const markets: MarketReport[] = [];
    for (const [topic, firstCursor] of startedAt) {
      const market = marketOfTopic(topic);
      if (market === null) continue;
      const cursor = this.#settled.get(topic) ?? firstCursor;
      const problem = this.#problem;
      markets.push(await readerReport(this.#ports.log, { topic, market, cursor, problem }));
    }
    this.#send(markets);
  }

  #send(markets: readonly MarketReport[]): void {
    this.#markets = markets;
    this.#ports.coordination.announce({
      ...this.#identity,
      service: 'settlement',
      startedAtUs: this.#startedAtUs,
      markets,
      stages: this.stages.report(),
    });
  }
}
