/**
 * Keys of which only the public half is here: Ed25519, and RSA (SHA-256, PKCS#1 v1.5), which clients
 * of the dialect still hold. As bytes, which are sealed like a secret:
 *
 *   -----BEGIN PUBLIC KEY-----…    Ed25519, the PEM text
 *   RSA PUBLIC KEY\n + DER         RSA: as text it would not fit a command beside its addresses
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

const ED25519_MARK = '-----BEGIN PUBLIC KEY-----';
const RSA_MARK = 'RSA PUBLIC KEY\n';
/** Below it signatures can be forged (NIST SP 800-131A); above it a check costs too much. */
export const RSA_BITS_MIN = 2_048;
export const RSA_BITS_MAX = 4_096;

export interface PublicKey {
  readonly key: KeyObject;
  readonly bytes: Uint8Array;
}

/** null: the text is no such key. */
export function ed25519KeyOf(pem: string): PublicKey | null {
  const key = keyOf(pem);
  return key?.asymmetricKeyType === 'ed25519' ? { key, bytes: Buffer.from(pem) } : null;
}

/** null: the text is no such key, or it is too short or too long. */
export function rsaKeyOf(pem: string): PublicKey | null {
  const key = keyOf(pem);
  if (key?.asymmetricKeyType !== 'rsa') return null;
  const { modulusLength: bits = 0 } = key.asymmetricKeyDetails ?? {};
  if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) return null;
  const der = key.export({ type: 'spki', format: 'der' });
  return { key, bytes: Buffer.concat([Buffer.from(RSA_MARK), der]) };
}

/** null: the bytes are a secret. */
export function publicKeyIn(bytes: Uint8Array): KeyObject | null {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.startsWith(ED25519_MARK)) return ed25519KeyOf(text)?.key ?? null;
  if (!text.startsWith(RSA_MARK)) return null;
  const der = Buffer.from(bytes.subarray(RSA_MARK.length));
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

export const isSignedBy = (key: KeyObject, text: Uint8Array, signature: Uint8Array): boolean =>
  verify(key.asymmetricKeyType === 'rsa' ? 'sha256' : null, text, key, signature);

function keyOf(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}
