/** The contract of every event log, on real Kafka. */
import { systemClock } from '../../clock/system-clock.ts';
import { noCrashPoints } from '../../crash-points/crash-points.ts';
import { kafkaTestConnection } from '../../testing/kafka-test.ts';
import { eventLogContract } from '../event-log.contract.ts';
import { openKafkaEventLog } from './kafka-event-log.ts';

eventLogContract('Kafka', {
  async open() {
    const shared = {
      safety: 'development',
      clock: systemClock,
      crashPoints: noCrashPoints,
    } as const;
    const connection = kafkaTestConnection();
    const open = () => openKafkaEventLog({ ...shared, connection });
    return { log: await open(), reopen: open };
  },
});
