import process from 'node:process';
import { ExitCode } from './exit-codes.ts';
import { runCommandLine } from './program.ts';

const interruption = new AbortController();
let signals = 0;
function interrupt(): void {
  signals += 1;
  interruption.abort();
  // A second Ctrl-C does not wait for an orderly end.
  if (signals > 1) process.exit(ExitCode.interrupted);
}
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// `lockstep book … | head -1` closes the pipe early; that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.ok);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  interrupted: interruption.signal,
});
