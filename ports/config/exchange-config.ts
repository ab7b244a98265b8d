import type { RedisConnection } from '../redis/redis-connection.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import { ConfigSource, type GivenSettings } from './config-source.ts';
import {
  type LogConnection,
  logConnection,
  snapshotsConnection,
  storeConnection,
} from './connections.ts';
import { assertFitForProduction } from './production-rules.ts';
import { wrong } from './settings.ts';

/** `production` refuses what `development` only warns of: unsafe topics, an unsafe Redis. */
export type Safety = 'production' | 'development';

export interface ServersSetUp {
  readonly kind: 'servers';
  /** As they were given; no secret stands in them. */
  readonly urls: { readonly LOG: string; readonly STORE: string; readonly SNAPSHOTS: string };
  readonly log: LogConnection;
  readonly store: RedisConnection;
  readonly snapshots: S3Connection;
}

/** Where an exchange keeps what must last. Nothing above ports/ looks into it. */
export type SetUp = { readonly kind: 'embedded' } | ServersSetUp;

export const EMBEDDED: SetUp = { kind: 'embedded' };

export interface ExchangeConfig {
  readonly setUp: SetUp;
  readonly safety: Safety;
  /** null: the data directory's own. */
  readonly masterKey: Uint8Array | null;
}

/** Reads and judges all settings. Throws ConfigError for the first that is wrong. */
export function readConfig(given: GivenSettings): ExchangeConfig {
  const source = new ConfigSource(given);
  const production = source.switch('PRODUCTION') || given.environment['NODE_ENV'] === 'production';
  const setUp = setUpOf(source);
  const masterKey = masterKeyOf(source);
  const trustedNetwork = source.switch('TRUSTED_NETWORK');
  if (production && setUp.kind === 'servers') {
    assertFitForProduction(setUp, { trustedNetwork, masterKey });
  }
  return { setUp, safety: production ? 'production' : 'development', masterKey };
}

function setUpOf(source: ConfigSource): SetUp {
  const urls = {
    LOG: source.text('LOG'),
    STORE: source.text('STORE'),
    SNAPSHOTS: source.text('SNAPSHOTS'),
  };
  const keys = Object.keys(urls) as (keyof typeof urls)[];
  const set = keys.filter((key) => urls[key] !== null);
  const profile = source.text('PROFILE') ?? (set.length > 0 ? 'kafka' : 'embedded');
  if (profile !== 'embedded' && profile !== 'kafka') {
    throw wrong('PROFILE', `it is embedded or kafka, not ${profile}`);
  }
  if (profile === 'embedded') {
    if (set.length === 0) return EMBEDDED;
    throw wrong('PROFILE', `embedded contradicts ${set.join(', ')}, which are set`);
  }
  const { LOG: log, STORE: store, SNAPSHOTS: snapshots } = urls;
  if (log === null || store === null || snapshots === null) {
    const missing = keys.find((key) => urls[key] === null) ?? 'LOG';
    throw wrong(missing, `it is missing; the kafka profile needs ${keys.join(', ')}`);
  }
  return {
    kind: 'servers',
    urls: { LOG: log, STORE: store, SNAPSHOTS: snapshots },
    log: logConnection(source, log),
    store: storeConnection(source, store),
    snapshots: snapshotsConnection(source, snapshots),
  };
}

function masterKeyOf(source: ConfigSource): Uint8Array | null {
  const text = source.secret('MASTER_KEY');
  if (text === null) return null;
  if (!/^[0-9a-fA-F]{64}$/.test(text)) {
    throw wrong('MASTER_KEY', `it is 64 hexadecimal digits, not ${text.length} characters`);
  }
  if (/^(..)\1*$/.test(text)) throw wrong('MASTER_KEY', 'it is one byte, repeated');
  return new Uint8Array(Buffer.from(text, 'hex'));
}
