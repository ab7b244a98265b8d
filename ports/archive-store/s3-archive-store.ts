import type { Clock } from '../clock/clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import { archiveStoreError, BucketArchiveStore } from './bucket-archive-store.ts';

/**
 * The archive as objects `s3://<archive bucket>/<prefix>/<topic>/<first>-<last>`. Throws
 * ArchiveStoreError: ARCHIVE_BUCKET_MISSING and ARCHIVE_DENIED at once; a server that does not answer
 * is no reason to refuse to start.
 */
export async function openS3ArchiveStore(options: {
  readonly connection: S3Connection;
  readonly clock: Clock;
  /** When the bucket is not there; absent: created, except with NODE_ENV=production. */
  readonly missing?: 'create' | 'refuse';
  /** Keys listed at a time. */
  readonly pageKeys?: number;
}): Promise<BucketArchiveStore> {
  const { archiveBucket } = options.connection;
  const { openS3Bucket } = await import('../s3/open-s3-bucket.ts');
  try {
    return new BucketArchiveStore(
      // The crash points of a write are counted for snapshots.
      await openS3Bucket({ ...options, bucket: archiveBucket, crashPoints: noCrashPoints }),
    );
  } catch (error) {
    throw archiveStoreError(error, `s3://${archiveBucket}`);
  }
}
