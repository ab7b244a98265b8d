/**
 * A process that announces itself through Redis until it is killed:
 * coordination-child <redis url> <namespace> <name>. Prints a line when it has joined.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../clock/system-clock.ts';
import { openRedisCoordination } from '../coordination/redis-coordination.ts';
import { redisAt } from './test-redis.ts';

const [, , url, namespace, name] = process.argv as [string, string, string, string, string];
const coordination = await openRedisCoordination({
  connection: { ...redisAt(url), namespace },
  clock: systemClock,
  processName: name,
  incarnation: `${process.pid}`,
});
const report = { name, service: 'engine', pid: process.pid, startedAtUs: 1, version: '1' } as const;
const announce = () => coordination.announce({ ...report, markets: [] });
announce();
setInterval(announce, 1000);
writeSync(1, 'joined\n');
