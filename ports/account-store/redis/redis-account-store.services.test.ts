import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import { testRedis } from '../../testing/test-redis.ts';
import { accountAdmissionContract } from '../account-admission.contract.ts';
import { accountModelContract } from '../account-model.contract.ts';
import { accountOutboxContract } from '../account-outbox.contract.ts';
import { accountSettlementContract } from '../account-settlement.contract.ts';
import { openRedisAccountStore } from './redis-account-store.ts';

const redis = async () =>
  openRedisAccountStore({
    connection: testRedis(),
    safety: 'development',
    clock: systemClock,
    crashPoints: noCrashPoints,
  });

accountAdmissionContract('Redis', redis);
accountOutboxContract('Redis', redis);
accountSettlementContract('Redis', redis);
accountModelContract('the store on Redis', { runs: 200, open: redis });
