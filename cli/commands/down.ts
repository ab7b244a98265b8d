import process from 'node:process';
import type { CommandInput } from '../command.ts';
import {
  findUpRecord,
  isSupervised,
  readUpRecord,
  runningOf,
  type UpRecord,
} from '../connection.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';
import { waitForExit } from '../process-signals.ts';

const STOP_TIMEOUT_MS = 15_000;
const LEFTOVER_TIMEOUT_MS = 6_000;

export async function downCommand(input: CommandInput): Promise<ExitCode> {
  const data = input.text('data') ?? './data';
  const record = findUpRecord(data);
  if (record !== null && !isSupervised(record)) {
    const ended = await endLeftovers(record, data);
    if (ended.length > 0) {
      input.output.result({ ended }, () => [
        `the supervisor of ${data} is gone; ended what it left: ${ended.join(', ')}`,
      ]);
      return ExitCode.ok;
    }
  }
  const { supervisorPid: pid } = readUpRecord(data);
  process.kill(pid, 'SIGTERM');
  if (!(await waitForExit(pid, STOP_TIMEOUT_MS))) {
    throw new CommandError(
      { code: 'STOP_TIMEOUT', exitCode: ExitCode.failed },
      `process ${pid} did not stop within ${STOP_TIMEOUT_MS} ms`,
    );
  }
  input.output.result({ stopped: pid }, () => `stopped the exchange on ${data} (process ${pid})`);
  return ExitCode.ok;
}

/** Processes end with their supervisor by themselves, unless they are frozen. Their names. */
function endLeftovers(record: UpRecord, data: string): Promise<readonly string[]> {
  const left = runningOf(record, data);
  for (const signal of ['SIGTERM', 'SIGCONT'] as const) {
    for (const { pid } of left) send(pid, signal);
  }
  return Promise.all(
    left.map(async ({ name, pid }) => {
      if (!(await waitForExit(pid, LEFTOVER_TIMEOUT_MS))) send(pid, 'SIGKILL');
      return `${name} (${pid})`;
    }),
  );
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, which is what is wanted.
  }
}
