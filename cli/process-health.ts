/**
 * For container engines: exit code 0 while the process that PROCESS_NAME names is up, as the
 * order-service at the URL sees it; a process that is frozen would still say that it is well.
 *
 *   node dist/cli/process-health.js http://order-service:4010
 */
import process from 'node:process';
import { RestClient } from '../client/rest-client.ts';

const TIMEOUT_MS = 3_000;

const client = new RestClient({ baseUrl: process.argv[2] ?? '', timeoutMs: TIMEOUT_MS });
const wanted = process.env['PROCESS_NAME'] ?? 'order-service-1';
try {
  const { processes } = await client.status();
  const found = processes.find(({ name }) => name === wanted);
  process.exitCode = found?.state === 'up' ? 0 : 1;
} catch {
  process.exitCode = 1;
} finally {
  client.close();
}
