import { resolve } from 'node:path';
import { auditCommand, plantCommand } from '../audit/command.ts';
import type { CommandInput } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { assertExchange } from '../store-access.ts';

export async function auditRun(input: CommandInput): Promise<ExitCode> {
  const data = resolve(input.text('data') ?? './data');
  assertExchange(data);
  const clientLog = input.text('clientLog');
  const options = { data, clientLog: clientLog === null ? [] : [clientLog] };
  const fault = input.text('plant');
  if (fault !== null) return (await plantCommand({ ...options, fault })) as ExitCode;
  return (await auditCommand({
    ...options,
    json: input.output.format === 'json',
  })) as ExitCode;
}
