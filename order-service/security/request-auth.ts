/**
 * Who asks: hex HMAC-SHA256 over `timestamp \n METHOD \n path?query \n hex SHA-256(body)`, of the
 * bytes as they were received, or the signature of the same text as base64, by an Ed25519 or RSA key of which
 * only the public half is here. An unknown key costs the same work and says the same as a wrong
 * signature.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Clock } from '../../ports/clock/clock.ts';
import { Scope } from '../../proto/messages.ts';
import type { AccountId } from '../../proto/units.ts';
import { type Accounts, accountsNotReady, type OpenedKey } from '../accounts.ts';
import type { DoorLimits } from '../limits.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isSignedBy } from './public-keys.ts';
import { ReplayCache } from './replay-cache.ts';

export interface Caller {
  readonly kind: 'caller';
  readonly accountId: AccountId;
  readonly apiKey: string;
  readonly scopes: ReadonlySet<Scope>;
}

export interface SignedRequest {
  readonly apiKey: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly method: string;
  /** Path with its query, as received. */
  readonly path: string;
  readonly body: Uint8Array;
  readonly address: string;
  /** Opens a session: good for once, although it is signed as a GET. */
  readonly isLogin?: boolean;
}

const API_KEY = /^[A-Za-z0-9_-]{1,64}$/;
const HMAC_SIGNATURE = /^[0-9a-fA-F]{64}$/;
/** Base64: of 64 bytes by Ed25519, of 256 to 512 by RSA. */
const PUBLIC_KEY_SIGNATURE = /^[A-Za-z0-9+/]{86,684}={0,2}$/;
const TIMESTAMP = /^\d{13}$/;
const US_PER_MS = 1000;
/** Compared with when there is no such key. */
const NO_SECRET = new Uint8Array(32);
const EMPTY_DIGEST = createHash('sha256').digest('hex');

export class RequestAuth {
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  readonly #limits: DoorLimits;
  readonly #replays: ReplayCache;
  readonly #allowLists = new WeakMap<OpenedKey, BlockList>();

  constructor(options: {
    readonly accounts: Accounts;
    readonly clock: Clock;
    readonly limits: DoorLimits;
  }) {
    this.#accounts = options.accounts;
    this.#clock = options.clock;
    this.#limits = options.limits;
    const windowMs = options.limits.signatureWindowMs + options.limits.signatureAheadMs;
    this.#replays = new ReplayCache({ clock: options.clock, windowMs });
  }

  async verify(request: SignedRequest): Promise<Caller | Refusal> {
    const { apiKey, timestamp, signature } = request;
    if (apiKey === undefined || timestamp === undefined || signature === undefined) {
      return refuse('MISSING_CREDENTIALS', 'X-API-KEY, X-TIMESTAMP and X-SIGNATURE are required');
    }
    if (!TIMESTAMP.test(timestamp)) {
      return refuse('STALE_TIMESTAMP', 'X-TIMESTAMP is milliseconds since 1970');
    }
    const lateMs = this.#clock.nowUs() / US_PER_MS - Number(timestamp);
    if (lateMs > this.#limits.signatureWindowMs || lateMs < -this.#limits.signatureAheadMs) {
      return refuse('STALE_TIMESTAMP', `${Math.round(lateMs)} ms away from the exchange's clock`);
    }
    const given = signatureOf(signature);
    const wellFormed = API_KEY.test(apiKey) && given.kind !== 'none';
    const found = wellFormed ? await this.#accounts.key(apiKey) : 'none';
    if (found === 'not-yet') return accountsNotReady();
    const key = found === 'none' ? null : found;
    const text = signedText(request, timestamp);
    const isRight =
      given.kind === 'public key' && key !== null && key.publicKey !== null
        ? isSignedBy(key.publicKey, Buffer.from(text), given.bytes)
        : isHmac(key?.secret ?? NO_SECRET, text, given);
    if (!isRight || key === null) {
      return refuse('INVALID_SIGNATURE', 'the key is unknown or the signature does not match');
    }
    return this.#mayUse(key, request, given.bytes.toString('hex'));
  }

  /** The key again, later on the same connection. */
  async recheck(apiKey: string, address: string): Promise<Caller | Refusal> {
    const key = await this.#accounts.key(apiKey);
    if (key === 'not-yet') return accountsNotReady();
    if (key === 'none') return refuse('KEY_REVOKED', 'the key does not exist any more');
    return this.#standing(key, address) ?? callerOf(key);
  }

  #mayUse(key: OpenedKey, request: SignedRequest, signature: string): Caller | Refusal {
    const refusal = this.#standing(key, request.address);
    if (refusal !== null) return refusal;
    // Reads have no effect to repeat, and a client may well send two equal ones in a millisecond.
    const isOnce = request.method !== 'GET' || request.isLogin === true;
    if (isOnce && !this.#replays.remember(signature)) {
      return refuse(
        'REPLAYED_REQUEST',
        'this signature was used before; sign with a new timestamp',
      );
    }
    return callerOf(key);
  }

  #standing(key: OpenedKey, address: string): Refusal | null {
    const { record } = key;
    if (record.revoked) return refuse('KEY_REVOKED', `key ${record.apiKey}`);
    if (record.expiresAtUs !== 0 && record.expiresAtUs <= this.#clock.nowUs()) {
      return refuse('KEY_EXPIRED', `key ${record.apiKey}`);
    }
    if (record.ipAllowList.length > 0 && !this.#allows(key, address)) {
      return refuse('IP_NOT_ALLOWED', `key ${record.apiKey} is not for ${address}`);
    }
    return null;
  }

  #allows(key: OpenedKey, address: string): boolean {
    let list = this.#allowLists.get(key);
    if (list === undefined) {
      list = new BlockList();
      for (const entry of key.record.ipAllowList) addTo(list, entry);
      this.#allowLists.set(key, list);
    }
    const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
    return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }
}

function callerOf({ record }: OpenedKey): Caller {
  const { accountId, apiKey, scopes } = record;
  return { kind: 'caller', accountId, apiKey, scopes: new Set(scopes) };
}

interface GivenSignature {
  readonly kind: 'hmac' | 'public key' | 'none';
  /** By what it means: the same signature written otherwise is the same one. */
  readonly bytes: Buffer;
}

function signatureOf(text: string): GivenSignature {
  if (HMAC_SIGNATURE.test(text)) return { kind: 'hmac', bytes: Buffer.from(text, 'hex') };
  if (!PUBLIC_KEY_SIGNATURE.test(text)) return { kind: 'none', bytes: Buffer.alloc(0) };
  return { kind: 'public key', bytes: Buffer.from(text, 'base64') };
}

function signedText({ method, path, body }: SignedRequest, timestamp: string): string {
  const digest = body.length === 0 ? EMPTY_DIGEST : createHash('sha256').update(body).digest('hex');
  return `${timestamp}\n${method}\n${path}\n${digest}`;
}

function isHmac(secret: Uint8Array, text: string, { kind, bytes }: GivenSignature): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  return timingSafeEqual(expected, kind === 'hmac' ? bytes : NO_SECRET) && kind === 'hmac';
}

/** An address or a subnet like 10.0.0.0/8; false: neither. */
export function isAddressRange(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32);
}

function addTo(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}

const SCOPE_NAMES = {
  read: Scope.read,
  trade: Scope.trade,
  cancel: Scope.cancel,
  withdraw: Scope.withdraw,
  admin: Scope.admin,
} as const;
export type ScopeName = keyof typeof SCOPE_NAMES;
export const SCOPE_NAME_LIST = Object.keys(SCOPE_NAMES) as readonly ScopeName[];
export const scopeOf = (name: ScopeName): Scope => SCOPE_NAMES[name];

/** Who may trade may cancel. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  return caller.scopes.has(scope) || (scope === Scope.cancel && caller.scopes.has(Scope.trade));
}
