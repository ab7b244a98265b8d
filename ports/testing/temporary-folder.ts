import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meshFolderOf } from '../embedded/mesh-folder.ts';

const folders: string[] = [];

/** A new folder that goes when the test process ends. */
export function temporaryFolder(): string {
  if (folders.length === 0) {
    process.on('exit', () => {
      for (const folder of folders) {
        // Processes of the test that were killed leave their sockets behind.
        rmSync(meshFolderOf(folder), { recursive: true, force: true });
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  folders.push(folder);
  return folder;
}
