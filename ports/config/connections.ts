/** From the three URLs to what the adapters connect with. */
import type { KafkaConnection } from '../event-log/kafka/kafka-connection.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import { DEFAULT_ARCHIVE_BUCKET } from '../s3/s3-connection.ts';
import type { ConfigSource } from './config-source.ts';
import { parseServerUrl, type ServerUrl, switchOf } from './server-url.ts';
import { type SettingKey, wrong } from './settings.ts';

/** Each process adds its own client id. */
export interface LogConnection extends Omit<KafkaConnection, 'clientId'> {
  /** Of topics that are made; null: as many as the safety of the start asks for. */
  readonly replicationFactor: number | null;
}

const KAFKA_PORT = 9092;
const REDIS_PORT = 6379;
/** Its pointer to the newest snapshot is `snapshot_offset:<market>`, without a prefix. */
const DEFAULT_NAMESPACE = 'exchange';
const REDIS_DATABASE_MAX = 15;
const REPLICATION_FACTOR_MAX = 9;
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
/** What is allowed in a topic, and short enough to leave room for the market's name. */
const NAME = /^[A-Za-z0-9_-]{1,60}$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function logConnection(source: ConfigSource, text: string): LogConnection {
  const url = parseServerUrl('LOG', text, {
    schemes: ['kafka'],
    parameters: ['tls', 'ca', 'cert', 'key', 'sasl', 'user', 'replication'],
    secret: 'LOG_PASSWORD',
  });
  if (url.user !== null) throw wrong('LOG', 'the user is a parameter: ?sasl=…&user=…');
  const brokers = url.hosts.map(({ host, port }) => `${host}:${port ?? KAFKA_PORT}`);
  const twice = brokers.find((broker, index) => brokers.indexOf(broker) !== index);
  if (twice !== undefined) throw wrong('LOG', `${twice} stands in it twice`);
  return {
    brokers,
    topicPrefix: url.path === '' ? '' : `${nameOf('LOG', 'prefix', url.path)}.`,
    tls: kafkaTls(source, url),
    sasl: kafkaSasl(source, url),
    replicationFactor: replicationFactorOf(url),
  };
}

function replicationFactorOf(url: ServerUrl): number | null {
  const text = url.parameters.get('replication');
  if (text === undefined) return null;
  const factor = Number(text);
  if (Number.isInteger(factor) && factor >= 1 && factor <= REPLICATION_FACTOR_MAX) return factor;
  throw wrong('LOG', `replication is 1 to ${REPLICATION_FACTOR_MAX}, not ${text}`);
}

function kafkaTls(source: ConfigSource, url: ServerUrl): LogConnection['tls'] {
  const pem = (name: 'ca' | 'cert' | 'key'): string | null => {
    const path = url.parameters.get(name);
    return path === undefined ? null : source.file('LOG', path, name);
  };
  if (!switchOf('LOG', url, 'tls', false)) {
    const stray = ['ca', 'cert', 'key'].find((name) => url.parameters.has(name));
    if (stray !== undefined) throw wrong('LOG', `${stray} means nothing without tls=true`);
    return null;
  }
  const tls = { ca: pem('ca'), cert: pem('cert'), key: pem('key') };
  if ((tls.cert === null) !== (tls.key === null)) {
    throw wrong('LOG', 'cert and key belong together; one of them is missing');
  }
  return tls;
}

function kafkaSasl(source: ConfigSource, url: ServerUrl): LogConnection['sasl'] {
  const name = url.parameters.get('sasl');
  const username = url.parameters.get('user');
  const password = source.secret('LOG_PASSWORD');
  if (name === undefined) {
    if (username !== undefined) throw wrong('LOG', 'user means nothing without sasl');
    if (password !== null) throw wrong('LOG_PASSWORD', 'it is set, but LOG has no sasl and user');
    return null;
  }
  const mechanism = MECHANISMS.find((each) => each === name);
  if (mechanism === undefined) throw wrong('LOG', `sasl is ${MECHANISMS.join(', ')}, not ${name}`);
  if (username === undefined) throw wrong('LOG', 'sasl needs user');
  if (password === null) {
    throw wrong('LOG_PASSWORD', `it is missing, and LOG logs in as ${username}`);
  }
  return { mechanism, username, password };
}

export function storeConnection(source: ConfigSource, text: string): RedisConnection {
  const url = parseServerUrl('STORE', text, {
    schemes: ['redis', 'rediss'],
    parameters: ['namespace', 'ca'],
    secret: 'STORE_PASSWORD',
  });
  const [first, ...others] = url.hosts;
  if (first === undefined || others.length > 0) {
    throw wrong('STORE', 'one host: the balances of an exchange are on one server');
  }
  const ca = url.parameters.get('ca');
  if (ca !== undefined && url.scheme !== 'rediss') {
    throw wrong('STORE', 'ca means nothing without rediss://');
  }
  const database = url.path === '' ? 0 : Number(url.path);
  if (!/^\d*$/.test(url.path) || database > REDIS_DATABASE_MAX) {
    throw wrong('STORE', `database ${url.path} is not 0 to ${REDIS_DATABASE_MAX}`);
  }
  const namespace = url.parameters.get('namespace');
  const password = source.secret('STORE_PASSWORD');
  if (url.user !== null && password === null) {
    throw wrong('STORE_PASSWORD', `it is missing, and STORE logs in as ${url.user}`);
  }
  return {
    host: first.host.replace(/^\[|\]$/g, ''),
    port: first.port ?? REDIS_PORT,
    username: url.user,
    password,
    tls:
      url.scheme === 'rediss'
        ? { ca: ca === undefined ? null : source.file('STORE', ca, 'ca') }
        : null,
    database,
    namespace:
      namespace === undefined ? DEFAULT_NAMESPACE : nameOf('STORE', 'namespace', namespace),
  };
}

export function snapshotsConnection(source: ConfigSource, text: string): S3Connection {
  const url = parseServerUrl('SNAPSHOTS', text, {
    schemes: ['s3'],
    parameters: ['endpoint', 'region', 'archive', 'path-style'],
    secret: 'SNAPSHOTS_SECRET_ACCESS_KEY',
  });
  const [bucket, ...others] = url.hosts;
  if (bucket === undefined || others.length > 0) throw wrong('SNAPSHOTS', 'one bucket');
  if (bucket.port !== null || url.user !== null) {
    throw wrong('SNAPSHOTS', 'a bucket has no port and no user: the server is the endpoint');
  }
  const archiveBucket = url.parameters.get('archive') ?? DEFAULT_ARCHIVE_BUCKET;
  for (const name of [bucket.host, archiveBucket]) {
    if (!BUCKET.test(name)) {
      throw wrong('SNAPSHOTS', `${name} is no bucket: 3 to 63 small letters, digits, - and .`);
    }
  }
  const endpoint = endpointOf(url);
  const region = url.parameters.get('region') ?? (endpoint === null ? null : 'us-east-1');
  if (region === null) throw wrong('SNAPSHOTS', 'region is missing (or an endpoint)');
  const accessKeyId = source.secret('SNAPSHOTS_ACCESS_KEY_ID');
  const secretAccessKey = source.secret('SNAPSHOTS_SECRET_ACCESS_KEY');
  if (accessKeyId !== null && secretAccessKey === null) {
    throw wrong('SNAPSHOTS_SECRET_ACCESS_KEY', 'it is missing, and there is an access key');
  }
  if (accessKeyId === null && secretAccessKey !== null) {
    throw wrong('SNAPSHOTS_ACCESS_KEY_ID', 'it is missing, and there is a secret key');
  }
  return {
    endpoint,
    region,
    bucket: bucket.host,
    archiveBucket,
    prefix: url.path === '' ? '' : nameOf('SNAPSHOTS', 'prefix', url.path.replace(/\/$/, '')),
    accessKeyId,
    secretAccessKey,
    forcePathStyle: switchOf('SNAPSHOTS', url, 'path-style', endpoint !== null),
  };
}

function endpointOf(url: ServerUrl): string | null {
  const text = url.parameters.get('endpoint');
  if (text === undefined) return null;
  let endpoint: URL;
  try {
    endpoint = new URL(text);
  } catch {
    throw wrong('SNAPSHOTS', 'endpoint is no URL');
  }
  if (endpoint.protocol !== 'http:' && endpoint.protocol !== 'https:') {
    throw wrong('SNAPSHOTS', `endpoint is http:// or https://, not ${endpoint.protocol}//`);
  }
  if (endpoint.username !== '' || endpoint.password !== '') {
    throw wrong('SNAPSHOTS', 'endpoint holds a key; use SNAPSHOTS_ACCESS_KEY_ID and its secret');
  }
  return endpoint.origin;
}

function nameOf(key: SettingKey, what: string, text: string): string {
  if (NAME.test(text)) return text;
  throw wrong(key, `${what} ${text} is not 1 to 60 letters, digits, - and _`);
}
