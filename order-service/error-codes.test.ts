import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { RejectReason } from '../proto/messages.ts';
import { ERROR_CODES, ERRORS } from './error-codes.ts';
import { codeOfReason } from './refusal.ts';

const page = new URL('../../docs/errors.md', import.meta.url);

function pageOf(): string {
  const rows = ERROR_CODES.map((code) => {
    const { status, title, retryable, hint } = ERRORS[code];
    return `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title} | ${hint} |`;
  });
  return [
    '# Errors',
    '',
    'Every error is `application/problem+json` (RFC 9457): `{type, title, status, code, detail, instance}`. The `code` is stable;',
    '`detail` is for people; `instance` is the `X-Request-Id`. *Retry*: the same request may succeed later, unchanged. An',
    '`OUTCOME_UNKNOWN` is neither yes nor no: it carries `order_id` and `client_order_id` to ask with, and is settled within seconds.',
    '',
    'Made of `order-service/error-codes.ts`; a test compares (`UPDATE=1` writes).',
    '',
    '| Code | Status | Retry | Meaning | Look at |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

test('docs/errors.md is the table of error codes', () => {
  if (process.env['UPDATE'] === '1') writeFileSync(page, pageOf());
  assert.equal(readFileSync(page, 'utf8'), pageOf());
});

test('every code is an error, and reads like one', () => {
  assert.ok(ERROR_CODES.length > 40);
  for (const code of ERROR_CODES) {
    assert.match(code, /^[A-Z][A-Z0-9_]+$/);
    const { status, title, hint } = ERRORS[code];
    assert.ok(status >= 400 && status < 600, code);
    assert.ok(title.length > 0 && hint.length > 0, code);
  }
});

test("every reason of the engine's has a code", () => {
  const reasons = Object.values(RejectReason);
  assert.ok(reasons.length >= 16);
  for (const reason of reasons) assert.ok(codeOfReason(reason) in ERRORS);
});
