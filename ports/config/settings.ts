/** The one table of what can be set. docs/configuration.md is made from it, and a test compares. */
import { ConfigError } from './config-error.ts';

export interface Setting {
  /** Its variable. A secret is also taken from the file that `<key>_FILE` names. */
  readonly key: string;
  /** null: by the environment or a file only, since a command line is readable by everybody. */
  readonly flag: string | null;
  readonly kind: 'text' | 'switch' | 'secret';
  readonly fallback: string;
  readonly help: string;
  readonly example: string;
}

export const SETTINGS = {
  PROFILE: {
    key: 'PROFILE',
    flag: '--profile',
    kind: 'text',
    fallback: '`embedded`, or `kafka` when `LOG`, `STORE` and `SNAPSHOTS` are set',
    help: '`embedded`: files of this machine. `kafka`: Kafka, Redis and S3.',
    example: 'PROFILE=kafka',
  },
  LOG: {
    key: 'LOG',
    flag: '--log',
    kind: 'text',
    fallback: '—',
    help:
      '`kafka://host:port[,host:port…][/prefix]`; the prefix names this exchange in a shared cluster ' +
      '(topics `prefix.commands.BTC-USD` …). `tls=true`, with `ca`, `cert`, `key` (paths of PEM files); ' +
      '`sasl=plain|scram-sha-256|scram-sha-512` with `user`. ' +
      '`replication`: factor of topics that are made (3 in production, else 1).',
    example:
      'LOG=kafka://kafka-1:9093,kafka-2:9093,kafka-3:9093/prod?tls=true&sasl=scram-sha-256&user=lockstep',
  },
  LOG_PASSWORD: {
    key: 'LOG_PASSWORD',
    flag: null,
    kind: 'secret',
    fallback: '—',
    help: 'Password of the SASL user of `LOG`.',
    example: 'LOG_PASSWORD_FILE=/run/secrets/log-password',
  },
  STORE: {
    key: 'STORE',
    flag: '--store',
    kind: 'text',
    fallback: '—',
    help:
      '`redis://[user@]host[:port][/database]`, or `rediss://` for TLS (`ca`: path of a PEM file). ' +
      '`namespace` names this exchange in a shared server (`exchange`).',
    example: 'STORE=rediss://lockstep@redis:6380/0?namespace=prod',
  },
  STORE_PASSWORD: {
    key: 'STORE_PASSWORD',
    flag: null,
    kind: 'secret',
    fallback: '—',
    help: 'Password of the user of `STORE` (without a user: of the default one).',
    example: 'STORE_PASSWORD_FILE=/run/secrets/store-password',
  },
  SNAPSHOTS: {
    key: 'SNAPSHOTS',
    flag: '--snapshots',
    kind: 'text',
    fallback: '—',
    help:
      '`s3://bucket[/prefix]`. `endpoint`: a server other than AWS; `region`; `archive`: the bucket of ' +
      'the log’s archive (`exchange-archive`); `path-style=true|false` (true with an endpoint).',
    example:
      'SNAPSHOTS=s3://exchange-snapshots?endpoint=https://s3.example.com&region=eu-central-1',
  },
  SNAPSHOTS_ACCESS_KEY_ID: {
    key: 'SNAPSHOTS_ACCESS_KEY_ID',
    flag: null,
    kind: 'secret',
    fallback: 'the chain of the AWS SDK (variables, files, instance role)',
    help: 'Access key of `SNAPSHOTS`.',
    example: 'SNAPSHOTS_ACCESS_KEY_ID_FILE=/run/secrets/s3-access-key',
  },
  SNAPSHOTS_SECRET_ACCESS_KEY: {
    key: 'SNAPSHOTS_SECRET_ACCESS_KEY',
    flag: null,
    kind: 'secret',
    fallback: 'the chain of the AWS SDK',
    help: 'Its secret.',
    example: 'SNAPSHOTS_SECRET_ACCESS_KEY_FILE=/run/secrets/s3-secret-key',
  },
  MASTER_KEY: {
    key: 'MASTER_KEY',
    flag: null,
    kind: 'secret',
    fallback: '`master.key` of the data directory, made at the first start',
    help: 'Seals the secrets of API keys: 64 hexadecimal digits, the same on every host.',
    example: 'MASTER_KEY_FILE=/run/secrets/master-key (make one: openssl rand -hex 32)',
  },
  PRODUCTION: {
    key: 'PRODUCTION',
    flag: '--production',
    kind: 'switch',
    fallback: 'true when `NODE_ENV=production`',
    help: 'Refuses what may be lost or read by others; see below.',
    example: 'PRODUCTION=true',
  },
  TRUSTED_NETWORK: {
    key: 'TRUSTED_NETWORK',
    flag: '--trusted-network',
    kind: 'switch',
    fallback: 'false',
    help: 'In production: connections without TLS or without a login to Kafka are meant.',
    example: 'TRUSTED_NETWORK=true',
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof SETTINGS;

export const settingOf = (key: SettingKey): Setting => SETTINGS[key];

/** What is wrong with a setting, with the example of the table. */
export const wrong = (key: SettingKey, problem: string): ConfigError =>
  new ConfigError(key, problem, SETTINGS[key].example);

/** The settings that a command line may carry, for `parseArgs`: `{ profile: { type: 'string' }, … }`. */
export const SETTING_FLAGS: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>> =
  Object.fromEntries(
    Object.values(SETTINGS as Readonly<Record<string, Setting>>).flatMap(({ flag, kind }) =>
      flag === null
        ? []
        : [
            [
              flag.slice(2),
              { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
            ],
          ],
    ),
  );
