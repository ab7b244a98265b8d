/**
 * The directory that holds everything of one exchange:
 *
 *   lockstep.json {layoutVersion}   log/   accounts/   views/   snapshots/   archive/   coordination/
 *   master.key (mode 600)   set-up.json   demo.json   logs/   up.lock
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { isAlive, startOf } from './process/process-identity.ts';

export const LAYOUT_VERSION = 1;
const MASTER_KEY_BYTES = 32;

export type DataDirectoryErrorCode =
  /** Written by a newer version of this program. */
  | 'DATA_DIR_NEWER'
  | 'DATA_DIR_UNWRITABLE'
  /** Another `up` runs on it. */
  | 'DATA_DIR_IN_USE'
  /** It belongs to an exchange that is kept elsewhere. */
  | 'DATA_DIR_OTHER_SET_UP'
  /** Something in it is not what this program wrote. */
  | 'DATA_DIR_DAMAGED';

export class DataDirectoryError extends Error {
  readonly code: DataDirectoryErrorCode;

  constructor(code: DataDirectoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataDirectoryError';
    this.code = code;
  }
}

/** Creates the directory, or checks that this program can use it. Throws DataDirectoryError. */
export function openDataDirectory(dataDir: string): void {
  const versionPath = join(dataDir, 'lockstep.json');
  try {
    makeFolder(dataDir, 0o700);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    writeOnce(versionPath, `${JSON.stringify({ layoutVersion: LAYOUT_VERSION })}\n`, 0o600);
  } catch (error) {
    throw unwritable(dataDir, error);
  }
  let version: unknown;
  try {
    version = JSON.parse(readFileSync(versionPath, 'utf8')).layoutVersion;
  } catch (error) {
    throw new DataDirectoryError('DATA_DIR_DAMAGED', `${versionPath} is unreadable`, {
      cause: error,
    });
  }
  if (!Number.isInteger(version)) {
    throw new DataDirectoryError('DATA_DIR_DAMAGED', `${versionPath} names no layout version`);
  }
  if ((version as number) > LAYOUT_VERSION) {
    throw new DataDirectoryError(
      'DATA_DIR_NEWER',
      `${dataDir} has layout ${version}, and this program knows only ${LAYOUT_VERSION}: update it`,
    );
  }
}

export interface DataDirectoryLock {
  release(): void;
}

/**
 * Makes this process the only supervisor of the directory. A lock that a dead process left behind is
 * taken over; its pid alone does not count, since it may belong to another process by now: the start
 * time must fit too. Throws DATA_DIR_IN_USE.
 */
export function lockDataDirectory(dataDir: string): DataDirectoryLock {
  const path = join(dataDir, 'up.lock');
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createWhole(path, mine)) {
      return {
        release() {
          if (readText(path) === mine) rmSync(path, { force: true });
        },
      };
    }
    const text = readText(path);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder !== null && isAlive(holder)) {
      throw new DataDirectoryError(
        'DATA_DIR_IN_USE',
        `${dataDir} is in use by process ${holder.pid}`,
      );
    }
    removeStale(path, text);
  }
  throw new DataDirectoryError('DATA_DIR_IN_USE', `${dataDir} is being opened by others`);
}

/** The key that seals secrets at rest: 32 random bytes, created once, readable by the owner only. */
export function loadMasterKey(dataDir: string): Uint8Array {
  const path = join(dataDir, 'master.key');
  try {
    writeOnce(path, `${randomBytes(MASTER_KEY_BYTES).toString('hex')}\n`, 0o600);
    chmodSync(path, 0o600);
  } catch (error) {
    throw unwritable(dataDir, error);
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new DataDirectoryError('DATA_DIR_DAMAGED', `${path} is not a key of ours`);
  }
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Writes the file unless it exists; whole or not at all, and durable. */
export function writeOnce(path: string, text: string, mode: number): void {
  if (readText(path) === null) createWhole(path, text, mode);
}

/** false: it exists. Made under another name and linked, so that nobody sees half of it. */
function createWhole(path: string, text: string, mode = 0o600): boolean {
  const newPath = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.new`;
  const file = openSync(newPath, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
    linkSync(newPath, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    closeSync(file);
    rmSync(newPath, { force: true });
  }
}

/**
 * Removes the dead holder's lock, unless another process did and has taken it since: of several that
 * try, only the one that gets the lock file's own removal mark goes ahead.
 */
function removeStale(path: string, text: string): void {
  const mark = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}.stale`;
  try {
    writeFileSync(mark, '', { flag: 'wx' });
  } catch {
    // Another one is at it; should it have died in the middle, the mark must not stay for ever.
    rmSync(mark, { force: true });
    return;
  }
  if (readText(path) === text) rmSync(path, { force: true });
  rmSync(mark, { force: true });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): { readonly pid: number; readonly start: string } | null {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder.pid) && typeof holder.start === 'string' ? holder : null;
  } catch {
    return null;
  }
}

function unwritable(dataDir: string, error: unknown): DataDirectoryError {
  if (error instanceof DataDirectoryError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new DataDirectoryError('DATA_DIR_UNWRITABLE', `cannot write to ${dataDir}: ${reason}`, {
    cause: error,
  });
}
