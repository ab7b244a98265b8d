/** A disk that is full, and then has room again. Needs root, to mount a small one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { offset } from '../../proto/units.ts';
import { systemClock } from '../clock/system-clock.ts';
import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { noDoorbell } from './doorbell.ts';
import type { Durability } from './event-log.ts';
import { LmdbEventLog } from './lmdb-event-log.ts';

const MIB = 1024 * 1024;

function mountSmall(folder: string): void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    throw new Error('this test mounts a small tmpfs and must run as root', { cause: error });
  }
}

for (const [topic, durability, appends] of [
  ['commands.A', 'disk', 'inline'],
  ['commands.A', 'disk', 'own-thread'],
  ['commands.A', 'process', 'inline'],
  ['events.A', 'disk', 'inline'],
] satisfies [string, Durability, string][]) {
  test(`${topic}, ${durability}, ${appends}: a full disk is LOG_FULL, loses nothing, and passes`, async () => {
    const folder = temporaryFolder();
    mountSmall(folder);
    const log = new LmdbEventLog({
      folder: join(folder, 'log'),
      durability,
      clock: systemClock,
      crashPoints: noCrashPoints,
      doorbell: noDoorbell,
      ...(appends === 'own-thread' ? { appendThread: { faults: undefined } } : {}),
    });
    try {
      await log.createTopic(topic);
      const ballast = join(folder, 'ballast');
      writeFileSync(ballast, Buffer.alloc(4 * MIB));
      let appended = 0;
      const fill = async () => {
        for (;;) {
          await log.append(topic, [Buffer.alloc(100_000, appended)]);
          appended += 1;
        }
      };
      await assert.rejects(fill(), { code: 'LOG_FULL' });
      assert.ok(appended >= 10, `only ${appended} records fitted`);
      await assert.rejects(log.append(topic, [Buffer.alloc(200_000)]), { code: 'LOG_FULL' });
      const check = async () => {
        const records = await log.read(topic, offset(0), { records: 1e6, bytes: 1e9 });
        assert.equal(records.length, appended);
        for (const [index, { bytes }] of records.entries()) assert.equal(bytes[0], index % 256);
      };
      await check();
      rmSync(ballast);
      for (let count = 0; count < 5; count += 1) {
        assert.equal(await log.append(topic, [Buffer.alloc(100_000, appended)]), appended);
        appended += 1;
      }
      await check();
    } finally {
      await log.close();
      execFileSync('umount', [folder]);
    }
  });
}
