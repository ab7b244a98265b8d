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

let isOrderly = false;
function interrupted(): AbortSignal {
  isOrderly = true;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, interrupt);
  return interruption.signal;
}

// `lockstep book … | head -1` closes the pipe early; that is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (isOrderly) interruption.abort();
  else process.exit(ExitCode.ok);
});
// Words that nobody reads, or that a full disk has no room for, end no exchange.
process.stderr.on('error', () => {});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  interrupted,
});
