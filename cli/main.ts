import process from 'node:process';
import { ExitCode } from './exit-codes.ts';
import { runCommandLine } from './program.ts';

const interruption = new AbortController();
function interrupt(signal: NodeJS.Signals): void {
  // A second Ctrl-C does not wait for an orderly end; two operators who say `down` are none.
  if (signal === 'SIGINT' && interruption.signal.aborted) process.exit(ExitCode.interrupted);
  interruption.abort();
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
