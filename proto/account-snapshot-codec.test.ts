import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { AccountSnapshot } from './account-snapshot-messages.ts';
import { AssertionFailed } from './assert.ts';
import { DecodeError, decodeAccountSnapshot, encodeAccountSnapshot } from './codec.ts';
import { FOOTER_BYTES } from './sealed-bytes.ts';
import { accountSnapshotSample as sample } from './testing/account-snapshot-sample.ts';

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const encode = (snapshot: AccountSnapshot) => encodeAccountSnapshot(snapshot, { sha256 });
const decode = (bytes: Uint8Array) => decodeAccountSnapshot(bytes, { sha256 });

/** The same bytes with a footer that fits them. */
function sealed(body: Uint8Array): Uint8Array {
  const footer = encode(sample).slice(-FOOTER_BYTES);
  footer.set(sha256(body), 5);
  new DataView(footer.buffer).setUint32(38, body.length, true);
  return Uint8Array.from([...body, ...footer]);
}

const EMPTY: AccountSnapshot = {
  ...sample,
  topics: [],
  ledger: [],
  markets: [],
  ledgerSessions: [],
  purses: [],
  orders: [],
};

test('a snapshot of the accounts comes back as it was, with rows and without', () => {
  assert.deepEqual(decode(encode(sample)), sample);
  assert.deepEqual(decode(encode(EMPTY)), EMPTY);
});

test('it is damaged with any one byte changed, and wherever it is cut', () => {
  const bytes = encode(sample);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Uint8Array.from(bytes);
    changed[at]! ^= 0x10;
    assert.throws(() => decode(changed), { code: 'CRC_MISMATCH' });
    assert.throws(() => decode(bytes.subarray(0, at)), { code: 'CRC_MISMATCH' });
  }
});

test('whatever its footer says, other bytes than these do not decode to the same', () => {
  const body = encode(sample).slice(0, -FOOTER_BYTES);
  for (let at = 0; at < body.length; at += 1) {
    const changed = Uint8Array.from(body);
    changed[at]! ^= 0x01;
    try {
      assert.notDeepEqual(decode(sealed(changed)), sample);
    } catch (error) {
      assert.ok(error instanceof DecodeError, `byte ${at}: ${error}`);
    }
  }
});

test('an order of no purse, a negative hold and a command of no ledger are refused', () => {
  const [order] = sample.orders;
  const bad = (change: object) => encode({ ...sample, orders: [{ ...order!, ...change }] });
  assert.throws(() => decode(bad({ purse: 2 })), { code: 'UNDECODABLE' });
  assert.throws(() => decode(bad({ market: 1 })), { code: 'UNDECODABLE' });
  assert.throws(() => decode(bad({ held: -1n })), { code: 'UNDECODABLE' });
  const ledger = [{ kind: 'ClockTicked' }] as unknown as AccountSnapshot['ledger'];
  assert.throws(() => decode(encode({ ...sample, ledger })), { code: 'UNDECODABLE' });
});

test('a newer version is told apart from damage', () => {
  const body = encode(sample).slice(0, -FOOTER_BYTES);
  new DataView(body.buffer).setUint32(1, 99, true);
  assert.throws(() => decode(sealed(body)), { code: 'SCHEMA_TOO_NEW' });
});

test('a sum that fits no int64 is a bug of whoever writes it', () => {
  const purses = [{ ...sample.purses[0]!, tradedNet: (2n ** 63n) as never }];
  assert.throws(() => encode({ ...sample, purses }), AssertionFailed);
});
