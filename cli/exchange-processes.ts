/** The processes that an exchange consists of, each with its role; for what they use. */
import process from 'node:process';
import type { NamedPid } from '../bench/e2e/cpu-time.ts';
import { configOfDirectory } from '../ports/config/directory-config.ts';
import { findServicesRecord } from '../ports/config/services-record.ts';
import { isAlive } from '../ports/process/process-identity.ts';
import type { RunningExchange } from './supervisor/running-exchange.ts';

/** Our own, and those of the servers that `npm run services` started for it, unless in containers. */
export async function processesOf(exchange: RunningExchange): Promise<readonly NamedPid[]> {
  const primary = await exchange.primary();
  const own = exchange.processes.map(({ name, pid }) => ({
    role: roleOf(name, primary?.name ?? null),
    pid,
  }));
  return [...own, ...serversOf(exchange), { role: 'supervisor', pid: process.pid }];
}

function roleOf(name: string, primary: string | null): string {
  if (!name.startsWith('engine-')) return name.replace(/-\d+$/, '');
  return name === primary ? 'engine' : 'standby';
}

function serversOf({ dataDirectory }: RunningExchange): readonly NamedPid[] {
  const { setUp } = configOfDirectory(dataDirectory);
  const services = findServicesRecord();
  if (setUp.kind !== 'servers' || services === null) return [];
  // Others than those of this work tree: their processes are not for us to know.
  if (setUp.log.brokers.join() !== services.brokers.join()) return [];
  return services.processes
    .filter(isAlive)
    .map(({ name, pid }) => ({ role: name.replace(/^kafka-\d+$/, 'broker'), pid }));
}
