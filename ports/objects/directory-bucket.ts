import type { Dirent } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import {
  isObjectKey,
  isObjectName,
  type ObjectArrival,
  type ObjectBucket,
  type ObjectEntry,
  ObjectError,
  type ObjectErrorCode,
} from './object-bucket.ts';

const WRITING = '.writing';
const WRITER = /\.(\d+)\.\d+\.writing$/;
/** Should the writer's pid belong to another process by now: no write takes so long. */
const LEFTOVER_MS = 10 * 60_000;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Objects as files `<root>/<folder>/<name>`. An object is written under another name, synced, and then
 * linked to its own, which fails when it exists: it is there whole or not at all, and never replaced.
 */
export class DirectoryBucket implements ObjectBucket {
  readonly #root: string;
  readonly #clock: Clock;
  readonly #crashPoints: CrashPoints;
  /** Files that this process is writing now. */
  readonly #inProgress = new Set<string>();
  #filesBegun = 0;

  constructor(options: {
    /** Created when it is needed. */
    readonly root: string;
    readonly clock: Clock;
    readonly crashPoints: CrashPoints;
  }) {
    this.#root = options.root;
    this.#clock = options.clock;
    this.#crashPoints = options.crashPoints;
  }

  async putNew(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(key);
    const folder = dirname(path);
    this.#filesBegun += 1;
    const writing = `${path}.${process.pid}.${this.#filesBegun}${WRITING}`;
    this.#inProgress.add(writing);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await this.#removeLeftovers(folder);
      await this.#writeSynced(writing, bytes);
      await link(writing, path);
      this.#crashPoints.reach('CP10-after-rename-before-directory-sync');
      await rm(writing);
      await syncFolder(folder);
      await syncFolder(this.#root);
    } catch (error) {
      await rm(writing, { force: true }).catch(() => {});
      throw objectError(error, key);
    } finally {
      this.#inProgress.delete(writing);
    }
  }

  async get(key: string, arrival: ObjectArrival = UNWATCHED): Promise<Uint8Array> {
    try {
      const file = await open(this.#pathOf(key), 'r');
      try {
        return await readInParts(file, arrival);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw objectError(error, key);
    }
  }

  async list(folder: string): Promise<readonly ObjectEntry[]> {
    if (!isObjectName(folder)) return [];
    const path = join(this.#root, folder);
    const entries: ObjectEntry[] = [];
    for (const { name } of await namesIn(path)) {
      if (name.endsWith(WRITING)) continue;
      // Removed since the listing: not an object any more.
      const found = await stat(join(path, name)).catch(() => null);
      if (found?.isFile()) entries.push({ key: `${folder}/${name}`, bytes: found.size });
    }
    return entries;
  }

  async folders(): Promise<readonly string[]> {
    const folders = (await namesIn(this.#root)).filter((entry) => entry.isDirectory());
    return folders.map((entry) => entry.name);
  }

  async remove(key: string): Promise<void> {
    try {
      await rm(this.#pathOf(key), { force: true });
    } catch (error) {
      throw objectError(error, key);
    }
  }

  async close(): Promise<void> {}

  #pathOf(key: string): string {
    if (!isObjectKey(key)) throw new ObjectError('OBJECT_NOT_FOUND', `${key} names no object`);
    return join(this.#root, key);
  }

  async #writeSynced(path: string, bytes: Uint8Array): Promise<void> {
    const file = await open(path, 'wx', 0o600);
    try {
      for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
        // `write` may take less than it is given; `writeFile` on the handle goes on until the end.
        await file.writeFile(bytes.subarray(start, start + CHUNK_BYTES));
        this.#crashPoints.reach('CP8-snapshot-mid-write');
      }
      this.#crashPoints.reach('CP9-before-snapshot-fsync');
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #removeLeftovers(folder: string): Promise<void> {
    const nowMs = this.#clock.nowUs() / 1000;
    for (const { name } of await namesIn(folder)) {
      const writer = WRITER.exec(name);
      const path = join(folder, name);
      if (writer === null || this.#inProgress.has(path)) continue;
      const found = await stat(path).catch(() => null);
      if (found === null) continue;
      const pid = Number(writer[1]);
      const abandoned = pid === process.pid || !processExists(pid);
      if (abandoned || nowMs - found.mtimeMs > LEFTOVER_MS) await rm(path, { force: true });
    }
  }
}

const UNWATCHED: ObjectArrival = { place: (bytes) => new Uint8Array(bytes), part: () => {} };

/** The next part is being read while `arrival` is told of this one. */
async function readInParts(file: FileHandle, arrival: ObjectArrival): Promise<Uint8Array> {
  const bytes = arrival.place((await file.stat()).size);
  const part = async (from: number) => {
    const length = Math.min(CHUNK_BYTES, bytes.length - from);
    return (await file.read(bytes, from, length, from)).bytesRead;
  };
  let next = part(0);
  for (let at = 0; at < bytes.length; ) {
    const count = await next;
    if (count === 0) throw new Error(`it ends after ${at} of ${bytes.length} bytes`);
    const from = at;
    at += count;
    if (at < bytes.length) next = part(at);
    arrival.part(bytes.subarray(from, at), from);
  }
  return bytes;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function namesIn(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw objectError(error, folder);
  }
}

/** Makes the names in the folder durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null;

const CODES: Readonly<Record<string, ObjectErrorCode>> = {
  EEXIST: 'OBJECT_EXISTS',
  ENOENT: 'OBJECT_NOT_FOUND',
  ENOSPC: 'BUCKET_FULL',
  EDQUOT: 'BUCKET_FULL',
  EACCES: 'BUCKET_DENIED',
  EPERM: 'BUCKET_DENIED',
  EROFS: 'BUCKET_DENIED',
};

function objectError(error: unknown, key: string): ObjectError {
  if (error instanceof ObjectError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = CODES[String(codeOf(error))] ?? 'BUCKET_UNAVAILABLE';
  return new ObjectError(code, `${key}: ${message}`, { cause: error });
}
