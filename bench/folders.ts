import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The source tree, from itself and from dist/ alike: the nearest folder that has a package.json. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = resolve(folder, '..');
    if (parent === folder) throw new Error('no package.json above the benchmarks');
    folder = parent;
  }
  return folder;
}

/** What is built or made once and used again; outside the work tree. */
export const cacheFolder = (): string =>
  process.env['LOCKSTEP_CACHE'] ?? join(homedir(), '.cache', 'lockstep');
