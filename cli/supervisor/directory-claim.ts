import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DataDirectoryError,
  lockDataDirectory,
  openDataDirectory,
} from '../../ports/data-directory.ts';
import { findUpRecord, runningOf } from '../connection.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';

export interface DataDirectoryClaim {
  release(): void;
}

/** The processes of a killed supervisor see that it is gone and stop by themselves. */
const LEFTOVERS_TIMEOUT_MS = 10_000;

const HINTS: Readonly<Record<string, string>> = {
  DATA_DIR_IN_USE: 'Stop the other one with: lockstep down, or name another folder with --data.',
  DATA_DIR_NEWER: 'Run the newer version, or name another folder with --data.',
  DATA_DIR_UNWRITABLE: 'Name another folder with --data, or change its owner.',
};

/** Makes this process the only supervisor of the folder. Throws CommandError DATA_DIR_…. */
export async function claimForSupervisor(dataDirectory: string): Promise<DataDirectoryClaim> {
  const lock = claimOrExplain(dataDirectory);
  try {
    await waitForLeftovers(dataDirectory);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Not mkdir's own `recursive`: Node 20 then spins for ever where a file system makes no folders. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    throw new DataDirectoryError('DATA_DIR_UNWRITABLE', message, { cause: error });
  }
}

function claimOrExplain(dataDirectory: string): DataDirectoryClaim {
  try {
    makeFolder(dataDirectory);
    openDataDirectory(dataDirectory);
    return lockDataDirectory(dataDirectory);
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    const { code, message } = error;
    const hint = HINTS[code];
    throw new CommandError(
      { code, exitCode: ExitCode.failed, ...(hint === undefined ? {} : { hint }) },
      message,
      { cause: error },
    );
  }
}

async function waitForLeftovers(dataDirectory: string): Promise<void> {
  const record = findUpRecord(dataDirectory);
  if (record === null) return;
  const deadlineMs = performance.now() + LEFTOVERS_TIMEOUT_MS;
  for (;;) {
    const alive = runningOf(record, dataDirectory);
    if (alive.length === 0) return;
    if (performance.now() > deadlineMs) {
      const names = alive.map(({ name, pid }) => `${name} (${pid})`).join(', ');
      throw new CommandError(
        {
          code: 'DATA_DIR_IN_USE',
          exitCode: ExitCode.failed,
          hint: 'End them with: lockstep down',
        },
        `${dataDirectory} is still used by ${names}, left by a supervisor that was killed`,
      );
    }
    await sleep(20);
  }
}
