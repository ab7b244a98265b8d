import process from 'node:process';
import { type ExchangeConfig, readConfig } from './exchange-config.ts';
import { findServicesRecord, type ServicesRecord } from './services-record.ts';
import { findSetUpRecord } from './set-up-record.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PLACES = ['PROFILE', 'LOG', 'STORE', 'SNAPSHOTS'] as const;

/** Whether the environment says where the exchange is kept. */
export const namesSetUp = (environment: Environment): boolean =>
  PLACES.some((key) => (environment[key] ?? '') !== '');

/**
 * What a command beside the exchange of a data directory goes by: the environment if it names a
 * set-up, else what the directory remembers, with the secrets of `npm run services` if it is theirs.
 */
export function settingsOfDirectory(
  dataDir: string,
  environment: Environment = process.env,
): Environment {
  if (namesSetUp(environment)) return environment;
  const record = findSetUpRecord(dataDir);
  if (record?.profile !== 'kafka') return environment;
  const services = findServicesRecord();
  const own = services !== null && record.urls.SNAPSHOTS.includes(endpointOf(services));
  return { ...environment, ...record.urls, ...(own ? secretsOf(services) : {}) };
}

/** Throws ConfigError. */
export const configOfDirectory = (
  dataDir: string,
  environment: Environment = process.env,
): ExchangeConfig =>
  readConfig({ flags: {}, environment: settingsOfDirectory(dataDir, environment) });

const endpointOf = ({ s3 }: ServicesRecord): string =>
  new URLSearchParams({ endpoint: s3.endpoint }).toString();

const secretsOf = ({ s3, redisPassword }: ServicesRecord): Readonly<Record<string, string>> => ({
  ...(redisPassword === null ? {} : { STORE_PASSWORD: redisPassword }),
  SNAPSHOTS_ACCESS_KEY_ID: s3.accessKeyId,
  SNAPSHOTS_SECRET_ACCESS_KEY: s3.secretAccessKey,
});

/** The settings of an exchange on the servers of `npm run services`. `name`: empty for the only one. */
export function settingsOfServices(
  services: ServicesRecord,
  name: string,
): Readonly<Record<string, string>> {
  const { brokers, redis, s3 } = services;
  const snapshots = new URLSearchParams({ endpoint: s3.endpoint, archive: s3.archiveBucket });
  const path = name === '' ? '' : `/${name}`;
  return {
    PROFILE: 'kafka',
    LOG: `kafka://${brokers.join(',')}${path}?replication=${brokers.length >= 3 ? 3 : 1}`,
    STORE: `${redis}${name === '' ? '' : `?namespace=${name}`}`,
    SNAPSHOTS: `s3://${s3.bucket}${path}?${snapshots}`,
    ...secretsOf(services),
  };
}
