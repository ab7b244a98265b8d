import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where the sockets of a data directory lie: a short path, since a socket's may have 107 bytes, and
 * the same for all processes, however they spell the data directory.
 */
export function meshFolderOf(dataDir: string): string {
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `lockstep-${hash}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
