/** A Redis of the test's own, on a free port, that may be killed, frozen, emptied and set back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../process/free-ports.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { redisAt } from './test-redis.ts';

const START_TIMEOUT_MS = 10_000;

export class OwnRedis {
  readonly folder = temporaryFolder();
  readonly port: number;
  /** For the test itself; no exchange uses it. */
  readonly admin: Redis;
  readonly #settings: readonly string[];
  #process: ChildProcess | null = null;

  private constructor(port: number, settings: readonly string[]) {
    this.port = port;
    this.#settings = settings;
    this.admin = new Redis({
      port,
      host: '127.0.0.1',
      lazyConnect: true,
      retryStrategy: () => 50,
      maxRetriesPerRequest: null,
    });
    this.admin.on('error', () => {});
  }

  /** `settings`: further arguments of redis-server, e.g. `--maxmemory 8mb`. */
  static async start(...settings: readonly string[]): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort(), settings);
    await redis.restart();
    return redis;
  }

  /** Starts it on whatever its folder holds. */
  async restart(): Promise<void> {
    const child = spawn(
      'redis-server',
      [
        ...['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder],
        ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
        ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
        ...this.#settings,
      ],
      { stdio: 'ignore' },
    );
    this.#process = child;
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
    failed.catch(() => {});
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    if (this.admin.status === 'wait') this.admin.connect().catch(() => {});
    while (this.admin.status !== 'ready') {
      if (performance.now() > deadlineMs) throw new Error('redis-server does not answer');
      await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
    await this.admin.ping();
  }

  connection(): RedisConnection {
    return redisAt(`redis://127.0.0.1:${this.port}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await ended;
    this.#process = null;
  }

  /** A copy of its files, as a careless backup would take it. */
  copyFiles(): string {
    const copy = join(temporaryFolder(), 'copy');
    cpSync(this.folder, copy, { recursive: true });
    return copy;
  }

  /** Puts the files of a copy in the place of its own; it must not run. */
  putBack(copy: string): void {
    rmSync(join(this.folder, 'appendonlydir'), { recursive: true, force: true });
    cpSync(copy, this.folder, { recursive: true });
  }

  /** Users as redis.conf has them, for the next start. */
  static async withUsers(lines: readonly string[]): Promise<OwnRedis> {
    const file = join(temporaryFolder(), 'users.acl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return OwnRedis.start('--aclfile', file);
  }

  async close(): Promise<void> {
    this.admin.disconnect();
    await this.kill();
  }
}
