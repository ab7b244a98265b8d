import { fork } from 'node:child_process';
import process from 'node:process';

type Answer<Result> =
  | { readonly result: Result }
  | { readonly error: string }
  | { readonly progress: number };

/**
 * Runs a compiled script as a process of its own: sends it the request, resolves to the result that
 * it sends back. The script ends by disconnecting.
 */
export function forkedTask<Request extends object, Result>(
  script: string,
  request: Request,
  options: {
    readonly interrupted: AbortSignal;
    readonly onProgress?: (progress: number) => void;
    /** Beside what it inherits. */
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<Result> {
  const child = fork(script, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...options.environment },
  });
  const stop = (): void => void child.kill('SIGTERM');
  options.interrupted.addEventListener('abort', stop, { once: true });
  return new Promise<Result>((resolve, reject) => {
    child.on('message', (answer: Answer<Result>) => {
      if ('progress' in answer) options.onProgress?.(answer.progress);
      else if ('result' in answer) resolve(answer.result);
      else reject(new Error(answer.error));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`it ended by ${signal ?? code}`)));
    child.send(request);
  }).finally(() => options.interrupted.removeEventListener('abort', stop));
}
