import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { offset, timestampUs } from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { type CrashPoint, noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { DirectorySnapshotStore } from './directory-snapshot-store.ts';
import { MemorySnapshotStore } from './memory-snapshot-store.ts';
import { snapshotStoreContract } from './snapshot-store.contract.ts';

const directory = (folder = temporaryFolder(), crashPoints = noCrashPoints) =>
  new DirectorySnapshotStore({ folder, clock: systemClock, crashPoints });
const NAME = { market: 'BTC-USD', offset: offset(1), timestampUs: timestampUs(1) };

snapshotStoreContract('directory', async () => directory());
snapshotStoreContract('memory', async () => new MemorySnapshotStore());

test('leaves out files with foreign names, and keys that lead elsewhere', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'BTC-USD'), { recursive: true });
  writeFileSync(join(folder, 'BTC-USD', 'notes.txt'), 'x');
  const store = directory(folder);
  assert.deepEqual(await store.list('BTC-USD'), []);
  assert.deepEqual(await store.list('../..'), []);
  for (const key of ['BTC-USD/notes.txt', '../secret', 'BTC-USD/../../etc/passwd']) {
    await assert.rejects(store.get(key), { code: 'SNAPSHOT_NOT_FOUND' });
  }
});

for (const point of [
  'CP8-snapshot-mid-write',
  'CP9-before-snapshot-fsync',
] satisfies CrashPoint[]) {
  test(`a crash at ${point} leaves no object, and the next put tidies up`, async () => {
    const folder = temporaryFolder();
    const crash = { reach: (name: CrashPoint) => assert.notEqual(name, point) };
    await assert.rejects(directory(folder, crash).put(NAME, new Uint8Array(10)));
    // What a process that is gone would have left behind.
    const gone = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    const leftover = `0000000000000001-1.pb.${gone}.1.writing`;
    writeFileSync(join(folder, 'BTC-USD', leftover), 'half');
    const store = directory(folder);
    assert.deepEqual(await store.list('BTC-USD'), []);
    await store.put(NAME, new Uint8Array(10));
    assert.deepEqual(readdirSync(join(folder, 'BTC-USD')), ['0000000000000001-1.pb']);
  });
}
