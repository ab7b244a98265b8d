/** On which set-up a system test runs its processes. */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { ExchangeSettings } from '../../cli/exchange-settings.ts';
import { EMBEDDED, readConfig, type SetUp } from '../../ports/config/exchange-config.ts';
import { discardExchange, discardKeys } from '../../ports/discard-exchange.ts';

export type SetUpName = 'embedded' | 'kafka';

export interface TestServers {
  /** `host:port,host:port`. */
  readonly kafka: string;
  /** `redis://127.0.0.1:6379`. */
  readonly redis: string;
  /** `http://key:secret@127.0.0.1:7070`. */
  readonly s3: string;
}

function variable(name: string): string {
  const value = process.env[name] ?? '';
  if (value !== '') return value;
  throw new Error(`${name} is not set; the services suite starts servers and sets it`);
}

const suiteServers = (): TestServers => ({
  kafka: variable('LOCKSTEP_TEST_KAFKA'),
  redis: variable('LOCKSTEP_TEST_REDIS'),
  s3: variable('LOCKSTEP_TEST_S3'),
});

/**
 * Settings of an exchange with names that no other has. The keys of the S3 server also go into the
 * environment of this process: commands beside the exchange find the rest in its data directory.
 * `servers`: of a test's own; absent: those of the suite.
 */
export function settingsOn(setUp: SetUpName, servers?: Partial<TestServers>): ExchangeSettings {
  if (setUp === 'embedded') return {};
  const { kafka, redis, s3 } = { ...suiteServers(), ...servers };
  const name = `test-${randomBytes(6).toString('hex')}`;
  const { origin, username, password } = new URL(s3);
  const keys = {
    SNAPSHOTS_ACCESS_KEY_ID: decodeURIComponent(username),
    SNAPSHOTS_SECRET_ACCESS_KEY: decodeURIComponent(password),
  };
  Object.assign(process.env, keys);
  const replication = kafka.split(',').length >= 3 ? 3 : 1;
  return {
    PROFILE: 'kafka',
    LOG: `kafka://${kafka}/${name}?replication=${replication}`,
    STORE: `${redis}?namespace=${name}`,
    SNAPSHOTS: `s3://exchange-snapshots/${name}?endpoint=${encodeURIComponent(origin)}`,
    ...keys,
  };
}

export const setUpOf = (settings: ExchangeSettings): SetUp =>
  Object.keys(settings).length === 0
    ? EMBEDDED
    : readConfig({ flags: {}, environment: settings }).setUp;

/** The same as options of `lockstep up`; the secrets are in the environment. */
export const optionsOf = ({ LOG, STORE, SNAPSHOTS }: ExchangeSettings): readonly string[] =>
  LOG === undefined || STORE === undefined || SNAPSHOTS === undefined
    ? []
    : ['--log', LOG, '--store', STORE, '--snapshots', SNAPSHOTS];

/** What FLUSHALL does, to this exchange only. */
export async function wipeStore(settings: ExchangeSettings): Promise<void> {
  const setUp = setUpOf(settings);
  if (setUp.kind === 'servers') await discardKeys(setUp);
}

/** Leaves nothing of it on the servers of the suite. */
export async function discard(settings: ExchangeSettings): Promise<void> {
  const setUp = setUpOf(settings);
  if (setUp.kind === 'servers') await discardExchange(setUp);
}
