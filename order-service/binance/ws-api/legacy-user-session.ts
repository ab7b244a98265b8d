/** A connection to `/ws/<listenKey>`: the bare events of the account that the key was issued to. */
import { isRefusal } from '../../refusal.ts';
import type { Caller, RequestAuth } from '../../security/request-auth.ts';
import type { DialectSocket, SocketReceiver } from '../dialect-socket.ts';
import type { UserFeeds } from '../user/user-feeds.ts';
import { UserSubscription } from '../user/user-subscription.ts';

const CLOSE_POLICY = 1008;

export class LegacyUserSession implements SocketReceiver {
  readonly #socket: DialectSocket;
  readonly #keys: RequestAuth;
  readonly #users: UserFeeds;
  readonly #caller: Caller;
  readonly #onClosed: () => void;
  /** null: its API key was not looked at yet, which may be revoked since it asked for the listen key. */
  #subscription: UserSubscription | null = null;
  #isClosed = false;

  constructor(options: {
    readonly socket: DialectSocket;
    readonly keys: RequestAuth;
    readonly users: UserFeeds;
    readonly caller: Caller;
    readonly onClosed: () => void;
  }) {
    this.#socket = options.socket;
    this.#keys = options.keys;
    this.#users = options.users;
    this.#caller = options.caller;
    this.#onClosed = options.onClosed;
  }

  receive(): void {
    this.#socket.send({ error: { code: 2, msg: 'Invalid request: a user stream takes none' } });
  }

  closed(): void {
    this.#isClosed = true;
    this.#subscription?.end();
    this.#onClosed();
  }

  /** The first time it begins to tell, when its key is good. */
  async recheck(): Promise<void> {
    const caller = await this.#keys.recheck(this.#caller.apiKey, this.#socket.address);
    if (this.#isClosed) return;
    if (isRefusal(caller)) return this.#socket.close(CLOSE_POLICY, caller.code);
    const send = (event: object) => this.#socket.send(event);
    this.#subscription ??= new UserSubscription(this.#users, this.#caller, send);
  }
}
