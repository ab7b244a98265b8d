/**
 * The demonstration on an exchange that something else keeps running, e.g. docker-compose.yml:
 * markets, funded accounts with keys in <data>/demo.json, and the traders.
 *
 *   node dist/cli/demo/beside.js --data <folder> --url http://order-service:4010
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RestClient } from '../../client/rest-client.ts';
import { setUpDemo } from './demo-exchange.ts';

const READY_WITHIN_MS = 120_000;
const POLL_MS = 200;

const { values } = parseArgs({
  options: { data: { type: 'string' }, url: { type: 'string' } },
});
if (values.data === undefined || values.url === undefined) {
  process.stderr.write('usage: beside --data <folder> --url <http://host:port>\n');
  process.exit(2);
}
const baseUrl = values.url;
const client = new RestClient({ baseUrl });
const deadlineMs = performance.now() + READY_WITHIN_MS;
while (!(await client.isReady().catch(() => false))) {
  if (performance.now() > deadlineMs) {
    process.stderr.write(`${baseUrl} accepts no orders\n`);
    process.exit(3);
  }
  await sleep(POLL_MS);
}
client.close();
const wsUrl = `${baseUrl.replace(/^http/, 'ws')}/v1/ws`;
await setUpDemo({ baseUrl, wsUrl, adminUrl: baseUrl, dataDirectory: values.data });
// It reads --data itself, and runs until it is stopped.
process.argv.splice(2, process.argv.length - 2, '--data', values.data);
await import('./traders.ts');
