import type { ExchangeConfig } from './exchange-config.ts';

const login = (user: string | null | undefined): string => (user == null ? 'no login' : user);

/** What may stand in a log line: where everything is, and no secret. */
export function describeConfig(config: ExchangeConfig): Readonly<Record<string, string>> {
  const { setUp, safety } = config;
  if (setUp.kind === 'embedded') return { profile: 'embedded', safety };
  const { log, store, snapshots } = setUp;
  return {
    profile: 'kafka',
    safety,
    log: `${log.brokers.join(',')} (${log.tls === null ? 'plaintext' : 'TLS'}, ${login(log.sasl?.username)}, prefix "${log.topicPrefix}")`,
    store: `${store.host}:${store.port}/${store.database} (${store.tls === null ? 'plaintext' : 'TLS'}, ${login(store.username)}, namespace "${store.namespace}")`,
    snapshots: `${snapshots.endpoint ?? `AWS ${snapshots.region}`} (buckets ${snapshots.bucket}, ${snapshots.archiveBucket}, prefix "${snapshots.prefix}")`,
  };
}
