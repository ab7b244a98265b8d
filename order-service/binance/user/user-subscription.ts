/** One subscription of a connection to an account: tells its events, and its end. */
import type { Caller } from '../../security/request-auth.ts';
import type { DialectTime } from '../dialect-time.ts';
import type { UserFeeds, UserListener } from './user-feeds.ts';
import { streamTerminated } from './user-payloads.ts';

export class UserSubscription implements UserListener {
  readonly caller: Caller;
  readonly #feeds: UserFeeds;
  readonly #send: (event: object) => void;

  constructor(feeds: UserFeeds, caller: Caller, send: (event: object) => void) {
    this.#feeds = feeds;
    this.caller = caller;
    this.#send = send;
    feeds.add(caller.accountId, this);
  }

  tell(event: object): void {
    this.#send(event);
  }

  terminate(now: DialectTime): void {
    this.end();
    this.#send(streamTerminated(now));
  }

  /** Without a word: the connection is gone. */
  end(): void {
    this.#feeds.remove(this.caller.accountId, this);
  }
}
