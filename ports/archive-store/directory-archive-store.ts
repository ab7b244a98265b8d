import type { Clock } from '../clock/clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { DirectoryBucket } from '../objects/directory-bucket.ts';
import { BucketArchiveStore } from './bucket-archive-store.ts';

/** The archive as files `<folder>/<topic>/<first>-<last>`. */
export class DirectoryArchiveStore extends BucketArchiveStore {
  constructor(options: {
    /** `<data>/archive`; created when it is needed. */
    readonly folder: string;
    readonly clock: Clock;
  }) {
    const { folder: root, clock } = options;
    // The crash points of a write are counted for snapshots.
    super(new DirectoryBucket({ root, clock, crashPoints: noCrashPoints }));
  }
}
