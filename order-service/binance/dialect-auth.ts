/** Who asks: the key of the header (or of a WebSocket request), its standing, time and signature. */
import type { Clock } from '../../ports/clock/clock.ts';
import { Scope } from '../../proto/messages.ts';
import type { Absent, Accounts, OpenedKey } from '../accounts.ts';
import { isAway } from '../patience.ts';
import { isRefusal } from '../refusal.ts';
import { type Caller, hasScope, type RequestAuth } from '../security/request-auth.ts';
import { type DialectError, errors, isDialectError } from './dialect-error.ts';
import type { RequestParams } from './request-params.ts';

/**
 * - `none`: market data.
 * - `key`: a key that is good, without a signature.
 * - `read`, `trade`, `cancel`: signed, by a key that may.
 */
export type Security = 'none' | 'key' | 'read' | 'trade' | 'cancel';

const SCOPES = { read: Scope.read, trade: Scope.trade, cancel: Scope.cancel } as const;
const API_KEY = /^[A-Za-z0-9_-]{1,64}$/;
const TIMESTAMP = /^\d{13}(\d{3})?$/;
const RECV_WINDOW = /^\d{1,9}(\.\d{1,3})?$/;
const RECV_WINDOW_MS = 5_000;
const RECV_WINDOW_MS_MAX = 60_000;
const AHEAD_MS = 1_000;
const MS_DIGITS = 13;
const US_PER_MS = 1_000;

export class DialectAuth {
  readonly #accounts: Accounts;
  readonly #auth: RequestAuth;
  readonly #clock: Clock;

  constructor(options: {
    readonly accounts: Accounts;
    readonly auth: RequestAuth;
    readonly clock: Clock;
  }) {
    this.#accounts = options.accounts;
    this.#auth = options.auth;
    this.#clock = options.clock;
  }

  /** The key and whom it is for, or why not. */
  async known(
    apiKey: string | undefined,
    address: string,
  ): Promise<{ readonly caller: Caller; readonly key: OpenedKey } | DialectError> {
    if (apiKey === undefined || !API_KEY.test(apiKey)) return errors.keyFormat;
    const key = await this.#keyOf(apiKey);
    if (key === 'not-yet') return errors.overloaded;
    if (key === 'none') return errors.keyRejected;
    const caller = await this.#auth.recheck(apiKey, address);
    return isRefusal(caller) ? errors.keyRejected : { caller, key };
  }

  async #keyOf(apiKey: string): Promise<OpenedKey | Absent> {
    try {
      return await this.#accounts.key(apiKey);
    } catch (error) {
      if (isAway(error)) return 'not-yet';
      throw error;
    }
  }

  /** `isSignedBy`: whether the request bears the key's signature. */
  async signed(
    request: {
      readonly apiKey: string | undefined;
      readonly address: string;
      readonly params: RequestParams;
      readonly isSignedBy: (key: OpenedKey, signature: string) => boolean;
    },
    security: 'read' | 'trade' | 'cancel',
  ): Promise<Caller | DialectError> {
    const found = await this.known(request.apiKey, request.address);
    if (isDialectError(found)) return found;
    const untimely = this.untimely(request.params);
    if (untimely !== null) return untimely;
    const signature = request.params.mandatory('signature');
    if (!request.isSignedBy(found.key, signature)) return errors.signature;
    return mayUse(found.caller, security) ? found.caller : errors.keyRejected;
  }

  /** null: it was sent in time. */
  untimely(params: RequestParams): DialectError | null {
    const sent = params.mandatory('timestamp');
    if (!TIMESTAMP.test(sent)) return errors.illegal('timestamp', '^[0-9]{1,20}$');
    const window = params.text('recvWindow') ?? String(RECV_WINDOW_MS);
    if (!RECV_WINDOW.test(window))
      return errors.illegal('recvWindow', '^[0-9]{1,20}(\\.[0-9]{1,3})?$');
    const windowMs = Number(window);
    if (windowMs > RECV_WINDOW_MS_MAX) return errors.recvWindow;
    const sentMs = sent.length === MS_DIGITS ? Number(sent) : Number(sent) / US_PER_MS;
    const nowMs = this.#clock.nowUs() / US_PER_MS;
    if (sentMs >= nowMs + AHEAD_MS) return errors.aheadOfServer;
    return nowMs - sentMs > windowMs ? errors.outsideWindow : null;
  }
}

export const mayUse = (caller: Caller, security: 'read' | 'trade' | 'cancel'): boolean =>
  hasScope(caller, SCOPES[security]);
