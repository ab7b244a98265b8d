/**
 * What a signature of this dialect is over, and whether it is right: HMAC-SHA256 with the secret as
 * hex, or as base64 by the private half of a registered Ed25519 or RSA key. Judged over the bytes as received, and
 * once more over what they mean when unescaped: some clients sign before they escape.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OpenedKey } from '../accounts.ts';
import { isSignedBy } from '../security/public-keys.ts';
import { percentDecoded } from './request-params.ts';

const HEX_SIGNATURE = /^[0-9a-fA-F]{64}$/;
/** Of 64 bytes by Ed25519, of 256 to 512 by RSA. */
const BASE64_SIGNATURE = /^[A-Za-z0-9+/]{86,684}={0,2}$/;
const SIGNATURE_PAIR = 'signature=';

/** Query and body behind one another, without the signature itself. */
export const payloadOf = (query: string, body: string): string =>
  `${withoutSignature(query)}${withoutSignature(body)}`;

function withoutSignature(text: string): string {
  if (!text.includes(SIGNATURE_PAIR)) return text;
  return text
    .split('&')
    .filter((pair) => !pair.startsWith(SIGNATURE_PAIR))
    .join('&');
}

/** Of a WebSocket request: its members by name, as they were written. */
export function payloadsOfMembers(members: ReadonlyMap<string, string>): readonly string[] {
  const pairs = [...members].filter(([name]) => name !== 'signature').sort(byName);
  const plain = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const escaped = pairs.map(([name, value]) => `${name}=${escapedForm(value)}`).join('&');
  return plain === escaped ? [plain] : [plain, escaped];
}

const SURROGATE = /[\ud800-\udfff]/;

/** Half of a pair has no form of its own in UTF-8: it is signed, and escaped, as U+FFFD. */
function escapedForm(value: string): string {
  const text = SURROGATE.test(value) ? Buffer.from(value, 'utf8').toString('utf8') : value;
  return encodeURIComponent(text);
}

const byName = ([left]: readonly [string, string], [right]: readonly [string, string]): number =>
  left < right ? -1 : 1;

export function isSignedPayload(key: OpenedKey, payload: string, signature: string): boolean {
  if (isSigned(key, payload, signature)) return true;
  const decoded = percentDecoded(payload);
  return decoded !== payload && isSigned(key, decoded, signature);
}

export function isSigned(key: OpenedKey, payload: string, signature: string): boolean {
  if (key.publicKey !== null) {
    if (!BASE64_SIGNATURE.test(signature)) return false;
    const bytes = Buffer.from(signature, 'base64');
    return isSignedBy(key.publicKey, Buffer.from(payload, 'utf8'), bytes);
  }
  if (!HEX_SIGNATURE.test(signature)) return false;
  const expected = createHmac('sha256', key.secret).update(payload, 'utf8').digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
