import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { offset } from '../../proto/units.ts';
import { systemClock, systemRandom } from '../clock/system-clock.ts';
import { Mesh } from '../embedded/mesh.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { coordinationContract } from './coordination.contract.ts';
import { MeshCoordination } from './mesh-coordination.ts';

coordinationContract('mesh', async () => {
  const folder = temporaryFolder();
  return {
    async join(name) {
      const incarnation = String(systemRandom.uint32());
      const mesh = await Mesh.join({
        folder: join(folder, 'sockets'),
        name,
        pid: process.pid,
        incarnation,
        clock: systemClock,
      });
      const files = join(folder, 'coordination');
      const coordination = new MeshCoordination({ mesh, clock: systemClock, folder: files });
      return { coordination, leave: () => mesh.close() };
    },
  };
});

test('a pointer that cannot be written leaves no file open', async () => {
  const folder = temporaryFolder();
  const files = join(folder, 'coordination');
  mkdirSync(files);
  symlinkSync('/dev/full', join(files, `snapshot_offset:BTC-USD.${process.pid}.new`));
  const identity = { name: 'a', pid: process.pid, incarnation: '1', clock: systemClock };
  const mesh = await Mesh.join({ folder: join(folder, 'sockets'), ...identity });
  const coordination = new MeshCoordination({ mesh, clock: systemClock, folder: files });
  const openCount = () => readdirSync('/proc/self/fd').length;
  const before = openCount();
  for (let count = 0; count < 5; count += 1) {
    await assert.rejects(coordination.setSnapshotOffset('BTC-USD', offset(7)), { code: 'ENOSPC' });
  }
  assert.equal(openCount(), before);
  await mesh.close();
});
