/** What the projections say of themselves: per market, how far the slowest of them is. */

import type { MarketReport } from '../ports/coordination/coordination.ts';
import { readerReport } from '../ports/coordination/reader-report.ts';
import type { EventCursor } from '../ports/event-log/event-cursor.ts';
import type { Ports } from '../ports/ports.ts';
import type { ProjectionName } from '../ports/view-store/tables.ts';
import { marketOfTopic } from '../proto/topics.ts';

export class ProjectionsReport {
  readonly #ports: Ports;
  readonly #identity: { readonly name: string; readonly pid: number; readonly version: string };
  readonly #startedAtUs: number;
  readonly #stored = new Map<string, Map<ProjectionName, EventCursor | null>>();

  constructor(
    ports: Ports,
    identity: { readonly name: string; readonly pid: number; readonly version: string },
  ) {
    this.#ports = ports;
    this.#identity = identity;
    this.#startedAtUs = ports.clock.nowUs();
  }

  stored(projection: ProjectionName, topic: string, cursor: EventCursor | null): void {
    let cursors = this.#stored.get(topic);
    if (cursors === undefined) {
      cursors = new Map();
      this.#stored.set(topic, cursors);
    }
    cursors.set(projection, cursor);
  }

  async announce(): Promise<void> {
    const markets: MarketReport[] = [];
    for (const [topic, cursors] of this.#stored) {
      const market = marketOfTopic(topic);
      if (market === null) continue;
      const cursor = slowestOf([...cursors.values()]);
      markets.push(await readerReport(this.#ports.log, { topic, market, cursor, problem: null }));
    }
    this.#ports.coordination.announce({
      ...this.#identity,
      service: 'projections',
      startedAtUs: this.#startedAtUs,
      markets,
    });
  }
}

function slowestOf(cursors: readonly (EventCursor | null)[]): EventCursor | null {
  let slowest: EventCursor | null | undefined;
  for (const cursor of cursors) {
    if (cursor === null) return null;
    if (slowest === undefined || cursor.sequence < slowest!.sequence) slowest = cursor;
  }
  return slowest ?? null;
}
