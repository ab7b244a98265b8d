import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { noDoorbell } from './doorbell.ts';
import { eventLogContract } from './event-log.contract.ts';
import type { Durability } from './event-log.ts';
import { LmdbEventLog } from './lmdb-event-log.ts';

for (const [durability, appends] of [
  ['disk', 'inline'],
  ['disk', 'own-thread'],
  ['process', 'inline'],
] satisfies [Durability, string][]) {
  eventLogContract(`LMDB, durability ${durability}, appends ${appends}`, {
    async open() {
      const shared = {
        clock: systemClock,
        crashPoints: noCrashPoints,
        doorbell: noDoorbell,
        ...(appends === 'own-thread' ? { appendThread: { faults: undefined } } : {}),
      };
      const folder = temporaryFolder();
      const open = () => new LmdbEventLog({ folder, durability, ...shared });
      return { log: open(), reopen: async () => open() };
    },
  });
}
