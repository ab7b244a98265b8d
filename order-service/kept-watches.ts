import type { Watch, WatchStore } from './watch-store.ts';

/**
 * The watches that are in force, and the same in the store. What changes together is saved together:
 * one save is under way at a time, and whoever comes meanwhile waits for the next.
 */
export class KeptWatches<Entry extends { readonly watch: Watch }> {
  readonly #store: WatchStore;
  readonly #entries = new Map<string, Entry>();
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
  }

  /** null: no more. Saved when it resolves; when it rejects, what was there before is there again. */
  async put(key: string, entry: Entry | null): Promise<void> {
    const before = this.#entries.get(key) ?? null;
    this.#set(key, entry);
    this.#changes += 1;
    const own = this.#changes;
    try {
      while (this.#savedChanges < own) {
        this.#saving ??= this.#save();
        await this.#saving;
      }
    } catch (error) {
      // Unless it has changed again since.
      if ((this.#entries.get(key) ?? null) === entry) this.#set(key, before);
      throw error;
    }
  }

  #set(key: string, entry: Entry | null): void {
    if (entry === null) this.#entries.delete(key);
    else this.#entries.set(key, entry);
  }

  async #save(): Promise<void> {
    const through = this.#changes;
    try {
      await this.#store.save(this.values().map(({ watch }) => watch));
      this.#savedChanges = through;
    } finally {
      this.#saving = null;
    }
  }
}
