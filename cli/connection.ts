import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Credentials } from '../client/request-signature.ts';
import { RestClient } from '../client/rest-client.ts';
import { CommandError, ExitCode } from './exit-codes.ts';
import { isThatProcess } from './process-signals.ts';

/** `start`: see ProcessIdentity; an older build did not write it. */
interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly start?: string;
}

/** `<data>/up.json`: what runs on this data directory, written by `up`; it outlives a kill -9. */
export interface UpRecord {
  readonly supervisorPid: number;
  readonly supervisorStart?: string;
  readonly baseUrl: string;
  readonly wsUrl: string;
  /** Where the operator's endpoints are; absent: with all others. */
  readonly adminUrl?: string;
  readonly processes: readonly RecordedProcess[];
}

export interface DemoAccount {
  readonly name: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

/** `<data>/demo.json`, mode 600: where the demonstration listens, and the keys of its accounts. */
export interface DemoRecord {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly accounts: readonly DemoAccount[];
}

export const upPath = (dataDirectory: string): string => join(dataDirectory, 'up.json');
export const demoPath = (dataDirectory: string): string => join(dataDirectory, 'demo.json');

function readJson<Shape>(path: string): Shape | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Shape;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CommandError(
      { code: 'RECORD_UNREADABLE', exitCode: ExitCode.failed },
      `cannot read ${path}: ${(error as Error).message}`,
    );
  }
}

/** null: nothing says that an exchange runs there. */
export const findUpRecord = (dataDirectory: string): UpRecord | null =>
  readJson<UpRecord>(upPath(dataDirectory));

export const findDemoRecord = (dataDirectory: string): DemoRecord | null =>
  readJson<DemoRecord>(demoPath(dataDirectory));

/** Whether the supervisor that wrote the record is still the process of that pid. */
export const isSupervised = ({ supervisorPid: pid, supervisorStart: start }: UpRecord): boolean =>
  isThatProcess({ pid, start }, 'cli/main');

/** Those of the record that still run, whether or not their supervisor does. */
export const runningOf = (record: UpRecord, dataDirectory: string): readonly RecordedProcess[] =>
  record.processes.filter(({ pid, start }) =>
    isThatProcess({ pid, start }, resolve(dataDirectory)),
  );

export const notRunning = (why: string): CommandError =>
  new CommandError(
    {
      code: 'NOT_RUNNING',
      exitCode: ExitCode.notReachable,
      hint: 'Start it with: lockstep up --demo',
    },
    why,
  );

/** Of the exchange that runs there: its port and its pids may be others' by now. Throws NOT_RUNNING. */
export function readUpRecord(dataDirectory: string): UpRecord {
  const record = findUpRecord(dataDirectory);
  if (record === null) {
    const path = upPath(dataDirectory);
    throw notRunning(`no exchange runs on ${dataDirectory}: there is no ${path}`);
  }
  if (isSupervised(record)) return record;
  const { supervisorPid: pid } = record;
  throw notRunning(
    `the exchange on ${dataDirectory} is not running (its supervisor was process ${pid})`,
  );
}

export function credentialsOf(demo: DemoRecord, name: string): Credentials {
  const account = demo.accounts.find((candidate) => candidate.name === name);
  if (account !== undefined) return { apiKey: account.apiKey, secret: account.secret };
  const names = demo.accounts.map((candidate) => candidate.name).join(', ');
  throw new CommandError(
    { code: 'UNKNOWN_ACCOUNT', exitCode: ExitCode.usage },
    `demo.json has no account ${name}; it has ${names}`,
  );
}

export function readDemoRecord(dataDirectory: string): DemoRecord {
  const demo = findDemoRecord(dataDirectory);
  if (demo !== null) return demo;
  throw new CommandError(
    {
      code: 'NO_DEMO_KEYS',
      exitCode: ExitCode.notReachable,
      hint: 'Start it with: lockstep up --demo, or see what init does.',
    },
    `there is no ${demoPath(dataDirectory)} with keys of accounts`,
  );
}

/** A client without a key, for public reads. */
export function publicClient(dataDirectory: string): RestClient {
  return new RestClient({ baseUrl: readUpRecord(dataDirectory).baseUrl });
}

/** A client that acts for an operator of demo.json. */
export function operatorClient(dataDirectory: string, account: string): RestClient {
  const { baseUrl, adminUrl = baseUrl } = readUpRecord(dataDirectory);
  const credentials = credentialsOf(readDemoRecord(dataDirectory), account);
  return new RestClient({ baseUrl: adminUrl, credentials });
}

/** A client that acts for an account of demo.json. */
export function accountClient(dataDirectory: string, account: string): RestClient {
  const { baseUrl } = readUpRecord(dataDirectory);
  return new RestClient({
    baseUrl,
    credentials: credentialsOf(readDemoRecord(dataDirectory), account),
  });
}
