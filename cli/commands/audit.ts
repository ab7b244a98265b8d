import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { auditCommand, plantCommand } from '../audit/command.ts';
import type { CommandInput } from '../command.ts';
import { CommandError, ExitCode as codes, type ExitCode } from '../exit-codes.ts';

export async function auditRun(input: CommandInput): Promise<ExitCode> {
  const data = resolve(input.text('data') ?? './data');
  if (!existsSync(join(data, 'lockstep.json'))) {
    throw new CommandError(
      { code: 'NO_DATA', exitCode: codes.failed, hint: 'Name the folder with --data.' },
      `${data} holds no exchange`,
    );
  }
  const clientLog = input.text('clientLog');
  const options = { data, clientLog: clientLog === null ? [] : [clientLog] };
  const fault = input.text('plant');
  if (fault !== null) return (await plantCommand({ ...options, fault })) as ExitCode;
  return (await auditCommand({
    ...options,
    json: input.output.format === 'json',
  })) as ExitCode;
}
