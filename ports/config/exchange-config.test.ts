import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { ConfigError } from './config-error.ts';
import { describeConfig } from './described-config.ts';
import { readConfig } from './exchange-config.ts';
import { SETTINGS } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const folder = temporaryFolder();
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const PEM = file('some.pem', '-----BEGIN CERTIFICATE-----\n');
const EMPTY = file('empty', '\n');

/** No part of it may ever be seen. */
const SECRET = 'Tr0ub4dor-and-3-more-words';
const KEY = `0123456789abcdef${'5a'.repeat(24)}`;

const GOOD: Environment = {
  LOG: 'kafka://k1:9093,k2/prod?tls=true&sasl=scram-sha-256&user=lockstep',
  LOG_PASSWORD: SECRET,
  STORE: 'rediss://keeper@redis/2?namespace=prod',
  STORE_PASSWORD: SECRET,
  SNAPSHOTS: 's3://snaps/prod?endpoint=https://s3.example.com',
  SNAPSHOTS_ACCESS_KEY_ID: 'AKIA123',
  SNAPSHOTS_SECRET_ACCESS_KEY: SECRET,
  MASTER_KEY: KEY,
  PRODUCTION: 'true',
};

const read = (environment: Environment, flags: Readonly<Record<string, unknown>> = {}) =>
  readConfig({ flags, environment });

test('without any setting it is the embedded set-up of a developer', () => {
  assert.deepEqual(read({}), {
    setUp: { kind: 'embedded' },
    safety: 'development',
    masterKey: null,
  });
});

test('the three URLs and their secrets become connections', () => {
  const { setUp, safety, masterKey } = read(GOOD);
  assert.equal(safety, 'production');
  assert.equal(Buffer.from(masterKey ?? []).toString('hex'), KEY);
  assert.deepEqual(setUp, {
    kind: 'servers',
    urls: { LOG: GOOD['LOG'], STORE: GOOD['STORE'], SNAPSHOTS: GOOD['SNAPSHOTS'] },
    log: {
      brokers: ['k1:9093', 'k2:9092'],
      topicPrefix: 'prod.',
      tls: { ca: null, cert: null, key: null },
      sasl: { mechanism: 'scram-sha-256', username: 'lockstep', password: SECRET },
      replicationFactor: null,
    },
    store: {
      host: 'redis',
      port: 6379,
      username: 'keeper',
      password: SECRET,
      tls: { ca: null },
      database: 2,
      namespace: 'prod',
    },
    snapshots: {
      endpoint: 'https://s3.example.com',
      region: 'us-east-1',
      bucket: 'snaps',
      archiveBucket: 'exchange-archive',
      prefix: 'prod',
      accessKeyId: 'AKIA123',
      secretAccessKey: SECRET,
      forcePathStyle: true,
    },
  });
});

test('a flag wins over its variable, and a secret may come from a file', () => {
  const { LOG_PASSWORD: _, ...rest } = GOOD;
  const environment = { ...rest, LOG_PASSWORD_FILE: file('log-password', `${SECRET}\n`) };
  const { setUp } = read(environment, { store: 'rediss://other' });
  assert.ok(setUp.kind === 'servers');
  assert.equal(setUp.log.sasl?.password, SECRET);
  assert.equal(setUp.store.host, 'other');
});

test('a trusted network may go without TLS and login, never without secrets', () => {
  const environment = {
    ...GOOD,
    LOG: 'kafka://k1',
    LOG_PASSWORD: '',
    STORE: 'redis://redis',
    SNAPSHOTS: 's3://snaps?endpoint=http://s3:7070',
    TRUSTED_NETWORK: 'true',
  };
  assert.equal(read(environment).safety, 'production');
  assert.throws(() => read({ ...environment, STORE_PASSWORD: '' }), { key: 'STORE_PASSWORD' });
});

/** Name of the mistake, what differs from a good production start, key that is named, what is said. */
const MISTAKES: readonly (readonly [string, Environment, keyof typeof SETTINGS, RegExp])[] = [
  ['unknown profile', { PROFILE: 'rabbit' }, 'PROFILE', /embedded or kafka, not rabbit/],
  ['profile against URLs', { PROFILE: 'embedded' }, 'PROFILE', /contradicts LOG, STORE, SNAP/],
  ['no log', { LOG: '' }, 'LOG', /it is missing/],
  ['no store', { STORE: '' }, 'STORE', /it is missing/],
  ['no snapshots', { SNAPSHOTS: '' }, 'SNAPSHOTS', /it is missing/],
  ['no URL', { LOG: 'k1:9092' }, 'LOG', /not a URL of kafka/],
  ['wrong scheme', { LOG: 'http://k1' }, 'LOG', /http:\/\/ is not kafka/],
  ['no host', { LOG: 'kafka:///prod' }, 'LOG', /names no host/],
  ['bad host', { LOG: 'kafka://k 1' }, 'LOG', /"?k 1"? is not host:port/],
  ['port of letters', { LOG: 'kafka://k1:ninety' }, 'LOG', /k1:ninety is not host:port/],
  ['port too high', { LOG: 'kafka://k1:70000' }, 'LOG', /port 70000 of k1/],
  ['broker twice', { LOG: 'kafka://k1,k1:9092' }, 'LOG', /k1:9092 stands in it twice/],
  ['bad prefix', { LOG: 'kafka://k1/a.b' }, 'LOG', /prefix a\.b is not/],
  ['unknown parameter', { LOG: 'kafka://k1?ssl=true' }, 'LOG', /no parameter ssl; there are tls/],
  ['not a truth', { LOG: 'kafka://k1?tls=yes' }, 'LOG', /tls is true or false, not yes/],
  ['parameter twice', { LOG: 'kafka://k1?tls=true&tls=true' }, 'LOG', /tls stands in it twice/],
  ['CA without TLS', { LOG: `kafka://k1?ca=${PEM}` }, 'LOG', /ca means nothing without tls/],
  ['CA that is not there', { LOG: 'kafka://k1?tls=true&ca=/no/ca' }, 'LOG', /\/no\/ca.*ENOENT/],
  ['half a key pair', { LOG: `kafka://k1?tls=true&cert=${PEM}` }, 'LOG', /cert and key belong/],
  ['unknown SASL', { LOG: 'kafka://k1?sasl=gssapi&user=u' }, 'LOG', /sasl is plain, scram/],
  ['SASL without user', { LOG: 'kafka://k1?sasl=plain' }, 'LOG', /sasl needs user/],
  [
    'replicas',
    { LOG: 'kafka://k1?replication=none', LOG_PASSWORD: '' },
    'LOG',
    /replication is 1 to 9, not none/,
  ],
  ['user without SASL', { LOG: 'kafka://k1?user=u' }, 'LOG', /user means nothing without sasl/],
  ['no log password', { LOG_PASSWORD: '' }, 'LOG_PASSWORD', /logs in as lockstep/],
  ['stray password', { LOG: 'kafka://k1' }, 'LOG_PASSWORD', /LOG has no sasl/],
  ['password in a URL', { LOG: `kafka://u:${SECRET}@k1` }, 'LOG', /holds a password/],
  ['password with a slash', { STORE: `redis://u:/${SECRET}@r` }, 'STORE', /use STORE_PASSWORD/],
  ['two stores', { STORE: 'redis://a,b' }, 'STORE', /one host/],
  ['database name', { STORE: 'redis://a/main' }, 'STORE', /database main is not 0 to 15/],
  ['no store password', { STORE_PASSWORD: '' }, 'STORE_PASSWORD', /STORE logs in as keeper/],
  ['secret twice', { LOG_PASSWORD_FILE: PEM }, 'LOG_PASSWORD', /are both set/],
  [
    'empty secret file',
    { STORE_PASSWORD: '', STORE_PASSWORD_FILE: EMPTY },
    'STORE_PASSWORD',
    /names, is empty/,
  ],
  ['bucket name', { SNAPSHOTS: 's3://Snaps?region=eu' }, 'SNAPSHOTS', /Snaps is no bucket/],
  ['bucket with port', { SNAPSHOTS: 's3://snaps:80?region=eu' }, 'SNAPSHOTS', /no port and no us/],
  ['no region', { SNAPSHOTS: 's3://snaps' }, 'SNAPSHOTS', /region is missing/],
  ['endpoint', { SNAPSHOTS: 's3://snaps?endpoint=s3' }, 'SNAPSHOTS', /endpoint is no URL/],
  ['ftp endpoint', { SNAPSHOTS: 's3://snaps?endpoint=ftp://s3' }, 'SNAPSHOTS', /not ftp:/],
  [
    'key in the endpoint',
    { SNAPSHOTS: `s3://snaps?endpoint=https://k:${SECRET}%40s3` },
    'SNAPSHOTS',
    /endpoint holds a key/,
  ],
  [
    'access key alone',
    { SNAPSHOTS_SECRET_ACCESS_KEY: '' },
    'SNAPSHOTS_SECRET_ACCESS_KEY',
    /there is an access key/,
  ],
  [
    'secret key alone',
    { SNAPSHOTS_ACCESS_KEY_ID: '' },
    'SNAPSHOTS_ACCESS_KEY_ID',
    /there is a secret key/,
  ],
  ['short master key', { MASTER_KEY: 'abc' }, 'MASTER_KEY', /64 hexadecimal digits, not 3/],
  ['empty master key', { MASTER_KEY: '0'.repeat(64) }, 'MASTER_KEY', /one byte, repeated/],
  ['truth', { PRODUCTION: 'maybe' }, 'PRODUCTION', /true or false, not maybe/],
];

/** The same, for what only production refuses. */
const UNSAFE: readonly (readonly [string, Environment, keyof typeof SETTINGS, RegExp])[] = [
  [
    'plain Kafka',
    { LOG: 'kafka://k1?sasl=plain&user=u' },
    'LOG',
    /needs TLS.*tls=true.*--trusted-network/,
  ],
  ['plain Redis', { STORE: 'redis://r' }, 'STORE', /needs TLS.*rediss/],
  ['plain S3', { SNAPSHOTS: 's3://snaps?endpoint=http://s3' }, 'SNAPSHOTS', /https:\/\/ endpoint/],
  ['no login', { LOG: 'kafka://k1?tls=true', LOG_PASSWORD: '' }, 'LOG', /needs a login/],
  [
    'open Redis',
    { STORE: 'rediss://r', STORE_PASSWORD: '' },
    'STORE_PASSWORD',
    /no Redis without one/,
  ],
  ['default secret', { STORE_PASSWORD: 'ChangeMe' }, 'STORE_PASSWORD', /everybody knows/],
  ['short secret', { LOG_PASSWORD: 'kurz' }, 'LOG_PASSWORD', /shorter than 12/],
  [
    'MinIO default',
    { SNAPSHOTS_SECRET_ACCESS_KEY: 'minioadmin' },
    'SNAPSHOTS_SECRET_ACCESS_KEY',
    /everybody/,
  ],
  ['no master key', { MASTER_KEY: '' }, 'MASTER_KEY', /it is missing; hosts/],
];

function refusal(environment: Environment): ConfigError {
  try {
    read({ ...GOOD, ...environment });
  } catch (error) {
    assert.ok(error instanceof ConfigError, `${error}`);
    return error;
  }
  return assert.fail('it was taken');
}

for (const [name, environment, key, text] of [...MISTAKES, ...UNSAFE]) {
  test(`refused: ${name}`, () => {
    const error = refusal(environment);
    assert.equal(error.key, key);
    assert.match(error.message, text);
    assert.ok(error.message.endsWith(`example: ${SETTINGS[key].example}`));
    assert.ok(!error.message.includes(SECRET), error.message);
  });
}

test('every mistake has words of its own', () => {
  const words = [...MISTAKES, ...UNSAFE].map(([, environment]) => refusal(environment).message);
  assert.ok(words.length >= 25);
  assert.equal(new Set(words).size, words.length);
});

test('a developer may do what production may not', () => {
  for (const [name, environment] of UNSAFE) {
    const config = read({ ...GOOD, ...environment, PRODUCTION: '' });
    assert.equal(config.safety, 'development', name);
  }
});

test('NODE_ENV makes a production, too', () => {
  const { PRODUCTION: _, ...rest } = GOOD;
  assert.throws(() => read({ ...rest, NODE_ENV: 'production', MASTER_KEY: '' }), {
    key: 'MASTER_KEY',
  });
});

test('the description of a configuration holds no secret', () => {
  const text = JSON.stringify(describeConfig(read(GOOD)));
  for (const secret of [SECRET, KEY, 'AKIA123']) assert.ok(!text.includes(secret), text);
  assert.match(text, /k1:9093/);
});
