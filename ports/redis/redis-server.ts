/** What the server says of itself, and whether an exchange may rely on it. */
import type { Redis } from 'ioredis';
import { RedisError } from './redis-error.ts';

export type RedisSafety = 'production' | 'development';

export interface RedisServer {
  readonly version: string;
  readonly isReplica: boolean;
  readonly maxmemoryPolicy: string;
  readonly appendOnly: boolean;
  /** null: this user may not ask. */
  readonly appendfsync: string | null;
}

/**
 * Per series the first release without the script engine's holes of October 2025 (CVE-2025-49844 and
 * the like). 7.0 ended with 7.0.15, which distributions patch without another number.
 */
const FIXED: readonly (readonly [major: number, minor: number, patch: number])[] = [
  [7, 0, 15],
  [7, 2, 11],
  [7, 4, 6],
  [8, 0, 4],
  [8, 2, 2],
];

export async function readServer(redis: Redis): Promise<RedisServer> {
  const info = await redis.info();
  const of = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return {
    version: of('redis_version'),
    isReplica: of('role') === 'slave',
    maxmemoryPolicy: of('maxmemory_policy'),
    appendOnly: of('aof_enabled') === '1',
    appendfsync: await readAppendfsync(redis),
  };
}

async function readAppendfsync(redis: Redis): Promise<string | null> {
  try {
    const reply = (await redis.call('CONFIG', 'GET', 'appendfsync')) as string[];
    return reply[1] ?? null;
  } catch {
    // NOPERM: the user of an exchange need not have this right. What it protects against is
    // noticed anyway: a server that restarted is not believed before it is rebuilt.
    return null;
  }
}

/** Throws RedisError REDIS_TOO_OLD and REDIS_UNSAFE; `onWarning` hears what is only unwise. */
export function checkServer(
  server: RedisServer,
  options: {
    readonly place: string;
    readonly safety: RedisSafety;
    readonly onWarning?: (problem: string) => void;
  },
): void {
  const { place, safety, onWarning = () => {} } = options;
  const [major, minor, patch] = server.version.split('.').map(Number) as [number, number, number];
  if (!(major >= 7)) {
    throw new RedisError('REDIS_TOO_OLD', `${place}: version ${server.version}, 7.0 is the least`);
  }
  if (server.isReplica) {
    throw new RedisError('REDIS_UNSAFE', `${place} is a replica; name its primary`);
  }
  const refuse = (code: 'REDIS_TOO_OLD' | 'REDIS_UNSAFE', problem: string) => {
    if (safety === 'production') throw new RedisError(code, `${place}: ${problem}`);
    onWarning(`${place}: ${problem}`);
  };
  const fixed = FIXED.find((each) => each[0] === major && each[1] === minor);
  if (fixed !== undefined && patch < fixed[2]) {
    refuse(
      'REDIS_TOO_OLD',
      `version ${server.version} has known holes; ${fixed.join('.')} has not`,
    );
  }
  if (major === 7 && minor === 0 && patch >= 15) {
    onWarning(`${place}: version ${server.version} is safe only as patched by a distribution`);
  }
  if (server.maxmemoryPolicy !== 'noeviction') {
    refuse(
      'REDIS_UNSAFE',
      `maxmemory-policy is ${server.maxmemoryPolicy} and may drop balances; set noeviction`,
    );
  }
  if (!server.appendOnly) refuse('REDIS_UNSAFE', 'appendonly is off; set appendonly yes');
  else if (server.appendfsync === 'no') {
    refuse('REDIS_UNSAFE', 'appendfsync is no; set appendfsync always');
  } else if (server.appendfsync === 'everysec') {
    onWarning(`${place}: appendfsync is everysec; a crash may cost a rebuild from the logs`);
  }
}
