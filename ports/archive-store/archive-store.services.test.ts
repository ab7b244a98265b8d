import { after } from 'node:test';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { systemClock } from '../clock/system-clock.ts';
import { type S3Connection, s3Client } from '../s3/s3-connection.ts';
import { dropBuckets, testS3Servers } from '../testing/s3-servers.ts';
import { archiveStoreContract } from './archive-store.contract.ts';
import { openS3ArchiveStore } from './s3-archive-store.ts';

// The clock's timers do not keep a process alive.
const alive = setInterval(() => {}, 1000);
const used: S3Connection[] = [];
after(async () => {
  clearInterval(alive);
  for (const connection of used) await dropBuckets(connection);
});

for (const [name, connect] of testS3Servers()) {
  archiveStoreContract(name, async () => {
    const connection = { ...connect(), prefix: 'exchange-1' };
    used.push(connection);
    return {
      // Pages of two keys, so that every listing has several.
      store: await openS3ArchiveStore({ connection, clock: systemClock, pageKeys: 2 }),
      plant: async (key, Body) => {
        const client = s3Client(connection);
        const Bucket = connection.archiveBucket;
        await client.send(new PutObjectCommand({ Bucket, Key: `exchange-1/${key}`, Body }));
        client.destroy();
      },
    };
  });
}
