import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadsOfMembers } from './request-signature.ts';

const payloads = (members: Readonly<Record<string, string>>) =>
  payloadsOfMembers(new Map(Object.entries(members)));

test('members are signed by name, as they are or escaped, without the signature', () => {
  assert.deepEqual(payloads({ symbol: 'BTCUSD', signature: 'x', apiKey: 'a' }), [
    'apiKey=a&symbol=BTCUSD',
  ]);
  assert.deepEqual(payloads({ id: 'a b', at: '\u{1f600}' }), [
    'at=\u{1f600}&id=a b',
    'at=%F0%9F%98%80&id=a%20b',
  ]);
});

test('half of a surrogate pair is a character like another: nothing is thrown', () => {
  for (const half of ['\ud800', '\udfff', 'x\ud83d']) {
    const [plain, escaped] = payloads({ id: half });
    assert.equal(plain, `id=${half}`);
    assert.equal(escaped, `id=${half.startsWith('x') ? 'x' : ''}%EF%BF%BD`);
  }
});
