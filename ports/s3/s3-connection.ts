import { S3Client } from '@aws-sdk/client-s3';
import { limits } from '../../proto/limits.ts';

// The SDK warns at every start that its releases after January 2027 want a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

export const DEFAULT_ARCHIVE_BUCKET = 'exchange-archive';

/** Any server that speaks S3; they differ in the endpoint only. */
export interface S3Connection {
  /** null: the SDK's own, from the region. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Of snapshots. */
  readonly bucket: string;
  readonly archiveBucket: string;
  /** Before all keys of both buckets; empty: none. So that exchanges may share buckets. */
  readonly prefix: string;
  /** Both null: the SDK's default chain (environment, files, instance role). */
  readonly accessKeyId: string | null;
  readonly secretAccessKey: string | null;
  /** `endpoint/bucket/key` and not `bucket.endpoint/key`: what servers without DNS of their own need. */
  readonly forcePathStyle: boolean;
}

/**
 * A client that gives up: on a connection that is not made, on a socket that falls silent, and after
 * a few attempts. The deadline of a whole call is S3Bucket's.
 */
export function s3Client(connection: S3Connection): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, forcePathStyle } = connection;
  return new S3Client({
    region,
    forcePathStyle,
    maxAttempts: limits.s3AttemptsMax,
    // Servers that know no checksum headers would refuse them; each object is read back anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: limits.s3ConnectTimeoutMs,
      socketTimeout: limits.s3SilenceMsMax,
    },
    ...(endpoint === null ? {} : { endpoint }),
    ...(accessKeyId === null || secretAccessKey === null
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
}
