import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import process from 'node:process';
import { projectFolder } from './folders.ts';

/** What a figure is worth depends on: printed with every run. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  readonly commit: string;
  /** Of the last minute, before the run: who else is there. */
  readonly loadAverage: number;
}

export function environment(): Environment {
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    commit: commit(),
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** One line for terminals and reports. */
export const environmentCard = (machine: Environment): string =>
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, kernel ${machine.kernel}, ` +
  `node ${machine.node}, commit ${machine.commit}, load ${machine.loadAverage}`;

/** `-changed`: the tree differs from the commit, so the commit alone does not repeat the run. */
function commit(): string {
  try {
    const head = git('rev-parse', '--short', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? head : `${head}-changed`;
  } catch {
    return 'unknown';
  }
}

const git = (...words: readonly string[]): string =>
  execFileSync('git', [...words], {
    cwd: projectFolder(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
