/**
 * One connection that is made again when it breaks, with a deadline for every call.
 *
 *   call ──▶ is it there? ──no──▶ REDIS_UNREACHABLE at once: nothing waits in a queue
 *             │ yes
 *             ├─▶ an earlier call is overdue ──▶ REDIS_UNREACHABLE at once
 *             └─▶ sent; a reply by the deadline, or REDIS_UNREACHABLE ──some seconds──▶ a new connection
 *
 * A call that is overdue may still take effect: it lies in a socket's buffer. So nothing is ever sent
 * twice by itself, and while one is overdue no further one is sent behind it.
 */
import { Redis } from 'ioredis';
import type { Clock, Timer } from '../clock/clock.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisError, redisErrorOf } from './redis-error.ts';
import { keyPrefixOf, placeOf } from './redis-names.ts';

const CONNECT_TIMEOUT_MS = 3000;
const CALL_DEADLINE_MS = 1000;
const RECONNECT_DELAY_MS_MIN = 20;
const RECONNECT_DELAY_MS_MAX = 500;
const KEEP_ALIVE_MS = 5000;
/** So long after its deadline a call has no answer: TCP itself notices a dead line after 15 minutes. */
const GIVEN_UP_MS = 4000;
/** Nothing comes on a new connection that is not ready. A server that loads is asked every 10 s. */
const BEGIN_SILENCE_MS = 12_000;

export class RedisLink {
  readonly prefix: string;
  readonly place: string;
  readonly #redis: Redis;
  readonly #clock: Clock;
  readonly #onUp = new Set<() => void>();
  readonly #onDown = new Set<() => void>();
  #lastError: unknown = null;
  #overdue = 0;
  /** Calls that still have time: a script may run for long, and nothing is answered meanwhile. */
  #inTime = 0;
  /** Of the server process behind this connection; a restarted server has another. */
  #runId: Promise<string> | null = null;

  constructor(options: {
    readonly connection: RedisConnection;
    readonly clock: Clock;
    readonly name: string;
  }) {
    this.prefix = keyPrefixOf(options.connection);
    this.place = placeOf(options.connection);
    this.#clock = options.clock;
    this.#redis = new Redis(clientOptions(options.connection, options.name));
    this.#redis.on('error', (error) => {
      this.#lastError = error;
    });
    this.#redis.on('connect', () => {
      const silent = () => this.renew(`no answer for ${BEGIN_SILENCE_MS} ms`);
      this.#redis.stream.setTimeout(BEGIN_SILENCE_MS, silent);
    });
    this.#redis.on('ready', () => {
      this.#redis.stream.setTimeout(0);
      this.#lastError = null;
      this.#overdue = 0;
      for (const listener of this.#onUp) listener();
    });
    this.#redis.on('close', () => {
      this.#runId = null;
      for (const listener of this.#onDown) listener();
    });
  }

  /** Throws RedisError. */
  async connect(): Promise<void> {
    try {
      await this.#redis.connect();
    } catch (error) {
      throw this.#errorOf(this.#lastError ?? error) ?? error;
    }
  }

  /** The client itself, to subscribe with; commands go through `call`. */
  get client(): Redis {
    return this.#redis;
  }

  get isUp(): boolean {
    return this.#redis.status === 'ready' && this.#overdue === 0;
  }

  /** Called whenever the connection stands (again), and whenever it is gone. */
  onChange(listeners: { readonly up: () => void; readonly down: () => void }): void {
    this.#onUp.add(listeners.up);
    this.#onDown.add(listeners.down);
  }

  /** Throws RedisError, or the reply's own error when it means something to the caller only. */
  async call<T>(
    action: (redis: Redis) => Promise<T>,
    deadlineMs: number = CALL_DEADLINE_MS,
  ): Promise<T> {
    if (this.#redis.status !== 'ready') throw this.#unreachable('not connected');
    if (this.#overdue > 0) throw this.#unreachable('it does not answer');
    const reply = action(this.#redis);
    let isOver = false;
    let isOverdue = false;
    let givingUp: Timer | null = null;
    const giveUp = () => {
      if (this.#inTime === 0) this.renew('a call has no answer');
      else givingUp = this.#clock.setTimer(GIVEN_UP_MS, giveUp);
    };
    reply
      .catch(() => {})
      .finally(() => {
        isOver = true;
        givingUp?.cancel();
        if (isOverdue) this.#overdue = Math.max(0, this.#overdue - 1);
      });
    this.#inTime += 1;
    try {
      return await this.#byDeadline(reply, deadlineMs);
    } catch (error) {
      if (!isOver) {
        isOverdue = true;
        this.#overdue += 1;
        givingUp = this.#clock.setTimer(GIVEN_UP_MS, giveUp);
      }
      throw this.#errorOf(error) ?? error;
    } finally {
      this.#inTime -= 1;
    }
  }

  /** Differs after every restart of the server. Throws RedisError. */
  async runId(): Promise<string> {
    if (this.#runId === null) {
      const asked = this.call(async (redis) => {
        const found = /^run_id:([0-9a-f]+)/m.exec(await redis.info('server'));
        if (found === null) throw this.#unreachable('INFO names no run_id');
        return found[1]!;
      });
      this.#runId = asked;
      asked.catch(() => {
        if (this.#runId === asked) this.#runId = null;
      });
    }
    return this.#runId;
  }

  /** Gives up this connection for a new one: what is under way on it fails, and may still land. */
  renew(problem: string): void {
    this.#redis.stream.destroy(new Error(problem));
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #byDeadline<T>(reply: Promise<T>, deadlineMs: number): Promise<T> {
    let expire = () => {};
    const expired = new Promise<never>((_, reject) => {
      expire = () => reject(this.#unreachable(`no answer within ${deadlineMs} ms`));
    });
    const timer = this.#clock.setTimer(deadlineMs, expire);
    try {
      return await Promise.race([reply, expired]);
    } finally {
      timer.cancel();
    }
  }

  #unreachable(problem: string): RedisError {
    const cause = this.#lastError;
    const detail = cause instanceof Error ? ` (${cause.message || cause.name})` : '';
    return new RedisError('REDIS_UNREACHABLE', `${this.place}: ${problem}${detail}`, { cause });
  }

  #errorOf(error: unknown): RedisError | null {
    return redisErrorOf(error, this.place);
  }
}

function clientOptions(connection: RedisConnection, name: string) {
  const { host, port, username, password, tls, database } = connection;
  return {
    host,
    port,
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(tls !== null && { tls: { ...(tls.ca !== null && { ca: tls.ca }), servername: host } }),
    db: database,
    connectionName: `lockstep:${connection.namespace}:${name}`,
    disableClientInfo: true,
    // Plain replies, the same through every proxy.
    protocol: 2 as const,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    // What fails, fails now: whoever called knows what it may repeat.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // It awaits no answer when it subscribes again: a connection that breaks before it has one would
    // end the process, and what was subscribed would be forgotten.
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times: number) =>
      Math.min(RECONNECT_DELAY_MS_MAX, RECONNECT_DELAY_MS_MIN * 2 ** Math.min(times, 10)),
  };
}
