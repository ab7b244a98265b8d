/** The S3 servers that tests of the services suite run on, as the environment names them. */
import { randomBytes } from 'node:crypto';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type S3Connection, s3Client } from '../s3/s3-connection.ts';

/** `http://accessKey:secret@host:port` as a connection with buckets of its own. */
function connectionOf(variable: string, url: string): S3Connection {
  const { username, password, origin } = new URL(url);
  if (username === '') throw new Error(`${variable}=http://accessKey:secret@host:port, not ${url}`);
  const own = randomBytes(6).toString('hex');
  return {
    endpoint: origin,
    region: 'us-east-1',
    bucket: `test-snapshots-${own}`,
    archiveBucket: `test-archive-${own}`,
    prefix: '',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    forcePathStyle: true,
  };
}

/** Throws when LOCKSTEP_TEST_S3 is missing: a test without its server fails. */
export function testS3(): S3Connection {
  const url = process.env['LOCKSTEP_TEST_S3'];
  if (url === undefined || url === '') {
    throw new Error(
      'LOCKSTEP_TEST_S3=http://accessKey:secret@host:port is needed; npm run services -- up says it',
    );
  }
  return connectionOf('LOCKSTEP_TEST_S3', url);
}

/** By name: the server of every test, and MinIO where LOCKSTEP_TEST_MINIO names one. */
export function testS3Servers(): ReadonlyMap<string, () => S3Connection> {
  const servers = new Map([['S3', testS3]]);
  const minio = process.env['LOCKSTEP_TEST_MINIO'];
  if (minio !== undefined && minio !== '') {
    servers.set('MinIO', () => connectionOf('LOCKSTEP_TEST_MINIO', minio));
  }
  return servers;
}

/** Removes the connection's buckets with everything in them. */
export async function dropBuckets(connection: S3Connection): Promise<void> {
  const client = s3Client(connection);
  for (const bucket of [connection.bucket, connection.archiveBucket]) {
    await dropBucket(client, bucket).catch((error: Error) => {
      if (error.name !== 'NoSuchBucket') throw error;
    });
  }
  client.destroy();
}

async function dropBucket(client: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    if (Contents.length === 0) break;
    for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
}
