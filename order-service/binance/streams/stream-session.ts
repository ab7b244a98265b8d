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

  /** All of them, or none when they would be too many. */
  subscribe(names: readonly string[]): 'done' | 'too many' {
    if (this.#areTooMany(names)) return 'too many';
    for (const name of names) {
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      this.#options.feeds.add(name, this.#options.socket);
    }
    return 'done';
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
        return this.#subscribed(params);
      case 'UNSUBSCRIBE': {
        const names = namesIn(params);
        return names === null ? NO_NAMES : done(() => this.#unsubscribe(names));
      }
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

  #subscribed(params: JsonValue | undefined): Answer {
    const names = namesIn(params);
    if (names === null) return NO_NAMES;
    return this.#areTooMany(names) ? TOO_MANY_STREAMS : done(() => this.subscribe(names));
  }

  /** What it has already may be named again. */
  #areTooMany(names: readonly string[]): boolean {
    return new Set([...this.#names, ...names]).size > STREAMS_MAX;
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

type Refused = Extract<Answer, { readonly error: object }>;

const done = (afterwards: () => void): Answer => ({ result: null, afterwards });

function namesIn(params: JsonValue | undefined): readonly string[] | null {
  const isList = Array.isArray(params) && params.length > 0 && params.every(isName);
  return isList ? (params as readonly string[]) : null;
}

const isName = (value: JsonValue): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= NAME_LENGTH_MAX;

const wrong = (msg: string): Refused => ({ error: { code: 2, msg } });

const NO_NAMES = wrong('Invalid request: params must be a list of stream names');
export const TOO_MANY_STREAMS = wrong(
  `Invalid request: at most ${STREAMS_MAX} streams per connection`,
);
