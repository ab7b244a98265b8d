import { join } from 'node:path';
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
