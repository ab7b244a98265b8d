import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce, tag, text, one behind another. `key`: 32 bytes (see `loadMasterKey`). */
export function sealSecret(key: Uint8Array, secret: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]));
}

/** Throws when the bytes were changed or sealed with another key. */
export function openSecret(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed secret is longer');
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = sealed.subarray(NONCE_BYTES + TAG_BYTES);
  return new Uint8Array(Buffer.concat([decipher.update(text), decipher.final()]));
}

/** 32 bytes that follow from the key and the name, by HMAC-SHA256. */
export const derivedSecret = (key: Uint8Array, name: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(name).digest());
