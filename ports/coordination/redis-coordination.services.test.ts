import { systemClock, systemRandom } from '../clock/system-clock.ts';
import { testRedis } from '../testing/test-redis.ts';
import { coordinationContract } from './coordination.contract.ts';
import { openRedisCoordination } from './redis-coordination.ts';

coordinationContract('Redis', async () => {
  const connection = testRedis();
  return {
    async join(processName) {
      const incarnation = String(systemRandom.uint32());
      const options = { connection, clock: systemClock, processName, incarnation };
      const coordination = await openRedisCoordination(options);
      return { coordination, leave: () => coordination.close() };
    },
  };
});
