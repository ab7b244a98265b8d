import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkServer, type RedisSafety, type RedisServer } from './redis-server.ts';

const good: RedisServer = {
  version: '7.4.6',
  isReplica: false,
  maxmemoryPolicy: 'noeviction',
  appendOnly: true,
  appendfsync: 'always',
};

/** The code that it refuses with; else the warnings. */
function judged(server: Partial<RedisServer>, safety: RedisSafety): string | number {
  const warnings: string[] = [];
  const onWarning = (problem: string) => warnings.push(problem);
  try {
    checkServer({ ...good, ...server }, { place: 'redis://here', safety, onWarning });
    return warnings.length;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

test('a fixed version with safe settings passes without a word', () => {
  for (const version of ['7.2.11', '7.4.6', '7.4.10', '8.0.4', '8.2.2', '8.9.0']) {
    assert.equal(judged({ version }, 'production'), 0, version);
  }
});

test('a version with known holes is refused in production, and named in development', () => {
  for (const version of ['7.0.14', '7.2.10', '7.4.5', '8.0.3', '8.2.1']) {
    assert.equal(judged({ version }, 'production'), 'REDIS_TOO_OLD', version);
    assert.equal(judged({ version }, 'development'), 1, version);
  }
  assert.equal(judged({ version: '7.0.15' }, 'production'), 1);
});

test('what lacks the script flags, or is none, is refused everywhere', () => {
  for (const version of ['6.2.20', '5.0.0', '']) {
    assert.equal(judged({ version }, 'development'), 'REDIS_TOO_OLD', version);
  }
});

test('settings that may lose data are refused in production, and named in development', () => {
  for (const setting of [
    { maxmemoryPolicy: 'allkeys-lru' },
    { maxmemoryPolicy: 'volatile-ttl' },
    { appendOnly: false },
    { appendfsync: 'no' },
  ]) {
    assert.equal(judged(setting, 'production'), 'REDIS_UNSAFE', JSON.stringify(setting));
    assert.equal(judged(setting, 'development'), 1, JSON.stringify(setting));
  }
  assert.equal(judged({ appendfsync: 'everysec' }, 'production'), 1);
  assert.equal(judged({ appendfsync: null }, 'production'), 0, 'a user who may not ask');
});

test('a replica is refused everywhere', () => {
  assert.equal(judged({ isReplica: true }, 'development'), 'REDIS_UNSAFE');
});
