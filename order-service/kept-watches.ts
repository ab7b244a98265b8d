import type { Watch, WatchStore } from './watch-store.ts';

/**
 * The watches that are in force, and the same in the store. What changes together is saved together:
 * one save is under way at a time, and whoever comes meanwhile waits for the next. When a save fails,
 * all who wait are refused, and in force is what the store has.
 */
export class KeptWatches<Entry extends { readonly watch: Watch }> {
  readonly #store: WatchStore;
  #entries = new Map<string, Entry>();
  /** As the store has them. */
  #saved: ReadonlyMap<string, Entry> = new Map();
  #changes = 0;
  #savedChanges = 0;
  #saving: Promise<void> | null = null;

  constructor(store: WatchStore) {
    this.#store = store;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  values(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** What the store holds from before; it needs no save. */
  adopt(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#saved = new Map(this.#saved).set(key, entry);
  }

  /** null: no more. Saved when it resolves; when it rejects, what was saved before is there again. */
  async put(key: string, entry: Entry | null): Promise<void> {
    if (entry === null) this.#entries.delete(key);
    else this.#entries.set(key, entry);
    this.#changes += 1;
    const own = this.#changes;
    while (this.#savedChanges < own) {
      this.#saving ??= this.#save();
      await this.#saving;
    }
  }

  async #save(): Promise<void> {
    const through = this.#changes;
    const entries = new Map(this.#entries);
    try {
      await this.#store.save([...entries.values()].map(({ watch }) => watch));
      this.#savedChanges = through;
      this.#saved = entries;
    } catch (error) {
      this.#entries = new Map(this.#saved);
      throw error;
    } finally {
      this.#saving = null;
    }
  }
}
