import { ObjectError, type ObjectErrorCode } from '../objects/object-bucket.ts';

const BY_NAME: Readonly<Record<string, ObjectErrorCode>> = {
  NoSuchBucket: 'BUCKET_MISSING',
  NoSuchKey: 'OBJECT_NOT_FOUND',
  // To HEAD, which is answered without a reason.
  NotFound: 'OBJECT_NOT_FOUND',
  PreconditionFailed: 'OBJECT_EXISTS',
  AccessDenied: 'BUCKET_DENIED',
  // versitygw, with HTTP 404.
  XAdminUserNotFound: 'BUCKET_DENIED',
  InvalidAccessKeyId: 'BUCKET_DENIED',
  SignatureDoesNotMatch: 'BUCKET_DENIED',
  ExpiredToken: 'BUCKET_DENIED',
  RequestTimeTooSkewed: 'BUCKET_DENIED',
  CredentialsProviderError: 'BUCKET_DENIED',
  AuthorizationHeaderMalformed: 'BUCKET_DENIED',
  QuotaExceeded: 'BUCKET_FULL',
  XMinioStorageFull: 'BUCKET_FULL',
  XMinioAdminBucketQuotaExceeded: 'BUCKET_FULL',
};

const BY_STATUS: Readonly<Record<number, ObjectErrorCode>> = {
  301: 'BUCKET_DENIED',
  401: 'BUCKET_DENIED',
  403: 'BUCKET_DENIED',
  412: 'OBJECT_EXISTS',
  507: 'BUCKET_FULL',
};

const HINTS: Partial<Record<ObjectErrorCode, string>> = {
  BUCKET_MISSING: 'create the bucket, or name another',
  BUCKET_DENIED: 'check the access key, its rights to list, read and write here, and the region',
};

/** What the SDK threw, in the words of the port: a code, where it happened, what the server said. */
export function s3Error(error: unknown, where: string): ObjectError {
  if (error instanceof ObjectError) return error;
  const name = error instanceof Error ? error.name : '';
  const said = error instanceof Error && error.message !== '' ? error.message : String(error);
  const status = statusOf(error);
  const code = BY_NAME[name] ?? BY_STATUS[status ?? 0] ?? 'BUCKET_UNAVAILABLE';
  const parts = [
    `${where}: ${said}`,
    said.includes(name) || name === 'Error' ? '' : name,
    status === null ? '' : `HTTP ${status}`,
    HINTS[code] ?? '',
  ];
  return new ObjectError(code, parts.filter((part) => part !== '').join('; '), { cause: error });
}

export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? null;
}
