/** The Redis that LOCKSTEP_TEST_REDIS names, each time as another exchange. */
import { randomBytes } from 'node:crypto';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** Throws when the variable is missing: a test of services without services is no test. */
export function testRedis(): RedisConnection {
  const url = process.env['LOCKSTEP_TEST_REDIS'];
  if (url === undefined || url === '') {
    throw new Error(
      'LOCKSTEP_TEST_REDIS is not set: the services suite needs a Redis 7, for example ' +
        'LOCKSTEP_TEST_REDIS=redis://127.0.0.1:6379',
    );
  }
  return redisAt(url);
}

export function redisAt(url: string): RedisConnection {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || '6379'),
    username: username === '' ? null : decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
    tls: null,
    database: Number(pathname.slice(1) || '0'),
    namespace: `test-${randomBytes(6).toString('hex')}`,
  };
}
