import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { openSecret, sealSecret } from './secret-box.ts';

const key = randomBytes(32);
const secret = Buffer.from('a secret that an API key is signed with');

test('a sealed secret opens with its key alone, and never looks the same twice', () => {
  const sealed = sealSecret(key, secret);
  assert.deepEqual(Buffer.from(openSecret(key, sealed)), secret);
  assert.ok(!Buffer.from(sealed).includes(secret.subarray(0, 8)), 'it can be read');
  assert.notDeepEqual(sealSecret(key, secret), sealed);
  assert.throws(() => openSecret(randomBytes(32), sealed));
});

test('no byte of a sealed secret can be changed, and none left out', () => {
  const sealed = sealSecret(key, secret);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    assert.throws(() => openSecret(key, changed), `byte ${at}`);
    assert.throws(() => openSecret(key, sealed.subarray(0, at)), `${at} bytes`);
  }
});
