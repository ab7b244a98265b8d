import type { Clock } from '../clock/clock.ts';
import type { CrashPoints } from '../crash-points/crash-points.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import { BucketSnapshotStore, snapshotStoreError } from './bucket-snapshot-store.ts';

/**
 * Snapshots as objects `s3://<bucket>/<prefix>/<market>/<offset>-<time>.pb`. Throws SnapshotStoreError:
 * SNAPSHOT_BUCKET_MISSING and SNAPSHOT_STORE_DENIED at once. A server that does not answer is no
 * reason to refuse to start, since trading goes on without it: then each call throws
 * SNAPSHOT_STORE_UNAVAILABLE until it answers.
 */
export async function openS3SnapshotStore(options: {
  readonly connection: S3Connection;
  readonly clock: Clock;
  readonly crashPoints: CrashPoints;
  /** When the bucket is not there; absent: created, except with NODE_ENV=production. */
  readonly missing?: 'create' | 'refuse';
}): Promise<BucketSnapshotStore> {
  const { connection, crashPoints } = options;
  // The SDK takes a while to load: only who uses it pays for that.
  const { openS3Bucket } = await import('../s3/open-s3-bucket.ts');
  try {
    const bucket = await openS3Bucket({ ...options, bucket: connection.bucket });
    return new BucketSnapshotStore({ bucket, crashPoints });
  } catch (error) {
    throw snapshotStoreError(error, `s3://${connection.bucket}`);
  }
}
