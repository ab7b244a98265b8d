import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExitCode, exitCodeOfError } from './exit-codes.ts';

const { failed, integrityViolated, notReachable } = ExitCode;

for (const [code, exitCode] of [
  ['REDIS_UNREACHABLE', notReachable],
  ['REDIS_UNAVAILABLE', notReachable],
  ['REDIS_FULL', notReachable],
  ['REDIS_WRONG_PASSWORD', notReachable],
  ['REDIS_FORBIDDEN', notReachable],
  ['REDIS_TOO_OLD', failed],
  ['REDIS_UNSAFE', failed],
  ['ACCOUNT_STORE_LOST', notReachable],
  ['ACCOUNT_STORE_UNAVAILABLE', notReachable],
  ['ACCOUNT_STORE_BROKEN', integrityViolated],
  ['ACCOUNT_STORE_GAP', integrityViolated],
  ['LOG_ACCESS_DENIED', notReachable],
  ['LOG_DAMAGED', integrityViolated],
  ['LOG_OFFSET_OUT_OF_RANGE', integrityViolated],
  ['HISTORY_CHANGED', integrityViolated],
  ['ARCHIVE_DAMAGED', integrityViolated],
  ['RULES_TOO_NEW', failed],
  ['SOMETHING_ELSE', failed],
] as const) {
  test(`a command that meets ${code} ends with ${exitCode}`, () => {
    assert.equal(exitCodeOfError(Object.assign(new Error('x'), { code })), exitCode);
  });
}

test('an error without a code is a failure', () => {
  assert.equal(exitCodeOfError(new Error('x')), failed);
});
