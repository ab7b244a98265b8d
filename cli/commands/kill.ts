import process from 'node:process';
import { RestClient } from '../../client/rest-client.ts';
import type { CommandInput } from '../command.ts';
import { readUpRecord, runningOf, type UpRecord } from '../connection.ts';
import { engineWithRole, ofRunning } from '../engine-roles.ts';
import { CommandError, ExitCode } from '../exit-codes.ts';

export async function killCommand(input: CommandInput): Promise<ExitCode> {
  const wanted = input.argument('process');
  const data = input.text('data') ?? './data';
  const record = readUpRecord(data);
  const { name, pid } =
    wanted === 'primary' || wanted === 'standby'
      ? await findRole(record, wanted, input.text('market'))
      : findName(record, wanted, data);
  const signal = `SIG${input.text('signal') ?? 'KILL'}` as NodeJS.Signals;
  process.kill(pid, signal);
  input.output.result({ name, pid, signal }, () => `sent ${signal} to ${name} (process ${pid})`);
  if (signal === 'SIGSTOP') input.suggest('go on with', `kill ${name} --signal CONT`);
  else input.suggest('next', 'status');
  return ExitCode.ok;
}

async function findRole(
  record: UpRecord,
  role: 'primary' | 'standby',
  market: string | null,
): Promise<{ readonly name: string; readonly pid: number }> {
  const client = new RestClient({ baseUrl: record.baseUrl });
  try {
    const status = ofRunning(await client.status(), record.processes);
    const found = engineWithRole(status, role, market);
    if (found !== null) return found;
  } finally {
    client.close();
  }
  throw new CommandError(
    {
      code: 'NO_SUCH_ROLE',
      exitCode: ExitCode.failed,
      hint: 'See who is there with: lockstep status',
    },
    `no engine is ${role}${market === null ? '' : ` of ${market}`} now`,
  );
}

function findName(
  record: UpRecord,
  name: string,
  data: string,
): { readonly name: string; readonly pid: number } {
  const running = runningOf(record, data).find((candidate) => candidate.name === name);
  if (running !== undefined) return running;
  const found = record.processes.find((candidate) => candidate.name === name);
  const names = record.processes.map((candidate) => candidate.name).join(', ');
  throw new CommandError(
    { code: 'NO_SUCH_PROCESS', exitCode: ExitCode.usage },
    found === undefined
      ? `there is no process ${name}; there are primary, standby, ${names}`
      : `process ${name} (${found.pid}) does not run now`,
  );
}
