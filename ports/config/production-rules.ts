import type { ServersSetUp } from './exchange-config.ts';
import { type SettingKey, wrong } from './settings.ts';

/** What examples, demonstrations and vendors' quick starts use, and everybody tries first. */
const DEFAULT_SECRETS = [
  'admin',
  'changeme',
  'default',
  'devkey',
  'devsecret123',
  'lockstep',
  'minioadmin',
  'password',
  'secret',
  'test',
  'versitygw',
];
const SECRET_CHARACTERS_MIN = 12;

/** Refuses what others could read or guess. Throws ConfigError. */
export function assertFitForProduction(
  setUp: ServersSetUp,
  options: { readonly trustedNetwork: boolean; readonly masterKey: Uint8Array | null },
): void {
  const { log, store, snapshots } = setUp;
  if (!options.trustedNetwork) {
    if (log.tls === null) throw plaintext('LOG', 'tls=true');
    if (store.tls === null) throw plaintext('STORE', 'rediss://');
    if (snapshots.endpoint?.startsWith('http://') === true) {
      throw plaintext('SNAPSHOTS', 'an https:// endpoint');
    }
    if (log.sasl === null && log.tls?.cert == null) {
      throw wrong('LOG', 'in production it needs a login: sasl and user, or cert and key');
    }
  }
  if (store.password === null) {
    throw wrong('STORE_PASSWORD', 'it is missing, and production takes no Redis without one');
  }
  const secrets: readonly (readonly [SettingKey, string | null | undefined])[] = [
    ['LOG_PASSWORD', log.sasl?.password],
    ['STORE_PASSWORD', store.password],
    ['SNAPSHOTS_SECRET_ACCESS_KEY', snapshots.secretAccessKey],
  ];
  for (const [key, secret] of secrets) {
    if (typeof secret === 'string') assertNotGuessable(key, secret);
  }
  if (options.masterKey === null) {
    throw wrong('MASTER_KEY', 'it is missing; hosts that make their own cannot read each other');
  }
}

const plaintext = (key: SettingKey, instead: string) =>
  wrong(key, `in production it needs TLS (${instead}), or --trusted-network`);

function assertNotGuessable(key: SettingKey, secret: string): void {
  if (DEFAULT_SECRETS.includes(secret.toLowerCase())) {
    throw wrong(key, 'it is a default that everybody knows');
  }
  if (secret.length < SECRET_CHARACTERS_MIN) {
    throw wrong(key, `it is shorter than ${SECRET_CHARACTERS_MIN} characters`);
  }
}
