/** Where watches over accounts are kept, so that the next start of the service knows them. */
import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AccountId, TimestampUs } from '../proto/units.ts';

/** An account whose orders are canceled unless somebody speaks for it in time. */
export interface Watch {
  /**
   * `timer`: the account sets it anew in time. `connection`: until it ends. `revoked`: a key of the
   * account was revoked, and what it did elsewhere until that was known is canceled too.
   */
  readonly kind: 'timer' | 'connection' | 'revoked';
  readonly accountId: AccountId;
  /** null: all. */
  readonly market: string | null;
  /** Of a connection: its beginning, so that it is over for whoever reads of it. */
  readonly cancelAtUs: TimestampUs;
}

/** All of it at once; one save at a time. */
export interface WatchStore {
  load(): readonly Watch[];
  /** Durable when it resolves; rejects when it cannot be. */
  save(watches: readonly Watch[]): Promise<void>;
}

export function memoryWatchStore(): WatchStore {
  let kept: readonly Watch[] = [];
  return {
    load: () => kept,
    async save(watches) {
      kept = watches;
    },
  };
}

/** One file, whole or not at all. */
export function fileWatchStore(path: string): WatchStore {
  return {
    load() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
      return (JSON.parse(text) as { readonly watches: readonly Watch[] }).watches;
    },
    async save(watches) {
      const newPath = `${path}.new`;
      await writeDurably(newPath, `${JSON.stringify({ version: 1, watches })}\n`);
      await rename(newPath, path);
      await syncFolder(dirname(path));
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const file = await open(folder, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
