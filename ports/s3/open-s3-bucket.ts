import { limits } from '../../proto/limits.ts';
import { ObjectError } from '../objects/object-bucket.ts';
import { S3Bucket, type S3BucketOptions } from './s3-bucket.ts';

/** Throws ObjectError BUCKET_MISSING and BUCKET_DENIED; a silent server is looked at later. */
export async function openS3Bucket(
  options: Omit<S3BucketOptions, 'missing'> & Partial<Pick<S3BucketOptions, 'missing'>>,
): Promise<S3Bucket> {
  const byEnvironment = process.env['NODE_ENV'] === 'production' ? 'refuse' : 'create';
  const bucket = new S3Bucket({ ...options, missing: options.missing ?? byEnvironment });
  try {
    await bucket.check(limits.s3OpenTimeoutMs);
  } catch (error) {
    if (!(error instanceof ObjectError) || error.code !== 'BUCKET_UNAVAILABLE') {
      await bucket.close();
      throw error;
    }
  }
  return bucket;
}
