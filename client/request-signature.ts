import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';

/**
 * What signs a request; `secret` is the text that the exchange handed out, or the private half of an
 * Ed25519 or RSA key that it knows the public half of, as PEM.
 */
export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
}

export interface SignedText {
  readonly timestampMs: number;
  readonly method: string;
  /** Path with its query, as sent. */
  readonly path: string;
  readonly body: string;
}

const PRIVATE_KEY_MARK = 'PRIVATE KEY';

/**
 * Over timestamp, method, path and hex SHA-256 of the body: HMAC-SHA256 as hex, or the
 * signature by a private key as base64.
 */
export function signRequest(secret: string, text: SignedText): string {
  const bodyDigest = createHash('sha256').update(text.body).digest('hex');
  const signed = `${text.timestampMs}\n${text.method}\n${text.path}\n${bodyDigest}`;
  if (secret.includes(PRIVATE_KEY_MARK)) {
    const key = createPrivateKey(secret);
    const digest = key.asymmetricKeyType === 'rsa' ? 'sha256' : null;
    return sign(digest, Buffer.from(signed), key).toString('base64');
  }
  return createHmac('sha256', secret).update(signed).digest('hex');
}

/** The headers of a signed request. */
export function signatureHeaders(
  credentials: Credentials,
  text: SignedText,
): Readonly<Record<string, string>> {
  return {
    'x-api-key': credentials.apiKey,
    'x-timestamp': String(text.timestampMs),
    'x-signature': signRequest(credentials.secret, text),
  };
}

let lastTimestampMs = 0;

/**
 * Now, or a millisecond after the last one given out: two equal requests within a millisecond would
 * have the same signature, and the exchange refuses the second as a replay.
 */
export function signingTimestampMs(nowMs: number): number {
  lastTimestampMs = Math.max(nowMs, lastTimestampMs + 1);
  return lastTimestampMs;
}
