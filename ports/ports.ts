import type { AccountStore } from './account-store/account-store.ts';
import type { ArchiveStore } from './archive-store/archive-store.ts';
import type { Clock, Random } from './clock/clock.ts';
import type { Coordination } from './coordination/coordination.ts';
import type { CrashPoints } from './crash-points/crash-points.ts';
import type { EventLog } from './event-log/event-log.ts';
import type { SnapshotStore } from './snapshot-store/snapshot-store.ts';
import type { ViewStore } from './view-store/view-store.ts';

/** Everything of the outside world that a service may touch. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  /** Also reads what only the archive holds. */
  readonly log: EventLog;
  readonly archive: ArchiveStore;
  readonly snapshots: SnapshotStore;
  readonly accounts: AccountStore;
  readonly views: ViewStore;
  readonly coordination: Coordination;
  readonly crashPoints: CrashPoints;
  close(): Promise<void>;
}
