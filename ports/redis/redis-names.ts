/** How the keys of one exchange are named, and how its Redis is called in messages. */
import type { RedisConnection } from './redis-connection.ts';

const DEFAULT_NAMESPACE = 'exchange';

/** `{exchange}:`, before every key but the pointers: the hash tag keeps them in one slot. */
export const keyPrefixOf = ({ namespace }: RedisConnection): string => `{${namespace}}:`;

/**
 * `snapshot_offset:BTC-USD`, as operators are promised; with a namespace other than `exchange`,
 * `{namespace}:snapshot_offset:BTC-USD`.
 */
export const snapshotOffsetKey = (connection: RedisConnection, market: string): string =>
  connection.namespace === DEFAULT_NAMESPACE
    ? `snapshot_offset:${market}`
    : `${keyPrefixOf(connection)}snapshot_offset:${market}`;

/** Where, never with what password. */
export const placeOf = ({ host, port, database, tls }: RedisConnection): string =>
  `${tls === null ? 'redis' : 'rediss'}://${host}:${port}/${database}`;
