/** Where the Redis of an exchange is, and the first connection to it. */
import type { Clock } from '../clock/clock.ts';
import { RedisLink } from './redis-link.ts';
import { placeOf } from './redis-names.ts';
import { checkServer, type RedisSafety, readServer } from './redis-server.ts';

export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  /** `ca`: certificates to trust in place of the system's, as PEM. */
  readonly tls: { readonly ca: string | null } | null;
  readonly database: number;
  /** Tells the exchanges of one Redis apart; letters, digits, - and _. */
  readonly namespace: string;
}

export interface ConnectOptions {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  /** Shown by CLIENT LIST. */
  readonly name: string;
  /** `production`: settings that may lose data refuse the start; else they are told. */
  readonly safety: RedisSafety;
  readonly onWarning?: (problem: string) => void;
}

/**
 * Connects once, checks the server, and from then on connects again by itself whenever it is lost.
 * Throws RedisError: at the first connection everything is fatal, so that a wrong setting is seen.
 */
export async function connectRedis(options: ConnectOptions): Promise<RedisLink> {
  const { connection, clock, name } = options;
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(connection.namespace)) {
    throw new RangeError(`namespace ${connection.namespace}: letters, digits, - and _`);
  }
  const link = new RedisLink({ connection, clock, name });
  try {
    await link.connect();
    const server = await link.call((redis) => readServer(redis));
    checkServer(server, { ...options, place: placeOf(connection) });
    return link;
  } catch (error) {
    link.close();
    throw error;
  }
}
