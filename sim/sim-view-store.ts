import { type EventCursor, isSame } from '../ports/event-log/event-cursor.ts';
import { compareKeys } from '../ports/view-store/view-key.ts';
import type { RangeBounds, ViewKey, ViewStep, ViewStore } from '../ports/view-store/view-store.ts';

interface Row {
  readonly owner: string;
  readonly key: ViewKey;
  readonly value: unknown;
}

/** Read models in memory, with the order of keys of the embedded store. */
export class SimViewStore implements ViewStore {
  readonly #tables = new Map<string, Row[]>();
  readonly #cursors = new Map<string, EventCursor>();

  async apply(step: ViewStep): Promise<'stored' | 'moved'> {
    for (const [topic, cursor] of Object.entries(step.after ?? {})) {
      const stored = this.#cursors.get(`${step.projection}/${topic}`);
      if (!isSame(stored ?? null, cursor)) return 'moved';
    }
    for (const { table, key, value } of step.writes)
      this.#write(step.projection, table, key, value);
    for (const added of step.added ?? []) {
      for (const { key, value } of added.rows()) {
        this.#write(step.projection, added.table, key, value);
      }
    }
    for (const [topic, cursor] of Object.entries(step.cursors)) {
      this.#cursors.set(`${step.projection}/${topic}`, cursor);
    }
    return 'stored';
  }

  async cursor(projection: string, topic: string): Promise<EventCursor | null> {
    return this.#cursors.get(`${projection}/${topic}`) ?? null;
  }

  async get(table: string, key: ViewKey): Promise<unknown> {
    return this.#rows(table).find((row) => compareKeys(row.key, key) === 0)?.value;
  }

  async range(
    table: string,
    bounds: RangeBounds,
  ): Promise<readonly { readonly key: ViewKey; readonly value: unknown }[]> {
    const { from, to, limit, reverse = false } = bounds;
    const found = this.#rows(table).filter(({ key }) =>
      reverse
        ? compareKeys(key, from) <= 0 && compareKeys(key, to) > 0
        : compareKeys(key, from) >= 0 && compareKeys(key, to) < 0,
    );
    if (reverse) found.reverse();
    return found.slice(0, limit).map(({ key, value }) => ({ key, value }));
  }

  async drop(projection: string): Promise<void> {
    for (const [table, rows] of this.#tables) {
      this.#tables.set(
        table,
        rows.filter((row) => row.owner !== projection),
      );
    }
    for (const name of this.#cursors.keys()) {
      if (name.startsWith(`${projection}/`)) this.#cursors.delete(name);
    }
  }

  async close(): Promise<void> {}

  #rows(table: string): Row[] {
    return this.#tables.get(table) ?? [];
  }

  #write(owner: string, table: string, key: ViewKey, value: unknown): void {
    const rows = this.#rows(table).filter((row) => compareKeys(row.key, key) !== 0);
    if (value !== undefined) rows.push({ owner, key, value: structuredClone(value) });
    rows.sort((left, right) => compareKeys(left.key, right.key));
    this.#tables.set(table, rows);
  }
}
