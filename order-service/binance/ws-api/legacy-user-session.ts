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
  readonly #subscription: UserSubscription;
  readonly #onClosed: () => void;

  constructor(options: {
    readonly socket: DialectSocket;
    readonly keys: RequestAuth;
    readonly users: UserFeeds;
    readonly caller: Caller;
    readonly onClosed: () => void;
  }) {
    const { socket, keys, users, caller, onClosed } = options;
    this.#socket = socket;
    this.#keys = keys;
    this.#onClosed = onClosed;
    this.#subscription = new UserSubscription(users, caller, (event) => socket.send(event));
  }

  receive(): void {
    this.#socket.send({ error: { code: 2, msg: 'Invalid request: a user stream takes none' } });
  }

  closed(): void {
    this.#subscription.end();
    this.#onClosed();
  }

  async recheck(): Promise<void> {
    const { apiKey } = this.#subscription.caller;
    const caller = await this.#keys.recheck(apiKey, this.#socket.address);
    if (isRefusal(caller)) this.#socket.close(CLOSE_POLICY, caller.code);
  }
}
