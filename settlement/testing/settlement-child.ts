/**
 * A settlement process on an embedded log and a Redis account store, which FAULT may kill:
 * settlement-child <log folder> <redis url> <namespace>. Prints a line when it has begun.
 */
import { writeSync } from 'node:fs';
import { openRedisAccountStore } from '../../ports/account-store/redis/redis-account-store.ts';
import { systemClock } from '../../ports/clock/system-clock.ts';
import { envCrashPoints } from '../../ports/crash-points/env-crash-points.ts';
import { noDoorbell } from '../../ports/event-log/doorbell.ts';
import { LmdbEventLog } from '../../ports/event-log/lmdb-event-log.ts';
import { redisAt } from '../../ports/testing/test-redis.ts';
import { Settlement } from '../settlement.ts';
import { testPorts } from './test-ports.ts';

const [, , folder, url, namespace] = process.argv as [string, string, string, string, string];
const crashPoints = envCrashPoints({
  faults: process.env['FAULT'],
  environment: process.env['NODE_ENV'],
  kill: () => process.kill(process.pid, 'SIGKILL'),
});
const log = new LmdbEventLog({
  folder,
  durability: 'process',
  clock: systemClock,
  crashPoints,
  doorbell: noDoorbell,
});
const accounts = await openRedisAccountStore({
  connection: { ...redisAt(url), namespace },
  safety: 'development',
  clock: systemClock,
  crashPoints,
});
const { ports } = testPorts({ log, accounts });
const say = (fields: object, message: string) => {
  writeSync(2, `${message} ${JSON.stringify(fields)}\n`);
};
setInterval(() => {}, 1000);
writeSync(1, 'begun\n');
await new Settlement({
  ports: { ...ports, crashPoints },
  logger: { info: say, warn: say, error: say },
  identity: { name: 'settlement', pid: process.pid, version: 'test' },
}).run();
