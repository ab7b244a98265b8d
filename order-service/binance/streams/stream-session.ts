/** One connection to the market streams: what it listens to, and its requests about that. */
import { isJsonObject, type JsonValue, parseStrictJson } from '../../http/strict-json.ts';
import { isRefusal } from '../../refusal.ts';
import type { RateLimits } from '../../security/rate-limits.ts';
import type { DialectSocket, SocketReceiver } from '../dialect-socket.ts';
import type { MarketFeeds } from './market-feeds.ts';

const STREAMS_MAX = 1_024;
const NAME_LENGTH_MAX = 100;
const JSON_DEPTH_MAX = 4;

export interface StreamSessionOptions {
  readonly feeds: MarketFeeds;
  readonly rates: RateLimits;
  readonly socket: DialectSocket;
  readonly onClosed: () => void;
}

export class StreamSession implements SocketReceiver {
  readonly #options: StreamSessionOptions;
  readonly #names = new Set<string>();

  constructor(options: StreamSessionOptions) {
    this.#options = options;
  }

  subscribe(names: readonly string[]): void {
    for (const name of names) {
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      this.#options.feeds.add(name, this.#options.socket);
    }
  }

  closed(): void {
    this.#unsubscribe([...this.#names]);
    this.#options.onClosed();
  }

  receive(text: Buffer): void {
    const { socket, rates } = this.#options;
    const json = parseStrictJson(text, { depthMax: JSON_DEPTH_MAX });
    if (isRefusal(json) || !isJsonObject(json.value)) {
      socket.send({ error: { code: 3, msg: 'Invalid JSON: expected an object' } });
      return;
    }
    const { method, params, id = null } = json.value;
    if (rates.address(socket.address, 1) > 0) {
      socket.send({ error: { code: 4, msg: 'Too many requests' }, id });
      return;
    }
    const answer = this.#perform(method, params);
    socket.send('error' in answer ? { ...answer, id } : { result: answer.result, id });
    // Behind the reply: a client counts events from it on.
    if ('afterwards' in answer) answer.afterwards?.();
  }

  #perform(method: JsonValue | undefined, params: JsonValue | undefined): Answer {
    switch (method) {
      case 'SUBSCRIBE':
        return this.#change(params, (names) => this.subscribe(names));
      case 'UNSUBSCRIBE':
        return this.#change(params, (names) => this.#unsubscribe(names));
      case 'LIST_SUBSCRIPTIONS':
        return { result: [...this.#names] };
      case 'SET_PROPERTY':
        return this.#setProperty(params);
      case 'GET_PROPERTY':
        return { result: this.#options.socket.form === 'combined' };
      default:
        return wrong(
          'Invalid request: unknown variant, expected one of SUBSCRIBE, UNSUBSCRIBE, ' +
            'LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY',
        );
    }
  }

  #change(params: JsonValue | undefined, change: (names: readonly string[]) => void): Answer {
    const isList = Array.isArray(params) && params.length > 0 && params.every(isName);
    if (!isList) return wrong('Invalid request: params must be a list of stream names');
    const names = params as readonly string[];
    if (this.#names.size + names.length > STREAMS_MAX) {
      return wrong(`Invalid request: at most ${STREAMS_MAX} streams per connection`);
    }
    return { result: null, afterwards: () => change(names) };
  }

  #setProperty(params: JsonValue | undefined): Answer {
    const [name, value] = Array.isArray(params) ? (params as readonly JsonValue[]) : [];
    if (name !== 'combined' || typeof value !== 'boolean') {
      return wrong('Invalid request: the property is "combined", true or false');
    }
    this.#options.socket.form = value ? 'combined' : 'plain';
    return { result: null };
  }

  #unsubscribe(names: readonly string[]): void {
    for (const name of names) {
      if (this.#names.delete(name)) this.#options.feeds.remove(name, this.#options.socket);
    }
  }
}

type Answer =
  | { readonly error: { readonly code: number; readonly msg: string } }
  | { readonly result: JsonValue; readonly afterwards?: () => void };

const isName = (value: JsonValue): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= NAME_LENGTH_MAX;

const wrong = (msg: string): Answer => ({ error: { code: 2, msg } });
