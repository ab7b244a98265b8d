/** What can be wrong with a Redis, with a stable code each. */

export type RedisErrorCode =
  /** Nobody answers there, or not in time; the same may succeed later. */
  | 'REDIS_UNREACHABLE'
  /** It is there and cannot serve now: loading, a script runs too long, a replica, a broken disk. */
  | 'REDIS_UNAVAILABLE'
  /** `maxmemory` is reached: it refuses every write before it begins. */
  | 'REDIS_FULL'
  /** User or password are wrong, or missing. */
  | 'REDIS_WRONG_PASSWORD'
  /** The user may not run a command that is needed; see docs/redis.md for the rights that suffice. */
  | 'REDIS_FORBIDDEN'
  /** Too old: it lacks what the scripts need, or has a known hole. */
  | 'REDIS_TOO_OLD'
  /** Its settings may lose what it acknowledged. */
  | 'REDIS_UNSAFE';

export class RedisError extends Error {
  readonly code: RedisErrorCode;

  constructor(code: RedisErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RedisError';
    this.code = code;
  }
}

/** First words of Redis' error replies that say which kind of trouble it is. */
const KINDS: readonly (readonly [RegExp, RedisErrorCode])[] = [
  [/^(WRONGPASS|NOAUTH)\b|^ERR (invalid password|AUTH |Client sent AUTH)/, 'REDIS_WRONG_PASSWORD'],
  [/^NOPERM\b/, 'REDIS_FORBIDDEN'],
  [/^OOM\b/, 'REDIS_FULL'],
  [
    /^(LOADING|BUSY|MASTERDOWN|READONLY|MISCONF|NOREPLICAS|TRYAGAIN|CLUSTERDOWN)\b/,
    'REDIS_UNAVAILABLE',
  ],
  [/^(MOVED|ASK|CROSSSLOT)\b/, 'REDIS_UNAVAILABLE'],
];

/** The trouble that a reply or a connection error stands for; null: none that is known here. */
export function redisErrorOf(error: unknown, where: string): RedisError | null {
  if (error instanceof RedisError) return error;
  if (!(error instanceof Error)) return null;
  const first = refusedInTransaction(error);
  if (first !== null) return redisErrorOf(first, where);
  for (const [words, code] of KINDS) {
    if (words.test(error.message)) {
      return new RedisError(code, `${where}: ${error.message}`, { cause: error });
    }
  }
  if (error.name === 'ReplyError') return null;
  // Everything that is not a reply is about the connection.
  return new RedisError('REDIS_UNREACHABLE', `${where}: ${error.message}`, { cause: error });
}

/**
 * Why a transaction was discarded: Redis says of its EXEC only that it was, of the first command why.
 * Without memory it queues none at all, not even those that only read.
 */
function refusedInTransaction(error: Error): Error | null {
  if (!error.message.startsWith('EXECABORT')) return null;
  const { previousErrors } = error as { readonly previousErrors?: readonly unknown[] };
  return previousErrors?.find((each) => each instanceof Error) ?? null;
}
