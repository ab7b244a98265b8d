/** A workload on disk, made once: every contestant, in whatever language, reads the same bytes. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '../folders.ts';
import { FLOW_COMMANDS, type Mix } from './mixes.ts';
import { type Checkpoint, makeWorkload } from './workload.ts';

/** Another generator needs another name: files of the old one are still there. */
const GENERATOR = 1;

export interface WorkloadFile {
  readonly path: string;
  readonly commands: number;
  readonly checkpoints: readonly Checkpoint[];
}

export function workloadFile(mix: Mix, flowCommands = FLOW_COMMANDS): WorkloadFile {
  const folder = join(cacheFolder(), 'workloads');
  const name = `${GENERATOR}-${mix.name}-${mix.preloaded}-${flowCommands}`;
  const path = join(folder, `${name}.bin`);
  const notes = join(folder, `${name}.json`);
  if (!existsSync(notes)) {
    mkdirSync(folder, { recursive: true });
    const { bytes, checkpoints } = makeWorkload(mix, flowCommands);
    writeWhole(path, bytes);
    // Last: where the notes are, the records are whole.
    writeWhole(notes, Buffer.from(JSON.stringify(checkpoints)));
  }
  const checkpoints = JSON.parse(readFileSync(notes, 'utf8')) as readonly Checkpoint[];
  return { path, commands: checkpoints.at(-1)?.commands ?? 0, checkpoints };
}

/** The trades after `commands`, which a checkpoint must name. */
export function tradesAfter(workload: WorkloadFile, commands: number): Checkpoint {
  const found = workload.checkpoints.find((checkpoint) => checkpoint.commands === commands);
  if (found === undefined) throw new Error(`no checkpoint after ${commands} commands`);
  return found;
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
}
