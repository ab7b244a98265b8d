import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { ServiceError } from './service-error.ts';

/** Where a program is usually found although PATH does not name the folder. */
const USUAL_FOLDERS = ['/usr/local/go/bin', '/usr/local/bin', '/usr/bin', '/usr/sbin'];

const WHERE_TO_GET: Readonly<Record<string, string>> = {
  java: 'Java 17 or later, e.g. apt-get install openjdk-17-jre-headless',
  mvn: 'Maven, e.g. apt-get install maven (it fetches the broker from Maven Central once)',
  go: 'Go 1.24 or later, https://go.dev/dl (it builds the S3 server once)',
  'redis-server': 'Redis 7, e.g. apt-get install redis-server',
};

/** Outside of the work tree, so that a fresh clone fetches nothing again. */
export const cacheFolder = (): string =>
  process.env['LOCKSTEP_CACHE'] ?? join(homedir(), '.cache', 'lockstep');

const searchedFolders = (): readonly string[] =>
  [...(process.env['PATH'] ?? '').split(delimiter), ...USUAL_FOLDERS].filter((each) => each !== '');

/** null: not on this machine. */
export function findTool(name: string, folders = searchedFolders()): string | null {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

/** Throws TOOL_MISSING, with where to get it. */
export function requireTool(name: string, what: string, folders = searchedFolders()): string {
  const path = findTool(name, folders);
  if (path !== null) return path;
  throw new ServiceError(
    'TOOL_MISSING',
    `${what} needs \`${name}\`, which is not on this machine: install ` +
      `${WHERE_TO_GET[name] ?? name}, or use a Docker engine`,
  );
}
