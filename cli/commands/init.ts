import { resolve } from 'node:path';
import { openDataDirectory } from '../../ports/data-directory.ts';
import type { CommandInput } from '../command.ts';
import { demoPath } from '../connection.ts';
import { writeFirstRecords } from '../demo/demo-exchange.ts';
import { bindToSetUp, settingsFor } from '../exchange-settings.ts';
import { ExitCode } from '../exit-codes.ts';

export async function initCommand(input: CommandInput): Promise<ExitCode> {
  const dataDirectory = resolve(input.text('data') ?? './data');
  const settings = settingsFor(input, { dataDirectory, name: '' });
  openDataDirectory(dataDirectory);
  bindToSetUp(dataDirectory, settings);
  await writeFirstRecords(dataDirectory);
  const keys = demoPath(dataDirectory);
  input.output.result({ dataDirectory, keys }, () => [
    `the ledger has its first records; the administrator's key is in ${keys}`,
  ]);
  return ExitCode.ok;
}
