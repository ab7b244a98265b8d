import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { LineCommand } from '../harness/line-process.ts';

export const OUR_CORE = 'lockstep core';

/** Our own contestant, started as peers are: arguments are the workload's path and the commands. */
export const ourCoreCommand = (): LineCommand => ({
  file: process.execPath,
  arguments: [fileURLToPath(import.meta.resolve('./core-contestant.js'))],
});
