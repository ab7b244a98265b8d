import process from 'node:process';
import type { CommandInput } from '../command.ts';
import { readUpRecord } from '../connection.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';
import { isAlive, waitForExit } from '../process-signals.ts';

const STOP_TIMEOUT_MS = 15_000;

export async function downCommand(input: CommandInput): Promise<ExitCode> {
  const data = input.text('data') ?? './data';
  const record = readUpRecord(data);
  const pid = record.supervisorPid;
  if (!isAlive(pid)) {
    throw new CommandError(
      { code: 'NOT_RUNNING', exitCode: ExitCode.notReachable },
      `the exchange on ${data} is not running (its supervisor was process ${pid})`,
    );
  }
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
