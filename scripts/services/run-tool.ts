import { spawn } from 'node:child_process';
import process from 'node:process';
import { ServiceError } from './service-error.ts';

const OUTPUT_CHARACTERS_KEPT = 4_000;

export interface ToolRun {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** Of the output; the end of it is kept. */
  readonly outputCharactersMax?: number;
  /** What it is for, as the error says it. */
  readonly purpose: string;
}

/** Runs a program to its end and resolves to its output. Throws FETCH_FAILED with the tail of it. */
export function runTool(run: ToolRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.command, [...run.arguments], {
      cwd: run.folder,
      env: { ...process.env, ...run.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (text: unknown): void => {
      output = `${output}${text}`.slice(-(run.outputCharactersMax ?? OUTPUT_CHARACTERS_KEPT));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const deadline = setTimeout(() => child.kill('SIGKILL'), run.deadlineMs);
    const failed = (how: string): void => {
      clearTimeout(deadline);
      reject(new ServiceError('FETCH_FAILED', `${run.purpose}: ${run.command} ${how}\n${output}`));
    };
    child.once('error', (error) => failed(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(deadline);
      if (code === 0) resolve(output);
      else if (signal === 'SIGKILL') failed(`took more than ${run.deadlineMs / 1000} s`);
      else failed(`ended with ${code ?? signal}`);
    });
  });
}
