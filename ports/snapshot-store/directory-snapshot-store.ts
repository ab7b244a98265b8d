import type { Clock } from '../clock/clock.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import { DirectoryBucket } from '../objects/directory-bucket.ts';
import { BucketSnapshotStore } from './bucket-snapshot-store.ts';

/** Snapshots as files `<folder>/<market>/<offset>-<time>.pb`. */
export class DirectorySnapshotStore extends BucketSnapshotStore {
  constructor(options: {
    /** `<data>/snapshots`; created when it is needed. */
    readonly folder: string;
    readonly clock: Clock;
    readonly crashPoints: CrashPoints;
  }) {
    const { folder: root, clock, crashPoints } = options;
    super({ bucket: new DirectoryBucket({ root, clock, crashPoints }), crashPoints });
  }
}
