import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../clock/system-clock.ts';
import { MemoryBucket } from '../objects/memory-bucket.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { archiveStoreContract } from './archive-store.contract.ts';
import { BucketArchiveStore } from './bucket-archive-store.ts';
import { DirectoryArchiveStore } from './directory-archive-store.ts';

archiveStoreContract('directory', async () => {
  const folder = temporaryFolder();
  return {
    store: new DirectoryArchiveStore({ folder, clock: systemClock }),
    plant: async (key, bytes) => {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), bytes);
    },
  };
});

archiveStoreContract('memory', async () => {
  const bucket = new MemoryBucket();
  return {
    store: new BucketArchiveStore(bucket),
    plant: (key, bytes) => bucket.putNew(key, bytes),
  };
});
